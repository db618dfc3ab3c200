// What each second's update of a long board costs: URL SECONDS. Reads a trace of the page: the frame of each second with
// the most script is the one that updates the board. Says "script" and "layout" of each, milliseconds beyond what the
// median frame takes; script with what it calls, layout with style.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { patienceMs, say, withBrowser } from './chromium.mjs';

const [url, seconds] = process.argv.slice(2);
const microsPerMs = 1000;
const microsPerSecond = 1_000_000;

/** In the page, before its scripts: no map, whose frames are not the board's. */
function withoutWebGl() {
  const real = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return kind === 'webgl2' ? null : real.call(this, kind, ...rest);
  };
}

/** The animation frames of the page's main thread: when each began, with its script and its layout. */
function framesOf(events) {
  const ours = events.find((event) => event.name === 'FireAnimationFrame');
  const thread = events.filter((event) => event.pid === ours.pid && event.tid === ours.tid && event.ph === 'X');
  const frames = [];
  for (const { name, ts, dur } of thread.sort((a, b) => a.ts - b.ts)) {
    if (name === 'FireAnimationFrame') frames.push({ ts, script: dur / microsPerMs, layout: 0 });
    else if ((name === 'UpdateLayoutTree' || name === 'Layout') && frames.length > 0) frames[frames.length - 1].layout += dur / microsPerMs;
  }
  return frames;
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

function sayUpdates(frames) {
  const ordinary = { script: median(frames.map((frame) => frame.script)), layout: median(frames.map((frame) => frame.layout)) };
  const bySecond = new Map();
  for (const frame of frames) {
    const second = Math.floor((frame.ts - frames[0].ts) / microsPerSecond);
    const most = bySecond.get(second);
    if (!most || frame.script > most.script) bySecond.set(second, frame);
  }
  for (const { script, layout } of bySecond.values()) {
    say('script', script - ordinary.script);
    say('layout', layout - ordinary.layout);
  }
}

const folder = await mkdtemp(path.join(tmpdir(), 'lanterne-board-'));
try {
  await withBrowser(async (browser) => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.addInitScript(withoutWebGl);
    await page.goto(url);
    const isWhole = () => {
      const race = document.querySelector('#race');
      return race && document.querySelectorAll('#board .row[data-bib]').length >= JSON.parse(race.textContent).entries.length;
    };
    await page.waitForFunction(isWhole, null, { timeout: patienceMs, polling: 500 });
    const file = path.join(folder, 'trace.json');
    await browser.startTracing(page, { path: file, categories: ['devtools.timeline'] });
    await page.waitForTimeout(Number(seconds) * 1000);
    await browser.stopTracing();
    sayUpdates(framesOf(JSON.parse(await readFile(file, 'utf8')).traceEvents));
  });
} finally {
  await rm(folder, { recursive: true });
}
