// When the fixes of some athletes were drawn: URL SECONDS BIB...
// Says "drawn BIB FIX HEARD DRAWN" of each fix: race time of the fix, wall time at which the page heard it, and wall time
// at which the frame of the screen after the one that first drew by it began; all in milliseconds.
import { patienceMs, say, withBrowser } from './chromium.mjs';

const [url, seconds, ...bibs] = process.argv.slice(2);

/** In the page, before its scripts: notes when each message of a socket came. */
function noteMessages() {
  globalThis.WebSocket = class extends WebSocket {
    constructor(...words) {
      super(...words);
      this.addEventListener('message', () => (globalThis.heardAt = Date.now()));
    }
  };
}

/** In the page, on each frame of the screen: what is seen there for the first time was drawn in this frame, or the one before. */
function watchFrames(bibs) {
  const known = new Map();
  globalThis.drawn = [];
  const look = () => {
    const fresh = bibs.filter((bib) => globalThis.lanterneFixOf?.(bib) !== known.get(bib));
    for (const bib of fresh) known.set(bib, globalThis.lanterneFixOf(bib));
    const heardAt = globalThis.heardAt;
    if (fresh.length > 0) {
      requestAnimationFrame(() => {
        const now = Date.now();
        globalThis.drawn.push(...fresh.map((bib) => [bib, known.get(bib), heardAt, now]));
      });
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

await withBrowser(async (browser) => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.addInitScript(noteMessages);
  await page.goto(url);
  await page.waitForFunction(() => document.querySelector('.race-map .dots-canvas') && globalThis.lanterneFixOf, null, { timeout: patienceMs });
  await page.waitForFunction((all) => all.every((bib) => globalThis.lanterneFixOf(bib) !== undefined), bibs, { timeout: patienceMs });
  await page.evaluate(watchFrames, bibs);
  await page.waitForTimeout(Number(seconds) * 1000);
  const drawn = await page.evaluate(() => globalThis.drawn);
  for (const each of drawn.slice(bibs.length)) say('drawn', ...each); // the first of each was known before
});
