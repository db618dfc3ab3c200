import type { CourseData } from '../core/model';
import { shownCourse } from '../core/shown_course';
import type { RaceStore } from '../core/store';

/** Lines that stand out; nobody tells more of them apart. */
export const mostChosen = 8;

const leaders = 5;

export interface Choosing {
  store: RaceStore;
  followed: string | undefined;
  favourites: ReadonlySet<string>;
}

/** The course that the graphs are of: the one that map and profile show, but where nobody races it that of who leads. */
export function graphCourse({ store, followed }: Choosing): CourseData {
  const { course } = shownCourse(store.race, followed);
  const [first] = store.board();
  const isRaced = !first || store.board().some(({ bib }) => store.course(bib) === course);
  return isRaced ? course : store.course(first.bib);
}

/** Who stands out on that course: whom one follows, favourites, then who is in front; the most wanted first. */
export function chosenOf({ store, followed, favourites }: Choosing, course: CourseData): string[] {
  const isHere = (bib: string) => store.course(bib) === course && store.entry(bib) !== undefined;
  const ranked = store.board().filter(({ bib, rank }) => rank !== null && isHere(bib));
  const wanted = [
    ...(followed === undefined ? [] : [followed]),
    ...store.board().map(({ bib }) => bib).filter((bib) => favourites.has(bib)),
    ...ranked.slice(0, leaders).map(({ bib }) => bib),
  ];
  return [...new Set(wanted.filter(isHere))].slice(0, mostChosen);
}

/** Whom gaps are to: the first of the ranking of who is most wanted; undefined: nobody has a rank. */
export function leaderOf(store: RaceStore, chosen: readonly string[], course: CourseData): string | undefined {
  const [most] = chosen;
  const entry = most === undefined ? undefined : store.entry(most);
  const section = entry && store.section(entry);
  const first = store.board().find((each) =>
    each.rank !== null && store.course(each.bib) === course && (section === undefined || store.section(each) === section));
  return first?.bib;
}
