// The screen at the finish, in a real browser, of a real race that goes to its end.
import assert from 'node:assert/strict';
import { until, wantDemo } from './demo.mjs';

const raceMs = 300_000; // the third is there after a minute and a quarter, where nothing is slow
const mostArrived = 5;

wantDemo('--speed', '60', '--athletes', '6');
const spectator = await import('./spectator.mjs'); // starts it at once
const { api, open, runTests, test } = spectator;

/** Who is in one of the two lists, from above: bib and words. */
const listOf = (page, list) =>
  page.$$eval(`.screen section:nth-of-type(${list}) li`, (items) =>
    items.map((item) => ['.bib', '.who'].map((cell) => item.querySelector(cell).textContent)));
const expectedOf = async (page) => (await listOf(page, 1)).map(([bib]) => bib);
const arrivedOf = (page) => listOf(page, 2);

/** The same of who has finished as REST knows it, the last one first. */
async function finished() {
  const { passages } = await api('passages');
  const { rows } = await api('standings');
  const ends = new Map(passages.filter(({ point }) => point === 'finish').map(({ bib, time }) => [bib, Date.parse(time)]));
  return rows
    .filter(({ bib, status }) => status === 'finished' && ends.has(bib))
    .sort((a, b) => ends.get(b.bib) - ends.get(a.bib))
    .map(({ bib, rank, name }) => [bib, `${rank}. ${name}`]);
}

test('the screen at the finish says who comes, and who has just come, in which place', async () => {
  const { page, faults, close } = await open({ where: `/r/${spectator.demo.slug}/screen` });
  await page.waitForSelector('.screen');
  assert.deepEqual(await arrivedOf(page), []);

  const comes = await until('somebody is expected', async () => (await expectedOf(page))[0], raceMs);
  await until('who was expected has come', async () => (await arrivedOf(page)).some(([bib]) => bib === comes), raceMs);
  assert.ok(!(await expectedOf(page)).includes(comes), `${comes} is still expected`);
  await until('three and more are shown in their places, the last one first', async () => {
    const last = (await finished()).slice(0, mostArrived);
    return last.length >= 3 && JSON.stringify(await arrivedOf(page)) === JSON.stringify(last);
  }, raceMs);

  assert.deepEqual(faults, []);
  await close();
});

runTests();
