// The pictures that README opens with: made from the demo, so that they cannot grow old. LANTERNE_PICTURES=1 keeps them.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test'; // alone: its camera comes to rest only where frames are drawn in time
import { sourceFolder, until } from './demo.mjs';
import { dotsOf, mapOf, open, pictures, placesOf } from './spectator.mjs';

const most = 300_000; // bytes of a picture in the repository
const stillPixels = 6; // in half a second: an athlete moves, a camera on its way is faster

/** Pixels between two places as placesOf() writes them. */
function apart(one, other = 'NaN NaN') {
  const [[x0, y0], [x1, y1]] = [one, other].map((place) => place.split(' ').map(Number));
  return Math.hypot(x1 - x0, y1 - y0);
}

const shots = [
  { name: 'live-desktop.png', viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
  { name: 'live-phone.png', viewport: { width: 390, height: 844 }, deviceScaleFactor: 1.5 },
];

for (const { name, ...device } of shots) {
  test(`a picture is made: ${name}`, async () => {
    const { page, faults, close } = await open({ where: '?follow=7', hasMap: true, ...device });
    await mapOf(page);
    await dotsOf(page);
    if (device.viewport.width < 500) await page.click('#sheet-smaller');
    await until('the camera has come to who is followed, and rests', async () => {
      const before = (await placesOf(page))['7'];
      await page.waitForTimeout(500);
      return before !== undefined && apart(before, (await placesOf(page))['7']) < stillPixels;
    });
    const file = path.join(pictures, name);
    await page.screenshot({ path: file });
    assert.ok(statSync(file).size <= most, `${statSync(file).size} bytes`);
    assert.deepEqual(faults, []);
    if (process.env.LANTERNE_PICTURES) {
      mkdirSync(path.join(sourceFolder, 'docs/picture'), { recursive: true });
      copyFileSync(file, path.join(sourceFolder, 'docs/picture', name));
    }
    await close();
  });
}
