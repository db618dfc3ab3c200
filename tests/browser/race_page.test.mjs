// What a spectator sees, in a real browser, of a real race: the demo's.
import assert from 'node:assert/strict';
import path from 'node:path';
import { until } from './demo.mjs';
import { api, boardOf, demo, dotsOf, mapOf, open, pictures, placesOf, runTests, test } from './spectator.mjs';

test('a dot moves', async () => {
  const { page, faults, close } = await open({ hasMap: true, deviceScaleFactor: 2 });
  await mapOf(page);
  const before = await dotsOf(page);
  await until('a dot has moved', async () => {
    const now = await placesOf(page);
    return Object.keys(before).some((bib) => now[bib] !== before[bib]);
  });
  assert.equal(await page.textContent('#connection'), 'live');
  assert.match(await page.textContent('.badge'), /rehearsal, 15 ×/);
  assert.deepEqual(faults, []);
  await close();
});

test('a browser without WebGL keeps the drawing, with the same dots, and says why', async () => {
  const { page, faults, close } = await open();
  await page.waitForSelector('.map-fault');
  assert.match(await page.textContent('.map-fault'), /WebGL/);
  await dotsOf(page);
  assert.ok((await page.locator('#dots .dot').count()) > 0);
  assert.deepEqual(faults, []);
  await close();
});

test('passages appear, within a second of the truth on the road and within their error elsewhere', async () => {
  const { page, close } = await open();
  const onTheRoad = (passage) => passage.point.startsWith('chapel');
  const passages = await until('the first passage on the road', async () => {
    const known = (await api('passages')).passages;
    return known.some(onTheRoad) && known;
  }, 150_000);
  const truth = await demo.truth();
  for (const passage of passages) {
    const real = truth.get(`${passage.bib}/${passage.point}/${passage.leg}/${passage.lap}`);
    assert.ok(real, `nobody really passed there: ${JSON.stringify(passage)}`);
    const error = Math.abs(Date.parse(passage.time) - real) / 1000;
    const limit = onTheRoad(passage) ? 1 : Math.max(1, (4 * passage.standard_error_ms) / 1000);
    assert.ok(error <= limit, `${error} s from the truth: ${JSON.stringify(passage)}`);
  }
  const { bib } = passages.find(onTheRoad);
  await until('the board shows it', () =>
    page.$eval(`#board [data-bib="${bib}"] .point`, (cell) => cell.textContent.startsWith('Chapel')));
  await close();
});

const rowOf = (page, bib, cell) => page.textContent(`#board [data-bib="${bib}"] ${cell}`);

test('what officials say with their command is on the board, in the results and in REST', async () => {
  const { page, close } = await open();
  await until('bib 4 is out', async () => /did not finish/.test(await rowOf(page, 4, '.state')));
  const standing = (await api('standings')).rows.find((row) => row.bib === '4');
  assert.equal(standing.status, 'did_not_finish');
  assert.equal(standing.rank, null);
  await until('the results say so', async () =>
    /DNF/.test(await page.textContent('#results tr:has(td.bib:text-is("4")) td.rank')));
  const corrected = await until('the passage that a marshal timed', async () =>
    (await api('passages')).passages.find((passage) => passage.bib === '2' && passage.source === 'official'));
  assert.equal(corrected.point, 'chapel-out');
  assert.equal(corrected.standard_error_ms, 100);
  await page.click('#board [data-bib="2"] .name button');
  await until('the card says who timed it', async () => /corrected/.test(await page.textContent('#card ol')));
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: path.join(pictures, `acts-${width}.png`), fullPage: true });
  }
  await close();
});

/** The words of who is expected where, by bib; the board has room for their span alone. */
const expectedOf = (page) =>
  page.$$eval('#board [data-bib]', (rows) =>
    Object.fromEntries(rows.map((row) => [row.dataset.bib, [...row.querySelectorAll('.eta')].map((each) => each.title)])));

test('the page says when athletes are expected, with and without JavaScript, and in REST', async () => {
  const words = /^.+ (about \d\d:\d\d \(\d\d:\d\d–\d\d:\d\d\)|roughly \d\d:\d\d \(\d\d:\d\d–\d\d:\d\d\)|between \d\d:\d\d and \d\d:\d\d)$/;
  const live = await open();
  const still = await open({ javaScriptEnabled: false });
  await live.page.waitForSelector('#board .eta.goal');
  const shown = Object.values(await expectedOf(live.page)).flat();
  for (const each of shown) assert.match(each, words);
  for (const each of await live.page.$$eval('#board .eta', (etas) => etas.map((eta) => eta.textContent))) {
    assert.match(each, /^.+ \d\d:\d\d–\d\d:\d\d$/);
  }
  assert.ok(shown.some((each) => each.startsWith('Finish')), `nobody is expected at the finish: ${shown}`);
  await until('both pages expect somebody alike', async () => {
    await still.page.reload();
    const [a, b] = [await expectedOf(live.page), await expectedOf(still.page)];
    return Object.keys(a).some((bib) => a[bib].length === 2 && JSON.stringify(a[bib]) === JSON.stringify(b[bib]));
  });
  const standings = await api('standings');
  const etas = standings.rows.flatMap((row) => row.eta);
  assert.ok(etas.length > 0);
  for (const eta of etas) {
    assert.ok(Date.parse(eta.p10) <= Date.parse(eta.p50) && Date.parse(eta.p50) <= Date.parse(eta.p90), JSON.stringify(eta));
    assert.ok(Date.parse(eta.p90) > Date.parse(standings.as_of) - 120_000, `it is past: ${JSON.stringify(eta)}`);
  }
  await live.page.click(`#board [data-bib="${Object.entries(await expectedOf(live.page)).find(([, eta]) => eta.length)[0]}"] .name button`);
  await until('the card says it', async () => (await live.page.textContent('#card dl')).includes('Expected'));
  assert.match(await live.page.textContent('#card dl'), /by own pace/);
  await live.close();
  await still.close();
});

test('the page without JavaScript shows the same standings', async () => {
  const live = await open();
  const still = await open({ javaScriptEnabled: false });
  await dotsOf(live.page);
  await until('both boards agree', async () => {
    await still.page.reload();
    const [a, b] = [await boardOf(live.page), await boardOf(still.page)];
    return a.length === 12 && JSON.stringify(a) === JSON.stringify(b);
  });
  assert.equal(await still.page.locator('#start-list tbody tr').count(), 12);
  assert.ok((await still.page.locator('#course path.leg').count()) > 0);
  assert.ok((await still.page.locator('#profile-drawing path').count()) > 0);
  await until('somebody has a split', async () => {
    await still.page.reload();
    return (await still.page.locator('#splits-section tbody tr').count()) > 0;
  }, 150_000);
  await still.page.screenshot({ path: path.join(pictures, 'without-script.png') });
  await live.close();
  await still.close();
});

test('an athlete can be followed, and the address says whom', async () => {
  const { page, close } = await open();
  await dotsOf(page);
  await page.click('#board [data-bib="3"] .name button');
  await until('the card is filled', () => page.isVisible('#card dl dt'));
  assert.equal(await page.textContent('.big-bib'), '3');
  assert.match(page.url(), /\?follow=3$/);
  await page.click('#card-close');
  await until('it is closed', () => page.isHidden('#card'));
  assert.equal(new URL(page.url()).search, '');
  await page.goto(`${demo.url}?follow=3&v=splits`);
  await until('the card of a shared link is open', async () => /^3$/.test(await page.textContent('.big-bib')));
  assert.equal(await page.getAttribute('#tab-splits', 'aria-selected'), 'true');
  await close();
});

await import('./address_tests.mjs');
runTests();
await import('./picture_tests.mjs');
await import('./stage_tests.mjs');
await import('./access_tests.mjs');
await import('./graph_tests.mjs');
runTests();
