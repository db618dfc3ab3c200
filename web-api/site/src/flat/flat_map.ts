import { categoryClasses } from '../core/colours';
import type { Dot } from '../core/dots';
import type { RaceStore } from '../core/store';
import { Dots, toView } from './dots';
import { Zoom } from './zoom';

export interface FlatMapOptions {
  store: RaceStore;
  onTap: (bib: string) => void;
  nameOf: (bib: string) => string;
  /** Its tooltip: who, in what state, and how sure. */
  wordsOf: (bib: string) => string;
}

const saidEveryMs = 1_000; // words tell of whole seconds

/** The server's drawing of the course with the athletes on it: for browsers without WebGL, and until the map stands. */
export class FlatMap {
  private readonly dots: Dots;
  private saidAt = -Infinity;

  /** `figure` is the rendered one, with the drawing and its legend. */
  constructor(
    figure: HTMLElement,
    private readonly options: FlatMapOptions,
  ) {
    const svg = figure.querySelector<SVGSVGElement>('#course')!;
    svg.setAttribute('role', 'group'); // dots in it can be reached, which no picture may have
    const { race } = options.store;
    const courses = [race.course, ...race.variants.map((variant) => variant.course)];
    const legs = courses.flatMap((course) => course.legs);
    new Zoom(svg, legs, figure.querySelector('#legend')!, (place) => toView(svg, place));
    this.dots = new Dots(svg, categoryClasses(race), options.onTap, options.nameOf);
  }

  /** In pixels of the drawing's place; undefined: it is not drawn. */
  pixelOf(bib: string): { x: number; y: number } | undefined {
    return this.dots.pixelOf(bib);
  }

  /** Each animation frame; `now` is performance.now(). */
  draw(dots: readonly Dot[], now: number): void {
    this.dots.draw(dots, this.options.store);
    if (now - this.saidAt < saidEveryMs) return;
    this.saidAt = now;
    this.dots.say(dots, this.options.wordsOf);
  }
}
