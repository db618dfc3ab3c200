// The graphs beside the map: how everybody went, and how far apart they are.
import assert from 'node:assert/strict';
import path from 'node:path';
import { faultsOf } from './axe.mjs';
import { until } from './demo.mjs';
import { dotsOf, mapOf, open, pictures, test } from './spectator.mjs';

const graphsOf = (page) => page.waitForSelector('#graph-flow canvas');
const readout = (page, graph) => page.textContent(`#graph-${graph}-readout`);

/** Pixels of the graph that are of a line's own colour: none, when nothing is drawn. */
const drawnIn = (page, graph) =>
  page.$eval(`#graph-${graph} canvas`, (canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let coloured = 0;
    for (let i = 0; i < data.length; i += 4) {
      const [low, high] = [Math.min(data[i], data[i + 1], data[i + 2]), Math.max(data[i], data[i + 1], data[i + 2])];
      if (data[i + 3] > 200 && high - low > 60) coloured++;
    }
    return coloured;
  });

/** Points at a share of the graph's width and height. */
async function point(page, graph, across, down) {
  const over = page.locator(`#graph-${graph} .u-over`);
  await over.scrollIntoViewIfNeeded();
  const box = await over.boundingBox();
  await page.mouse.move(box.x + box.width * across, box.y + box.height * down);
  return box;
}

/** A race that is over is played before it can be paused. */
async function pause(page) {
  for (let pill = await pillOf(page); pill !== 'Paused'; pill = await pillOf(page)) {
    await page.click('#play');
    await until('it goes or stands', async () => (await pillOf(page)) !== pill);
  }
}

const pillOf = (page) => page.textContent('.pill');
const profileOf = (page) => page.$eval('.profile canvas', (canvas) => canvas.toDataURL());

test('graphs come with their link, are drawn, and say the same in words', async () => {
  const { page, faults, close } = await open({ where: '?v=graphs' });
  await graphsOf(page);
  assert.equal(await page.getAttribute('#tab-graphs', 'aria-selected'), 'true');
  await until('both are drawn', async () => (await drawnIn(page, 'flow')) > 100 && (await drawnIn(page, 'gaps')) > 100);
  await until('they are told in words', async () => /leads\. At .+: .+ [+−]?\d/.test(await page.textContent('#graph-summary')));
  assert.ok((await page.locator('#graph-table tbody tr').count()) >= 5);
  await page.click('#tab-splits');
  assert.equal(await page.locator('#graph-flow').count(), 0);
  await page.click('#tab-graphs');
  await until('they are drawn again', async () => (await page.locator('#graph-flow canvas').count()) > 0 && (await drawnIn(page, 'flow')) > 100);
  assert.match(page.url(), /v=graphs/);
  assert.deepEqual(faults, []);
  await close();
});

test('what is pointed at in a graph is shown on map and profile, and the other way round', async () => {
  const { page, faults, close } = await open({ where: '?v=graphs', hasMap: true });
  await mapOf(page);
  await graphsOf(page);
  await dotsOf(page);
  await pause(page);
  const overlayOf = () => page.$eval('.race-map canvas[role=img]', (canvas) => canvas.toDataURL());
  const before = [await profileOf(page), await overlayOf()];
  await point(page, 'flow', 0.9, 0.5);
  await until('the profile shows it', async () => (await profileOf(page)) !== before[0]);
  await until('the map shows it', async () => (await overlayOf()) !== before[1]);
  assert.match(await readout(page, 'flow'), /^\d[\d:]+ · .*km/);
  assert.ok(await page.isVisible('#graph-gaps .graph-mark, #graph-flow .graph-mark'));
  await page.mouse.move(5, 5);
  await until('it is over', () => page.locator('#graph-flow .graph-mark').isHidden());
  await page.hover('.profile canvas', { position: { x: 200, y: 60 } });
  await until('the graph shows what the profile does', () => page.locator('#graph-flow .graph-mark').isVisible());
  assert.deepEqual(faults, []);
  await close();
});

test('a click in the flow of the race shows that moment, and the address says it', async () => {
  const { page, close } = await open({ where: '?v=graphs' });
  await graphsOf(page);
  await dotsOf(page);
  await until('a minute of the race was heard', () =>
    page.$eval('#moment', (range) => Number(range.max) - Number(range.min) > 60_000));
  const live = await page.textContent('#clock');
  const now = await page.evaluate(() => Number(document.querySelector('#moment').max));
  const box = await point(page, 'flow', 0.02, 0.2);
  await page.mouse.click(box.x + box.width * 0.02, box.y + box.height * 0.2);
  await until('it is replayed', async () => /Replay/.test(await pillOf(page)));
  assert.notEqual(await page.textContent('#clock'), live);
  assert.match(page.url(), /[?&]t=-?\d+/);
  assert.ok(await page.$eval('#moment', (range) => Number(range.value)) < now);
  await close();
});

test('keys move the cursor, look closer, and show the moment', async () => {
  const { page, close } = await open({ where: '?v=graphs' });
  await graphsOf(page);
  await page.focus('#graph-flow');
  await page.keyboard.press('Home');
  const first = await page.getAttribute('#graph-flow', 'aria-valuetext');
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
  const later = await page.getAttribute('#graph-flow', 'aria-valuetext');
  assert.notEqual(later, first);
  await page.keyboard.press('+');
  await page.keyboard.press('Home');
  assert.notEqual(await page.getAttribute('#graph-flow', 'aria-valuetext'), '');
  await page.keyboard.press('0');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await until('it shows that moment', async () => /Replay/.test(await pillOf(page)) && /[?&]t=/.test(page.url()));
  await close();
});

test('a finger across a graph moves its cursor', async () => {
  const { page, close } = await open({ where: '?v=graphs', viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  await graphsOf(page);
  await page.click('#sheet-larger');
  const over = page.locator('#graph-gaps .u-over');
  await over.scrollIntoViewIfNeeded();
  const box = await over.boundingBox();
  const hint = await readout(page, 'gaps');
  const session = await page.context().newCDPSession(page);
  const at = (x) => [{ x: box.x + x, y: box.y + box.height / 2 }];
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(20) });
  for (const x of [40, 70, 100]) await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(x) });
  await until('it says what is there', async () => (await readout(page, 'gaps')) !== hint);
  assert.match(await readout(page, 'gaps'), /km/);
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await close();
});

for (const [width, colorScheme] of [[390, 'dark'], [1280, 'light']]) {
  test(`nobody is kept out of the graphs, ${width} px, ${colorScheme}, in French`, async () => {
    const { page, close } = await open({ where: '?v=graphs&follow=3', viewport: { width, height: 844 }, colorScheme, locale: 'fr-FR' });
    await graphsOf(page);
    if (width < 500) await page.click('#sheet-larger');
    await until('they are told in words', async () => /est en tête/.test(await page.textContent('#graph-summary')));
    assert.deepEqual(await faultsOf(page), []);
    const [content, view] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(content <= view, `${content} px of content in ${view} px`);
    await page.screenshot({ path: path.join(pictures, `graphs-${width}-${colorScheme}.png`) });
    await close();
  });
}
