// What a spectator does with the live page: favourites, splits, feed, time bar, languages, the other views.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { until } from './demo.mjs';
import { demo, dotsOf, open, test } from './spectator.mjs';

const bibsOf = (page) => page.$$eval('#board [data-bib]', (rows) => rows.map((row) => row.dataset.bib));
const pillOf = (page) => page.textContent('.pill');

test('favourites are kept by the browser, and stand alone under their tab', async () => {
  const { page, faults, close } = await open();
  await page.waitForSelector('#board [role=row][data-bib]');
  await page.click('#board [data-bib="5"] .star button');
  await page.click('#tab-favourites');
  await until('the favourite stands alone', async () => (await bibsOf(page)).join() === '5');
  await page.reload();
  await page.click('#tab-favourites');
  await until('it still does', async () => (await bibsOf(page)).join() === '5');
  assert.deepEqual(faults, []);
  await close();
});

test('the board is searched and ordered, and the rankings of categories are its own', async () => {
  const { page, close } = await open();
  await page.waitForSelector('#board [role=row][data-bib]');
  const name = await page.textContent('#board [data-bib="7"] .name button');
  await page.fill('#search', name.slice(0, 5).toUpperCase());
  await until('who was searched is found', async () => (await bibsOf(page)).includes('7') && (await bibsOf(page)).length < 12);
  await page.fill('#search', '');
  await page.selectOption('.tools select', 'bib');
  await until('the order is that of bibs', async () => {
    const bibs = (await bibsOf(page)).map(Number);
    return bibs.length === 12 && bibs.every((bib, index) => index === 0 || bib > bibs[index - 1]);
  });
  await page.click('#tab-category');
  await until('each category has its heading', async () => (await page.locator('#board .section').count()) >= 2);
  await close();
});

test('splits and feed tell who was where when', async () => {
  const { page, close } = await open({ where: '?v=splits' });
  await page.waitForSelector('#splits tbody tr');
  assert.match(await page.textContent('#splits tbody'), /\d:\d\d/);
  await page.click('#tab-feed');
  await page.waitForSelector('#feed li');
  assert.match(await page.textContent('#feed'), /(leads at|starts|finishes)/);
  assert.match(page.url(), /v=feed/);
  await close();
});

test('the race is paused, shown from a moment before, and live again', async () => {
  const { page, faults, close } = await open();
  await dotsOf(page);
  await page.waitForSelector('#moment');
  await until('a minute of the race was heard', () =>
    page.$eval('#moment', (range) => Number(range.max) - Number(range.min) > 60_000));
  await page.click('#play');
  await until('it is paused', async () => (await pillOf(page)) === 'Paused');
  const paused = await page.textContent('#clock');
  await page.focus('#moment');
  await page.keyboard.press('Home');
  await until('it shows an earlier moment', async () => (await page.textContent('#clock')) !== paused);
  assert.match(page.url(), /[?&]t=-?\d+/);
  await page.selectOption('#speed', '60');
  await until('it is replayed', async () => /^Replay, 60 ×$/.test(await pillOf(page)));
  await page.click('#go-live');
  await until('it is live', async () => (await pillOf(page)) === 'Live' && !page.url().includes('t='));
  assert.deepEqual(faults, []);
  await close();
});

test('a page without a network says so, and since when it stands still', async () => {
  const { page, close } = await open();
  await page.waitForSelector('#board [role=row][data-bib]');
  await page.context().setOffline(true);
  await until('it says so', async () => /no network.*frozen at \d\d:\d\d/.test(await page.textContent('#live')));
  await page.context().setOffline(false);
  await until('it is over', async () => (await page.locator('.banner.warning').count()) === 0);
  await close();
});

test('who reads French is met in French, with and without JavaScript', async () => {
  for (const javaScriptEnabled of [true, false]) {
    const { page, close } = await open({ locale: 'fr-FR', javaScriptEnabled });
    assert.equal(new URL(page.url()).pathname, `/fr/r/${demo.slug}`);
    await until('the board is in French', async () =>
      (await page.textContent(javaScriptEnabled ? '#live' : '#board')).includes(javaScriptEnabled ? 'Général' : 'Classement'));
    assert.equal(await page.getAttribute('#other-language', 'href'), `/en/r/${demo.slug}`);
    await close();
  }
});

test('a page that embeds the race is told how high it is', async () => {
  const page = `<script>addEventListener('message', ({ data }) => { if (data?.lanterne === 'height') told = data.height; })</script>
    <iframe src="${demo.url}/embed"></iframe>`;
  const server = createServer((_, answer) => answer.setHeader('Content-Type', 'text/html').end(page));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { page: around, close } = await open({ where: '/' });
  await around.goto(`http://127.0.0.1:${server.address().port}/`);
  const height = await until('it is told', () => around.evaluate(() => globalThis.told));
  assert.ok(height > 300, `${height} px`);
  await close();
  server.close();
});

test('a broadcast shows the leader over nothing', async () => {
  const { page, faults, close } = await open({ where: `/r/${demo.slug}/tv`, viewport: { width: 1280, height: 720 } });
  await page.waitForSelector('.tv-third');
  await until('who leads is shown', async () => (await page.locator('.tv-line .who').count()) > 0);
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(ground, 'rgba(0, 0, 0, 0)');
  assert.deepEqual(faults, []);
  await close();
});
