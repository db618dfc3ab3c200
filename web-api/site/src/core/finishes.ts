import type { Passage } from './model';
import type { RaceStore } from './store';

/** Somebody who is expected at the finish. Times are race time. */
export interface ExpectedFinish {
  bib: string;
  likely: number;
  early: number;
  late: number;
}

/** Who is expected at the finish within so many milliseconds, the next first; who is late stays in front. */
export function finishesWithin(store: RaceStore, raceTime: number, windowMs: number): ExpectedFinish[] {
  return store
    .board()
    .filter((entry) => entry.status !== 'finished')
    .flatMap(({ bib }) => {
      const arrival = store.arrivals(bib).find((each) => store.kindOf({ bib, point: each.point }) === 'finish');
      return arrival
        ? [{ bib, likely: Date.parse(arrival.p50), early: Date.parse(arrival.p10), late: Date.parse(arrival.p90) }]
        : [];
    })
    .filter((expected) => expected.likely - raceTime <= windowMs)
    .sort((a, b) => a.likely - b.likely);
}

/** The latest finishes up to that moment, the newest first. */
export function lastFinishes(store: RaceStore, raceTime: number, most: number): Passage[] {
  return [...store.athletes.keys()]
    .flatMap((bib) => store.passages(bib).filter((passage) => store.kindOf(passage) === 'finish'))
    .filter((passage) => Date.parse(passage.time) <= raceTime)
    .sort((a, b) => Date.parse(b.time) - Date.parse(a.time))
    .slice(0, most);
}
