import type { Dot } from './dots';
import type { CourseData, Race } from './model';

/** A course to be looked at; the race's own has no name. */
export interface ShownCourse {
  course: CourseData;
  name: string | undefined;
}

/** The course that somebody races who is looked at; of nobody the race's own. */
export function shownCourse(race: Race, bib: string | undefined): ShownCourse {
  const id = race.entries.find((each) => each.bib === bib)?.variant;
  const variant = race.variants.find((each) => each.id === id);
  return { course: variant?.course ?? race.course, name: variant?.name };
}

/** Who is on that course: metres along another one are other places. */
export function dotsOn(course: CourseData, dots: readonly Dot[]): Dot[] {
  return dots.filter((dot) => dot.course === course && dot.along !== undefined);
}
