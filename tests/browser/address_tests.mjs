// What an address says of time: how far behind the race a page stays, and the moment that it shows.
import assert from 'node:assert/strict';
import { patienceMs, until } from './demo.mjs';
import { open, test } from './spectator.mjs';

const rate = 15; // race seconds a second, of the demo

/** Race seconds since the start, as the page shows them; undefined before it knows them. */
async function clockOf(page) {
  const shown = (await page.textContent('#clock')).match(/^(?:(\d+):)?(\d+):(\d\d)$/);
  if (!shown) return undefined;
  const [, hours = 0, minutes, seconds] = shown;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

const pillOf = (page) => page.textContent('.pill');
/** How many are shown as having passed a point behind the start. */
const underWay = (page) =>
  page.$$eval('#board [data-bib] .point', (cells) => cells.filter(({ textContent }) => /^[^–\s]/.test(textContent) && !textContent.startsWith('Start')).length);

test('a page with a delay stays that far behind the race, and says so', async () => {
  const delay = 300;
  const slack = 10 * rate; // two pages do not draw in the same moment
  const late = await open({ where: `?delay=${delay}` });
  const live = await open();
  await until('the race is under way for who sees it late', async () =>
    (await pillOf(late.page)) === `Live, ${delay} s later` && (await clockOf(late.page)) > 0);

  const before = await clockOf(late.page);
  const now = await clockOf(live.page);
  const after = await clockOf(late.page);

  assert.equal(await pillOf(live.page), 'Live');
  assert.ok(now - before >= delay - slack, `${now - before} s behind, before`);
  assert.ok(now - after <= delay + slack, `${now - after} s behind, after`);
  assert.equal(new URL(late.page.url()).search, `?delay=${delay}`);
  assert.deepEqual([...late.faults, ...live.faults], []);
  await late.close();
  await live.close();
});

test('a page whose address has a moment opens with the race as it was then', async () => {
  const moment = 60;
  const live = await open();
  await until('somebody is under way', async () => (await underWay(live.page)) > 0);

  const { page, faults, close } = await open({ where: `?t=${moment}` });

  await until('it is replayed', async () => (await pillOf(page)) === 'Replay, 1 ×');
  await until('all are as they were', async () => (await underWay(page)) === 0);
  const shown = await clockOf(page);
  assert.ok(shown >= moment && shown <= moment + (2 * patienceMs) / 1000, `${shown} s after the start`);
  assert.match(page.url(), /[?&]t=\d+/);
  await page.click('#go-live');
  await until('it has come to now', async () => /^(Live|Finished)$/.test(await pillOf(page)) && (await underWay(page)) > 0);
  assert.equal(new URL(page.url()).search, '');
  assert.deepEqual(faults, []);
  await close();
  await live.close();
});
