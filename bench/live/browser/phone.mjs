// What a phone's user waits for: URL RUNS MAP. Each run is a new visitor with nothing in the cache, on a processor of a quarter
// and a mobile line. Says per run, in milliseconds: "lcp" the largest paint, "board" the live board, "map" map and dots,
// "blocked" what tasks of more than 50 ms took beyond that until the map stood, "inp" the longest of six taps,
// and "tap NUMBER MS" of each. MAP is "drawn", or "flat": without WebGL the server's map stays.
import { graphics, patienceMs, phone, say, withBrowser } from './chromium.mjs';

const [url, runs, mapKind] = process.argv.slice(2);
const isFlat = mapKind === 'flat';
const flatQuietMs = 3000; // no mark says that no map will come

const slowdown = 4;
const line = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };

/** In the page, before its scripts. */
function observe() {
  const seen = (globalThis.seen = { lcp: 0, blocked: 0, taps: new Map() });
  const watch = (type, take, more = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more });
  watch('largest-contentful-paint', (entry) => (seen.lcp = entry.startTime));
  watch('longtask', (entry) => (seen.blocked += entry.duration - 50));
  const tap = ({ interactionId, duration }) => {
    if (interactionId) seen.taps.set(interactionId, Math.max(seen.taps.get(interactionId) ?? 0, duration));
  };
  watch('event', tap, { durationThreshold: 16 });
}

const markOf = (page, name) =>
  page
    .waitForFunction((mark) => performance.getEntriesByName(mark)[0]?.startTime, name, { timeout: patienceMs, polling: 100 })
    .then((handle) => handle.jsonValue());

/** By coordinates, as a finger does: what lies over it is tapped instead. */
async function tap(page, selector) {
  const box = await page.locator(selector).first().boundingBox();
  if (!box) throw new Error(`nothing to tap: ${selector}`);
  await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForTimeout(1500); // a second's update comes between
}

const taps = ['#sheet-larger', '#tab-category', '#tab-splits', '#tab-overall', '#board [data-bib] .name button', '#card-close'];

async function visit(browser) {
  const context = await browser.newContext(phone);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', line);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await page.addInitScript(observe);
  await page.goto(url, { waitUntil: 'commit' });
  const board = await markOf(page, 'lanterne:board');
  const map = isFlat ? 0 : await markOf(page, 'lanterne:map');
  if (isFlat) await page.waitForTimeout(flatQuietMs);
  const { lcp, blocked } = await page.evaluate(() => globalThis.seen);
  for (const each of taps) await tap(page, each);
  const all = await page.evaluate(() => [...globalThis.seen.taps.values()]);
  await context.close();
  say('lcp', lcp);
  say('board', board);
  if (!isFlat) say('map', map);
  say('blocked', blocked);
  all.forEach((duration, index) => say('tap', index + 1, duration));
  say('inp', Math.max(...all));
}

await withBrowser(async (browser) => {
  for (let run = 0; run < Number(runs); run++) await visit(browser);
}, isFlat ? graphics.none : graphics.software);
