import { mount } from 'svelte';
import { readAddress } from './core/address';
import { DotPlacer } from './core/dots';
import { LiveFeed } from './core/live_feed';
import type { Race } from './core/model';
import { contextOf } from './panels/context';
import { renewDigest } from './panels/digest';
import { tellHeight } from './panels/embedded';
import { LivePage } from './panels/live_page.svelte';
import { keepResults } from './panels/results';
import Stage from './panels/Stage.svelte';
import StageHeader from './panels/StageHeader.svelte';
import { type Places, Surfaces } from './panels/surfaces.svelte';
import { followTheme } from './panels/theme.svelte';
import { loadMessages } from './words/messages';
import { Words } from './words/words';

// The island that upgrades a race page. The server has rendered the same content; here it begins to move.

function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as T;
}

function openSocket(page: LivePage): void {
  new LiveFeed({
    slug: page.race.slug,
    rate: page.player.heard.rate,
    onFrame: (frame) => page.take(frame, performance.now()),
    onChange: (connection) => (page.connection = connection),
    now: () => performance.now(),
  }).open();
  for (const change of ['online', 'offline']) {
    addEventListener(change, () => (page.isOnline = navigator.onLine));
  }
}

/** Draws everybody once a frame of the screen; asks for the map once the board stands. */
function animate(page: LivePage, surfaces: Surfaces): void {
  const placer = new DotPlacer(page.player.shown);
  window.lanterneFixOf = (bib) => placer.fixTimeOf(bib);
  let isMapWanted = true;
  const draw = (now: number) => {
    const moment = page.step(now);
    if (moment) {
      surfaces.draw(placer.place(moment.raceTime, now, moment.rate, page.followed, page.favourites), now);
      if (isMapWanted) void surfaces.open();
      isMapWanted = false;
    }
    requestAnimationFrame(draw);
  };
  requestAnimationFrame(draw);
}

declare global {
  interface Window {
    /** For tests: where an athlete is drawn, in pixels of the map. */
    lanternePixelOf?: (bib: string) => { x: number; y: number } | undefined;
    /** For who measures: race time of the fix by which an athlete is drawn, milliseconds. */
    lanterneFixOf?: (bib: string) => number | undefined;
  }
}

/** Over a broadcast or at the finish there is one component, and no map. */
async function showAlone(page: LivePage, kind: 'tv' | 'screen', target: HTMLElement): Promise<void> {
  const { default: View } = await (kind === 'tv' ? import('./panels/Tv.svelte') : import('./panels/Screen.svelte'));
  target.replaceChildren();
  mount(View, { target, context: contextOf(page) });
  const step = (now: number) => {
    page.step(now);
    requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}

function showStage(page: LivePage, target: HTMLElement): void {
  const [figure, board] = [byId('drawing'), byId('fallback-board')];
  target.replaceChildren();
  mount(StageHeader, { target: byId('live-header'), context: contextOf(page) });
  const onReady = (places: Places): void => {
    const surfaces = new Surfaces(page, places);
    window.lanternePixelOf = (bib) => surfaces.pixelOf(bib);
    animate(page, surfaces);
  };
  mount(Stage, { target, props: { figure, board, onReady }, context: contextOf(page) });
}

async function start(): Promise<void> {
  const race = JSON.parse(byId('race').textContent ?? '') as Race;
  const { lang: language, dataset } = document.documentElement;
  const words = new Words(await loadMessages(language), language, race.time_zone);
  const page = new LivePage(race, words, readAddress(location.search));
  openSocket(page);
  followTheme(page);
  document.documentElement.classList.add('upgraded');
  if (dataset.page === 'tv' || dataset.page === 'screen') {
    await showAlone(page, dataset.page, byId('live'));
    return;
  }
  showStage(page, byId('live'));
  if (dataset.page === 'embed') {
    tellHeight();
    return;
  }
  renewDigest(document, race.slug);
  keepResults(document, race.slug);
}

void start();
