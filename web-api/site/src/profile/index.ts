import type { Dot } from '../core/dots';
import type { Race } from '../core/model';
import type { ShownCourse } from '../core/shown_course';
import type { ThemeName } from '../map/theme';
import { Strip } from './strip';

export interface ProfileOptions {
  theme: ThemeName;
  reducedMotion: boolean;
  onTap(bib: string | undefined): void;
  /** CSS colour of a category; "#rrggbb". */
  colours(category: number): string;
}

/** The heights of one course with everybody on it, in its host's size. */
export interface Profile {
  /** Each animation frame; cheap when nothing moved by half a pixel. Dots of other courses are not drawn. */
  draw(dots: readonly Dot[], now: number): void;
  /** Another course; the place that is marked, and what the map shows, are to be told anew. */
  showCourse(shown: ShownCourse): void;
  /** Marks the place so many metres along; undefined: none. */
  showAlong(along: number | undefined): void;
  /** Metres along under the pointer. */
  onAlong(callback: (along: number | undefined) => void): void;
  /** What of the course the map shows, metres along. */
  showView(stretches: readonly [number, number][]): void;
  setTheme(theme: ThemeName): void;
  describe(text: string): void;
  /** Undefined: not on the strip. */
  pixelOf(bib: string): { x: number; y: number } | undefined;
  destroy(): void;
}

/** Fills the host, which has a size of its own (120 CSS pixels high is enough), with the race's own course. */
export function openProfile(host: HTMLElement, race: Race, options: ProfileOptions): Profile {
  return new Strip(host, { course: race.course, name: undefined }, options);
}
