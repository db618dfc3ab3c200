// What a frame with 500 athletes costs: FRAMES. The map and the profile by themselves (web-api/site/bench), at a rate at
// which everybody moves by more than half a pixel each frame. Says "place", "map" and "profile" of each frame: milliseconds
// of script to find out where everybody is, to draw them over the map, and on the profile.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildPage, servePage } from '../../../tests/browser/map_server.mjs';
import { patienceMs, say, withBrowser } from './chromium.mjs';

const frames = Number(process.argv[2]);
const warmUp = 60; // frames in which scripts are compiled and pictures of dots made

const folder = await mkdtemp(path.join(tmpdir(), 'lanterne-frames-'));
const pages = await servePage(await buildPage(folder));
try {
  await withBrowser(async (browser) => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 });
    await page.goto(`${pages.origin}/?n=500&rate=60`);
    const isDone = (count) => globalThis.lanterne?.page.profile.length >= count;
    await page.waitForFunction(isDone, warmUp + frames, { timeout: patienceMs, polling: 500 });
    const parts = await page.evaluate(() => globalThis.lanterne.page);
    for (const part of ['place', 'map', 'profile']) {
      for (const spent of parts[part].slice(warmUp, warmUp + frames)) say(part, spent);
    }
  });
} finally {
  pages.server.closeAllConnections();
  pages.server.close();
  await rm(folder, { recursive: true });
}
