import { Map as MapLibreMap, NavigationControl, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import './map.css';
import type { Dot } from '../core/dots';
import type { CourseData, Race } from '../core/model';
import { makerOf } from './basemap';
import { CameraKeeper, fitPaddingOf } from './camera';
import { boundsOf } from './course_features';
import { CourseCursor } from './course_cursor';
import { Credits } from './credits';
import { GradeLegend } from './grade_legend';
import { Overlay } from './overlay';
import { Still } from './still_map';
import { type ThemeName, themes } from './theme';
import { workerUrl } from './worker_ahead';

/** What the map says by itself; everything else is the race's. */
export interface MapWords {
  title: string;
  zoomIn: string;
  zoomOut: string;
  north: string;
  /** Heading of the colours of slopes. */
  grade: string;
  /** Whose coast it is. */
  coast: string;
}

export interface MapOptions {
  theme: ThemeName;
  reducedMotion: boolean;
  /** Undefined: beside all dots. */
  onTap(bib: string | undefined): void;
  /** CSS colour of a category; "#rrggbb", so that the bib on it can be told from it. */
  colours(category: number): string;
  words: MapWords;
}

/** A live map. All pixels are CSS pixels of its host. */
export interface RaceMap {
  /** Each animation frame; cheap when nothing moved by half a pixel. `now` is performance.now(). */
  draw(dots: readonly Dot[], now: number): void;
  /** The camera goes with that athlete, until the user drags the map. */
  follow(bib: string | undefined): void;
  onFollowEnd(callback: () => void): void;
  /** The whole course. */
  fit(): void;
  setTheme(theme: ThemeName): void;
  /** From now on metres along are those of that course; at first of the race's own. */
  showCourse(course: CourseData): void;
  /** Marks the place so many metres along; undefined: none. */
  showAlong(along: number | undefined): void;
  /** Metres along under the pointer, where it is near the course. */
  onAlong(callback: (along: number | undefined) => void): void;
  /** Stretches of the course that are in view, metres along; at once, after each move and on another course. */
  onView(callback: (stretches: [number, number][]) => void): void;
  /** What a screen reader says of the map. */
  describe(text: string): void;
  /** Undefined: not on the screen. */
  pixelOf(bib: string): { x: number; y: number } | undefined;
  destroy(): void;
}

const loadLimitMs = 20_000;
const firstLeg = 'leg-0'; // as builtInStyle() names its source
const mostPixelRatio = 2;
const steppedMs = 1_000; // with reduced motion dots step once a second

/** Beyond two pixels each nobody sees more, and a phone with three would paint twice as many. */
function sharpest(): number {
  return Math.min(devicePixelRatio, mostPixelRatio);
}

function hasWebGl(): boolean {
  return document.createElement('canvas').getContext('webgl2') !== null;
}

/** When the course stands: its worker works then, and no server of a basemap is waited for. */
function courseDrawn(map: MapLibreMap): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the map did not load within ${loadLimitMs / 1000} s`)), loadLimitMs);
    const look = () => {
      if (!map.getSource(firstLeg) || !map.isSourceLoaded(firstLeg)) return;
      map.off('sourcedata', look);
      clearTimeout(late);
      resolve();
    };
    map.on('sourcedata', look);
  });
}

class LiveMap implements RaceMap {
  private readonly overlay: Overlay;
  private readonly keeper: CameraKeeper;
  private readonly cursor: CourseCursor;
  private readonly resizing: ResizeObserver;
  private dots: readonly Dot[] = [];
  private now = 0;
  private drawnAt = -Infinity;
  private isMarked = false;

  constructor(
    private readonly host: HTMLElement,
    race: Race,
    private readonly options: MapOptions,
    private readonly map: MapLibreMap,
    private readonly still: Still,
  ) {
    const names = new Map(race.entries.map((athlete) => [athlete.bib, athlete.name]));
    this.overlay = new Overlay({
      theme: themes[options.theme], colours: options.colours, nameOf: (bib) => names.get(bib) ?? '' });
    map.getCanvasContainer().append(this.overlay.canvas);
    this.keeper = new CameraKeeper(map, boundsOf(race), options.reducedMotion);
    this.cursor = new CourseCursor(race.course, map, () => this.keeper.camera());
    this.resizing = new ResizeObserver(() => this.resize());
    this.resizing.observe(host);
    this.resize();
    // In the map's own frame: dots must not lag behind the ground when it is moved.
    map.on('render', () => this.overlay.draw(this.dots, this.keeper.camera(), this.now));
    map.on('click', ({ point }) => options.onTap(this.overlay.hit(point.x, point.y)));
    map.on('mousemove', ({ point }) => {
      map.getCanvas().style.cursor = this.overlay.hit(point.x, point.y) === undefined ? '' : 'pointer';
    });
  }

  draw(dots: readonly Dot[], now: number): void {
    if (this.options.reducedMotion && now - this.drawnAt < steppedMs) return;
    this.drawnAt = now;
    this.dots = dots;
    this.now = now;
    this.keeper.keep(dots, now);
    this.overlay.draw(dots, this.keeper.camera(), now);
    this.mark();
  }

  follow(bib: string | undefined): void {
    this.keeper.follow(bib);
  }

  onFollowEnd(callback: () => void): void {
    this.keeper.onFollowEnd(callback);
  }

  fit(): void {
    this.keeper.fit();
  }

  setTheme(theme: ThemeName): void {
    this.host.dataset.mapTheme = theme;
    this.still.setTheme(theme);
    this.overlay.setTheme(themes[theme]);
  }

  showCourse(course: CourseData): void {
    if (course !== this.cursor.course) this.showAlong(undefined);
    this.cursor.showCourse(course);
  }

  showAlong(along: number | undefined): void {
    this.overlay.showCursor(along === undefined ? undefined : { course: this.cursor.course, along });
  }

  onAlong(callback: (along: number | undefined) => void): void {
    this.cursor.onAlong(callback);
  }

  onView(callback: (stretches: [number, number][]) => void): void {
    this.cursor.onView(callback);
  }

  describe(text: string): void {
    if (this.overlay.canvas.getAttribute('aria-label') !== text) this.overlay.canvas.setAttribute('aria-label', text);
  }

  pixelOf(bib: string): { x: number; y: number } | undefined {
    return this.overlay.pixelOf(bib);
  }

  destroy(): void {
    this.resizing.disconnect();
    this.still.destroy();
    this.map.remove();
    this.host.classList.remove('race-map');
  }

  /** Says once that all of it stands: ground, course and athletes. */
  private mark(): void {
    if (this.isMarked || this.dots.length === 0 || !this.map.loaded()) return;
    this.isMarked = true;
    performance.mark('lanterne:map');
  }

  private resize(): void {
    this.map.resize();
    this.overlay.resize(this.host.clientWidth, this.host.clientHeight, sharpest());
    this.overlay.draw(this.dots, this.keeper.camera(), this.now);
  }
}

function newMap(host: HTMLElement, race: Race, options: MapOptions, still: Still): MapLibreMap {
  const { words } = options;
  const map = new MapLibreMap({
    container: host,
    style: still.style(),
    bounds: [...boundsOf(race)] as [number, number, number, number],
    fitBoundsOptions: { padding: fitPaddingOf(host), maxZoom: 17 },
    attributionControl: false,
    maxPitch: 0,
    pixelRatio: sharpest(),
    maxZoom: 19,
    fadeDuration: options.reducedMotion ? 0 : 200,
    locale: {
      'Map.Title': words.title, 'NavigationControl.ZoomIn': words.zoomIn,
      'NavigationControl.ZoomOut': words.zoomOut, 'NavigationControl.ResetBearing': words.north,
    },
  });
  map.addControl(new NavigationControl({ visualizePitch: false }), 'top-right');
  map.addControl(new ScaleControl({ maxWidth: 110 }), 'bottom-left');
  map.addControl(new Credits(race, words.coast), 'bottom-left');
  map.addControl(new GradeLegend(race, words.grade), 'top-left');
  return map;
}

/** Fills the host, which has a size of its own. Rejects with the reason where a browser cannot draw it. */
export async function openMap(host: HTMLElement, race: Race, options: MapOptions): Promise<RaceMap> {
  if (!hasWebGl()) throw new Error('this browser has no WebGL 2');
  setWorkerUrl(workerUrl);
  const still = new Still(race, options.theme, await makerOf(race.basemap));
  host.classList.add('race-map');
  host.dataset.mapTheme = options.theme;
  const map = newMap(host, race, options, still);
  still.fill(map);
  try {
    await courseDrawn(map);
  } catch (error) {
    map.remove();
    host.classList.remove('race-map');
    throw error;
  }
  void still.fetchLand().catch((error: unknown) => console.warn('no coast:', error));
  return new LiveMap(host, race, options, map, still);
}
