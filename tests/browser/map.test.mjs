// The map by itself in a real browser: what it draws, what it asks for, and what a frame of it costs.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { patienceMs, sourceFolder, until } from './demo.mjs';
import { picture, pmtiles } from './made_maps.mjs';
import { buildPage, policyWith, servePage, serveTiles } from './map_server.mjs';

const buildFolder = process.env.LANTERNE_BUILD_FOLDER ?? path.join(sourceFolder, 'build/dev');
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
const software = ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];
const magenta = [200, 30, 160];

let pages;
let tiles;
let browser;

before(async () => {
  pages = await servePage(await buildPage(path.join(buildFolder, 'browser/map')));
  tiles = await serveTiles(picture(magenta));
  browser = await chromium.launch({ executablePath, args: software });
});

after(async () => {
  await browser?.close();
  for (const each of [pages, tiles]) {
    each?.server.closeAllConnections();
    each?.server.close();
  }
});

async function open(query, { viewport = { width: 800, height: 700 }, pixelRatio = 1, policy = policyWith('') } = {}) {
  pages.state.policy = policy;
  const context = await browser.newContext({ viewport, deviceScaleFactor: pixelRatio });
  const page = await context.newPage();
  const faults = [];
  const asked = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${pages.origin}/?${new URLSearchParams(query)}`);
  await page.waitForFunction(() => window.lanterne || document.title.startsWith('failed'), null, { timeout: patienceMs });
  return { page, faults, asked, close: () => context.close() };
}

let opened;

/** One page for all who only look at it or touch it: a page costs seconds, its map is drawn in software. */
async function shared() {
  opened ??= open({ n: 20 }, { pixelRatio: 2 });
  const own = await opened;
  await own.page.evaluate(() => window.lanterne.map.fit());
  return own;
}

/** It draws on for as long as it is open, at the cost of the others. */
async function closeShared() {
  await (await opened)?.close();
  opened = undefined;
}

const drawnBy = (page, layer) =>
  page.evaluate((id) => {
    const { map } = window.lanterne.map;
    return map.getLayer(id) ? map.queryRenderedFeatures({ layers: [id] }).length : 0;
  }, layer);

/** Red, green and blue of a pixel of the page as it is seen. */
async function colourAt(page, x, y) {
  const shot = (await page.screenshot({ clip: { x, y, width: 1, height: 1 } })).toString('base64');
  const blank = await browser.newPage();
  const colour = await blank.evaluate(async (png) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
    const context = new OffscreenCanvas(1, 1).getContext('2d');
    context.drawImage(image, 0, 0);
    return [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  }, shot);
  await blank.close();
  return colour;
}

const isLike = (colour, wanted) => colour.every((each, index) => Math.abs(each - wanted[index]) < 12);

test('the map stands with labels and arrows, asks nobody but its server, and keeps to the policy', async () => {
  const { page, faults, asked } = await shared();

  await until('names of gates are drawn', () => drawnBy(page, 'gate-names'), patienceMs);
  await until('kilometres are drawn', () => drawnBy(page, 'kilometres'), patienceMs);
  await until('arrows are drawn', () => drawnBy(page, 'leg-0-arrows'), patienceMs);
  await until('the graticule is drawn', () => drawnBy(page, 'grid'), patienceMs);

  assert.deepEqual(asked.filter((url) => !url.startsWith(pages.origin) && !/^(blob|data):/.test(url)), []);
  assert.deepEqual(faults, []);
});

test('dots are where MapLibre would put their places, also on a turned map', async () => {
  const { page } = await shared();

  for (const bearing of [0, 70]) {
    const furthest = await page.evaluate(async (turn) => {
      const { map, page: bench } = window.lanterne;
      map.map.jumpTo({ bearing: turn });
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      map.draw(bench.dots, performance.now() + 5000);
      const distances = bench.dots.map((dot) => {
        const [ours, theirs] = [map.pixelOf(dot.bib), map.map.project([...dot.place])];
        return ours ? Math.hypot(ours.x - theirs.x, ours.y - theirs.y) : 0;
      });
      return Math.max(...distances);
    }, bearing);
    assert.ok(furthest < 0.6, `${furthest} pixels apart at a bearing of ${bearing}`);
  }
  await page.evaluate(() => window.lanterne.map.map.jumpTo({ bearing: 0 }));
});

test('a tap on a dot says who it is, beside all dots nobody', async () => {
  const { page } = await shared();
  await page.waitForFunction(() => window.lanterne.map.pixelOf('1') && !window.lanterne.map.map.isMoving());
  // A frame later, so that the dot is where the view has come to rest.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

  const { x, y } = await page.evaluate(() => window.lanterne.map.pixelOf('1'));
  await page.mouse.click(x, y);
  await until('the leader was meant', () => page.evaluate(() => window.lanterne.page.tapped === '1'), patienceMs);
  await page.mouse.click(400, 250);
  await until('nobody was meant', () => page.evaluate(() => window.lanterne.page.tapped === undefined), patienceMs);
});

test('the camera follows until somebody drags the map', async () => {
  const { page, close } = await open({ n: 20, follow: '5' });
  const zoom = () => page.evaluate(() => window.lanterne.map.map.getZoom());
  await until('the camera has come to the athlete', async () => (await zoom()) >= 13.9, patienceMs);

  await page.mouse.move(300, 300);
  await page.mouse.down();
  await page.mouse.move(380, 330, { steps: 5 });
  await page.mouse.up();

  await until('following has ended', () => page.evaluate(() => window.lanterne.page.followEnded === 1), patienceMs);
  await close();
});

test('arrows and plus move the map that has the focus', async () => {
  const { page } = await shared();
  await page.waitForFunction(() => !window.lanterne.map.map.isMoving());
  const view = () => page.evaluate(() => [window.lanterne.map.map.getCenter().lng, window.lanterne.map.map.getZoom()]);
  const [lon, zoom] = await view();

  await page.focus('.maplibregl-canvas');
  await page.keyboard.press('ArrowRight');
  await until('the map has moved', async () => (await view())[0] > lon, patienceMs);
  await page.keyboard.press('+');

  await until('the map is nearer', async () => (await view())[1] > zoom, patienceMs);
});

test('its canvases keep their size, and the course survives a change of the theme', async () => {
  const { page, faults } = await shared();
  const sizes = () => page.$$eval('canvas', (all) => all.map(({ width, height }) => `${width}x${height}`));
  const before = await sizes();

  await page.evaluate(() => ['dark', 'sun'].forEach((theme) => {
    window.lanterne.map.setTheme(theme);
    window.lanterne.profile.setTheme(theme);
  }));
  await until('the course is drawn anew', () => drawnBy(page, 'leg-0-sport'), patienceMs);
  await until('its arrows too', () => drawnBy(page, 'leg-0-arrows'), patienceMs);

  assert.deepEqual(await sizes(), before);
  assert.deepEqual(faults, []);
  await closeShared();
});

test('land and coast are drawn, and the view stays where they are known', async () => {
  pages.state.land = JSON.stringify({
    type: 'FeatureCollection', bbox: [-3.6, 47.2, -2.5, 48],
    features: [
      { type: 'Feature', properties: { kind: 'land' }, geometry: { type: 'MultiPolygon', coordinates: [[[[-3.6, 47.6], [-2.5, 47.6], [-2.5, 48], [-3.6, 48], [-3.6, 47.6]]]] } },
      { type: 'Feature', properties: { kind: 'coast' }, geometry: { type: 'MultiLineString', coordinates: [[[-3.6, 47.6], [-2.5, 47.6]]] } },
    ],
  });
  const { page, faults, close } = await open({ n: 20, land: '/land.geojson' });

  await until('land is drawn', () => drawnBy(page, 'land'), patienceMs);
  await until('the coast is drawn', () => drawnBy(page, 'coast'), patienceMs);
  const [sea, land] = await until('sea and land differ', async () => {
    const [south, north] = [await colourAt(page, 250, 545), await colourAt(page, 250, 12)];
    return !isLike(south, north) && [south, north];
  }, patienceMs);
  await page.evaluate(() => window.lanterne.map.map.jumpTo({ center: [20, 10], zoom: 3 }));
  const center = await page.evaluate(() => window.lanterne.map.map.getCenter().lng);

  assert.ok(sea[2] > sea[0] + 15, `this is no sea: ${sea}`);
  assert.ok(land[0] > land[2], `this is no land: ${land}`);
  assert.ok(center < -2.5, 'the view left what is known');
  assert.deepEqual(faults, []);
  await close();
});

const credit = { attribution: '<b>Example</b> contributors', attribution_link: 'https://example.org/copyright' };

test('tiles of another server lie below the course, with their credit as text, when the policy lets them in', async () => {
  const basemap = { kind: 'raster', url: `${tiles.origin}/{z}/{x}/{y}.png`, max_zoom: 19, tile_size: 256, ...credit };
  const query = { n: 20, basemap: JSON.stringify(basemap) };

  const shut = await open(query);
  await until('the policy has refused tiles', () => shut.faults.some((each) => /Content Security Policy/.test(each)), patienceMs);
  assert.equal(tiles.state.asked, 0);
  await shut.close();
  const { page, faults, close } = await open(query, { policy: policyWith(` ${tiles.origin}`) });
  await until('a tile is seen', async () => isLike(await colourAt(page, 700, 500), magenta), patienceMs);

  assert.deepEqual(faults, []);
  assert.equal(await page.textContent('.map-credits'), credit.attribution);
  assert.equal(await page.getAttribute('.map-credits a', 'href'), credit.attribution_link);
  assert.equal(await page.$('.map-credits b'), null);
  await close();
});

test('a picture with known corners lies where they are', async () => {
  pages.state.file = picture(magenta);
  const corners = [[-3.1, 47.62], [-3.06, 47.62], [-3.06, 47.58], [-3.1, 47.58]];
  const { page, faults, close } = await open({ n: 20, basemap: JSON.stringify({ kind: 'image', url: '/basemap/file', corners, ...credit }) });
  const pixel = (place) => page.evaluate((at) => window.lanterne.map.map.project(at), place);
  const inside = await pixel([-3.075, 47.592]);
  const outside = await pixel([-3.055, 47.592]);

  await until('it is seen', async () => isLike(await colourAt(page, inside.x, inside.y), magenta), patienceMs);

  assert.ok(!isLike(await colourAt(page, outside.x, outside.y), magenta));
  assert.deepEqual(faults, []);
  await close();
});

test('a PMTiles file is read by ranges and drawn', async () => {
  pages.state.file = pmtiles();
  const { page, faults, close } = await open({ n: 20, basemap: JSON.stringify({ kind: 'pmtiles', url: '/basemap/file', flavor: 'light', ...credit }) });

  await until('its earth is drawn', () => drawnBy(page, 'base-earth'), patienceMs);

  assert.ok(pages.state.ranges > 0, 'nobody asked for a range');
  assert.deepEqual(faults, []);
  await close();
});

test('a browser without WebGL is told so, and nothing else happens', async () => {
  const plain = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-3d-apis'] });
  pages.state.policy = policyWith('');
  const page = await plain.newPage();

  await page.goto(`${pages.origin}/?n=5`);
  await page.waitForFunction(() => document.title.startsWith('failed'), null, { timeout: patienceMs });

  assert.match(await page.title(), /no WebGL 2/);
  await plain.close();
});

test('500 athletes who all move: what a frame costs is printed', async () => {
  const { page, close } = await open({ n: 500, rate: 60 }, { viewport: { width: 390, height: 844 }, pixelRatio: 2 });
  await page.waitForFunction(() => window.lanterne.page.map.length >= 60, null, { timeout: patienceMs });

  const parts = await page.evaluate(() => {
    const middle = (times) => [...times].sort((a, b) => a - b)[times.length >> 1];
    const { place, map, profile } = window.lanterne.page;
    return { place: middle(place), map: middle(map), profile: middle(profile) };
  });

  const all = parts.place + parts.map + parts.profile;
  console.log(`script a frame, 500 athletes, 390 x 844 at 2 pixels each: ${all.toFixed(2)} ms (${JSON.stringify(parts)})`);
  await close();
});
