// A spectator for the tests: one demo and one browser for all of them.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { chromium } from 'playwright-core';
import { patienceMs, sourceFolder, startDemo, until } from './demo.mjs';

export const pictures = path.join(process.env.LANTERNE_BUILD_FOLDER ?? path.join(sourceFolder, 'build/dev'), 'browser');
const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);

/** Stands from the first test on. */
export let demo;
let browser;

before(async () => {
  mkdirSync(pictures, { recursive: true });
  demo = await startDemo();
  browser = await chromium.launch({
    executablePath: browserPath,
    args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
});

after(async () => {
  await browser?.close();
  const code = await demo?.stop();
  if (demo) assert.equal(code, 0, `the demo ended with ${code}:\n${demo.said().slice(-3000)}`);
});

/** Tests mostly wait for the race: so many at a time, each with a page of its own. More would draw too many maps at once. */
const atATime = 2;
const tests = [];

/** A test of the race that can be run beside the others. */
export const test = (name, act) => tests.push({ name, act });

/** Runs those that were told since it was last called. */
export const runTests = () =>
  describe('on the demo', { concurrency: atATime }, () => {
    for (const { name, act } of tests.splice(0)) it(name, act);
  });

export async function api(what) {
  const answer = await fetch(`${demo.origin}/api/v1/races/${demo.slug}/${what}`);
  assert.equal(answer.status, 200);
  return answer.json();
}

/** In the page: a browser that cannot draw the map. */
function withoutWebGl() {
  const real = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
    return kind === 'webgl2' ? null : real.call(this, kind, ...rest);
  };
}

/** A race has no tiles in its first seconds: the browser notes that it asked. */
const isAskedTooEarly = (message) => /\/live\/[^/]+\/(head|tiles)/.test(message.location().url);

/** The race's page, or another address of the demo. Without a map where none is asked for: drawing it costs seconds. */
export async function open({ where = '', hasMap = false, ...options } = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1, ...options });
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  const faults = [];
  if (!hasMap) await page.addInitScript(withoutWebGl);
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !isAskedTooEarly(message)) faults.push(`${message.text()} ${message.location().url}`);
  });
  await page.goto(where.startsWith('/') ? demo.origin + where : demo.url + where, { waitUntil: 'load' });
  return { page, faults, close: () => context.close() };
}

/** Rank, bib and last passage of each row. */
export const boardOf = (page) =>
  page.$$eval('#board [data-bib]', (rows) =>
    rows.map((row) => ['rank', 'bib'].map((name) => row.querySelector(`.${name}`).textContent).join(' ')));

/** Where each bib is drawn, in pixels of the map; only those that are. */
export const placesOf = (page) =>
  page.evaluate(() => {
    const bibs = JSON.parse(document.querySelector('#race').textContent).entries.map((entry) => entry.bib);
    const places = bibs.map((bib) => [bib, globalThis.lanternePixelOf?.(bib)]);
    return Object.fromEntries(places.filter(([, place]) => place).map(([bib, { x, y }]) => [bib, `${x.toFixed(1)} ${y.toFixed(1)}`]));
  });

/** Where dots are drawn once there are some: on the map when it stands, on the server's drawing until then. */
export const dotsOf = (page) =>
  until('dots are drawn', async () => {
    const places = await placesOf(page);
    return Object.keys(places).length > 0 && places;
  });

export const mapOf = (page) => page.waitForSelector('.race-map canvas');
