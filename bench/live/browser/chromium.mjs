// Debian's Chromium, driven by the library that the tests of tests/browser brought.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

const { chromium } = createRequire(new URL('../../../tests/browser/package.json', import.meta.url))('playwright-core');

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);

/** How long a page may take to show a map that is drawn in software, on the slowest machine that we know of. */
export const patienceMs = 120_000;

/** With two pixels for each: here the processor draws what a phone's graphics processor does. */
export const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

/** WebGL by the processor; or none at all, so that a page shows the server's map. */
export const graphics = {
  software: ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  none: ['--disable-gpu', '--disable-3d-apis'],
};

/** Opens a browser for `work`, and closes it whatever comes; a page that fails ends this program. */
export async function withBrowser(work, drawnBy = graphics.software) {
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', ...drawnBy, '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
  try {
    await work(browser);
  } finally {
    await browser.close();
  }
}

/** A line that bench/live/seen.hpp reads. */
export function say(name, ...numbers) {
  console.log([name, ...numbers].join(' '));
}
