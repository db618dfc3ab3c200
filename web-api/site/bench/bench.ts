import { type Dot, DotPlacer } from '../src/core/dots';
import type { Basemap, Race } from '../src/core/model';
import { RaceStore } from '../src/core/store';
import { openMap } from '../src/map';
import { openProfile } from '../src/profile';
import type { ThemeName } from '../src/map/theme';
import { frameOf, raceOf } from './field';

// Map and profile by themselves, with as many athletes as ?n= says: what a frame costs, for who measures it.

const asked = new URLSearchParams(location.search);
const race: Race = {
  ...raceOf(Number(asked.get('n') ?? 500), Number(asked.get('rate') ?? 1)),
  basemap: JSON.parse(asked.get('basemap') ?? 'null') as Basemap | null,
  land: asked.get('land'),
};
const theme = (asked.get('theme') ?? 'light') as ThemeName;
const categoryColours = ['#e69f00', '#56b4e9', '#009e73', '#cc79a7'];
const common = {
  theme, reducedMotion: false, onTap: (bib: string | undefined) => (page.tapped = bib),
  colours: (category: number) => categoryColours[category % 4]!,
};

/** Milliseconds of script a frame, by part, and the times of the frames. */
const page = {
  place: [] as number[], map: [] as number[], profile: [] as number[], frames: [] as number[],
  tapped: undefined as string | undefined, ready: 0, followEnded: 0, dots: [] as readonly Dot[],
};

document.body.dataset.theme = theme;

async function run(): Promise<void> {
  const store = new RaceStore(race);
  const placer = new DotPlacer(store);
  const map = await openMap(document.getElementById('map')!, race, {
    ...common,
    words: { title: 'Map', zoomIn: 'Zoom in', zoomOut: 'Zoom out', north: 'North up', grade: 'Slope', coast: 'Coast: Natural Earth' },
  });
  const profile = openProfile(document.getElementById('profile')!, race, common);
  profile.onAlong((along) => map.showAlong(along));
  map.onAlong((along) => profile.showAlong(along));
  map.onView((stretches) => profile.showView(stretches));
  map.onFollowEnd(() => page.followEnded++);
  page.ready = performance.now();
  let second = 0;
  store.apply(frameOf(race, second), performance.now());
  setInterval(() => store.apply(frameOf(race, ++second), performance.now()), 1000);
  const selected = asked.get('follow') ?? undefined;
  map.follow(selected);
  const favourites = new Set(['3', '11']);
  const draw = (now: number) => {
    const began = performance.now();
    const dots = placer.place(store.raceTime(now)!, now, store.rate, selected, favourites);
    page.dots = dots;
    const placed = performance.now();
    map.draw(dots, now);
    const drawn = performance.now();
    profile.draw(dots, now);
    page.place.push(placed - began);
    page.map.push(drawn - placed);
    page.profile.push(performance.now() - drawn);
    page.frames.push(now);
    requestAnimationFrame(draw);
  };
  requestAnimationFrame(draw);
  Object.assign(window, { lanterne: { page, map, profile, race } });
}

run().catch((error: unknown) => (document.title = `failed: ${String(error)}`));
