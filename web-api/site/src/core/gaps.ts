import type { LiveEntry } from './model';
import type { RaceStore } from './store';

/** Between two who follow each other in a ranking: race milliseconds now, and how they change in a race minute. */
export interface Gap {
  other: LiveEntry;
  gapMs: number;
  /** Above zero: it grows; undefined: not known for long enough. */
  trendMs: number | undefined;
}

const sampleEveryMs = 10_000; // race time
const windowMs = 120_000;
const leastWindowMs = 30_000;

interface Sample {
  raceTime: number;
  /** Each one's gap to the first of its ranking. */
  gaps: Map<string, number>;
}

/** Gaps between neighbours on the board, and whether they grow: from what was shown in the last minutes. */
export class GapTrends {
  private samples: Sample[] = [];

  note(store: RaceStore, raceTime: number): void {
    const last = this.samples[this.samples.length - 1];
    if (last && raceTime < last.raceTime) this.samples = []; // somebody went back in time
    else if (last && raceTime - last.raceTime < sampleEveryMs) return;
    const gaps = new Map<string, number>();
    for (const entry of store.board()) if (entry.gap_ms !== null) gaps.set(entry.bib, entry.gap_ms);
    this.samples.push({ raceTime, gaps });
    this.samples = this.samples.filter((sample) => raceTime - sample.raceTime <= windowMs);
  }

  /** To the one a place in front (-1) or behind (1) in the same ranking. */
  beside(store: RaceStore, bib: string, step: -1 | 1): Gap | undefined {
    const own = store.entry(bib);
    const section = own && store.section(own);
    if (!own || own.gap_ms === null || section === undefined) return undefined;
    const ranking = store.board().filter((entry) => store.section(entry) === section && entry.gap_ms !== null);
    const other = ranking[ranking.findIndex((entry) => entry.bib === bib) + step];
    if (!other || other.gap_ms === null) return undefined;
    const gapMs = Math.abs(own.gap_ms - other.gap_ms);
    return { other, gapMs, trendMs: this.trend(bib, other.bib) };
  }

  private trend(bib: string, other: string): number | undefined {
    const between = ({ gaps }: Sample) => {
      const [a, b] = [gaps.get(bib), gaps.get(other)];
      return a === undefined || b === undefined ? undefined : Math.abs(a - b);
    };
    const known = this.samples.filter((sample) => between(sample) !== undefined);
    const [first, last] = [known[0], known[known.length - 1]];
    if (!first || !last || last.raceTime - first.raceTime < leastWindowMs) return undefined;
    return ((between(last)! - between(first)!) * 60_000) / (last.raceTime - first.raceTime);
  }
}
