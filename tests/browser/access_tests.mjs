// Whoever comes with whatever: small and wide screens, light and dark, a keyboard alone, a screen reader.
import assert from 'node:assert/strict';
import path from 'node:path';
import { faultsOf } from './axe.mjs';
import { until } from './demo.mjs';
import { demo, dotsOf, mapOf, open, pictures, test } from './spectator.mjs';

async function isNotWider(page, what) {
  const [content, view] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(content <= view, `${what}: ${content} px of content in ${view} px`);
}

for (const width of [390, 1280]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`nothing is wider than ${width} px, and nobody is kept out, ${colorScheme}`, async () => {
      const { page, close } = await open({
        where: '?follow=3', hasMap: true, viewport: { width, height: 844 }, colorScheme, deviceScaleFactor: width < 500 ? 2 : 1 });
      await mapOf(page);
      await dotsOf(page);
      await isNotWider(page, 'the race');
      await page.screenshot({ path: path.join(pictures, `race-${width}-${colorScheme}.png`) });
      assert.deepEqual(await faultsOf(page), [], 'the race');
      for (const view of ['splits', 'feed']) {
        await page.click(`#tab-${view}`);
        assert.deepEqual(await faultsOf(page), [], view);
      }
      for (const where of ['/', `/fr/r/${demo.slug}/embed`, `/r/${demo.slug}/tv`, `/r/${demo.slug}/screen`]) {
        await page.goto(demo.origin + where);
        await page.waitForLoadState('networkidle');
        await isNotWider(page, where);
        assert.deepEqual(await faultsOf(page), [], where);
      }
      await close();
    });
  }
}

test('nobody is kept out of the page without JavaScript', async () => {
  const { page, close } = await open({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
  await isNotWider(page, 'the race');
  // The drawing of the course took all of its section's height, and the heights lay over the standings.
  const [heights, standings] = [await page.locator('#profile-drawing').boundingBox(), await page.locator('#board').boundingBox()];
  assert.ok(heights.y + heights.height <= standings.y, `heights to ${heights.y + heights.height}, standings from ${standings.y}`);
  await page.screenshot({ path: path.join(pictures, 'without-script-390.png'), fullPage: true });
  await close();
});

/** Tab until the focus is there. */
async function tabTo(page, selector, most = 90) {
  for (let count = 0; count < most; count++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`${selector} cannot be reached by the keyboard`);
}

test('a keyboard is enough', async () => {
  const { page, close } = await open();
  await page.waitForSelector('#board [role=row][data-bib]');
  await tabTo(page, '[role=tab][aria-selected=true]');
  await page.keyboard.press('ArrowRight');
  await until('the next tab is shown', async () => (await page.getAttribute('#tab-category', 'aria-selected')) === 'true');
  await page.keyboard.press('ArrowLeft');
  await tabTo(page, '#search');
  await page.keyboard.type('3');
  await tabTo(page, '#board [data-bib="3"] .name button');
  await page.keyboard.press('Enter');
  await until('the athlete is followed', async () => (await page.textContent('.big-bib').catch(() => '')) === '3');
  await page.waitForSelector('#play:enabled'); // nothing can be played before the first message
  await tabTo(page, '#play');
  await page.keyboard.press('Enter');
  await until('the race is paused', async () => (await page.textContent('.pill')) === 'Paused');
  await close();
});

test('who does not see the map is told of the race', async () => {
  const { page, close } = await open({ hasMap: true });
  await until('the summary says how it stands', async () =>
    /^\d+ racing, \d+ finished\. Leader: \d+ \S+/.test(await page.textContent('#map-summary')));
  assert.equal(await page.getAttribute('#announcement', 'aria-live'), 'polite');
  const label = await page.waitForSelector('.race-map canvas[role=img]');
  await until('so does the map', async () => /racing/.test((await label.getAttribute('aria-label')) ?? ''));
  assert.match(await page.getAttribute('#moment', 'aria-valuetext'), /race time/);
  await close();
});
