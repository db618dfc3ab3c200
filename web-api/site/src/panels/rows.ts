import { type DotState, stateOf } from '../core/ages';
import type { LiveEntry } from '../core/model';
import { pointName } from '../core/points';
import type { RaceStore } from '../core/store';
import { isVague } from '../words/arrivals';
import { duration } from '../words/duration';
import type { Words } from '../words/words';

/** When somebody is expected somewhere, in the words of a row. */
export interface ExpectedText {
  short: string;
  whole: string;
  isGoal: boolean;
  isVague: boolean;
}

/** What a row of the board says of an athlete. */
export interface Row {
  bib: string;
  name: string;
  rank: string;
  isLinked: boolean;
  status: string;
  /** As its dot is drawn. */
  dot: DotState;
  /** The same in words, with its age and reason. */
  state: string;
  point: string;
  time: string;
  gap: string;
  expected: ExpectedText[];
}

/** What one row needs to be written. */
export interface Telling {
  store: RaceStore;
  words: Words;
  /** The moment that is shown. */
  raceTime: number;
}

const noRank = '–';

export function rowOf(entry: LiveEntry, telling: Telling, rank: number | null = entry.rank): Row {
  const { store, words, raceTime } = telling;
  const { bib } = entry;
  const last = store.lastPassage(bib);
  const lastName = last ? pointName(store, bib, last) : '';
  return {
    bib,
    name: store.athletes.get(bib)?.name ?? '',
    rank: (entry.linked ? '≈' : '') + (rank === null ? noRank : String(rank)),
    isLinked: entry.linked,
    status: entry.status,
    dot: stateOf(entry, raceTime, store.rate),
    state: words.state(entry, raceTime, store.rate),
    point: last?.bridged ? words.say('board.bridged', { point: lastName }) : lastName,
    time: last ? duration(Date.parse(last.time) - store.began(bib)) : '',
    gap: words.gap(entry),
    expected: expectedOf(bib, telling),
  };
}

/** The next timing point and the finish; the last is the goal. */
function expectedOf(bib: string, { store, words }: Telling): ExpectedText[] {
  const arrivals = store.arrivals(bib);
  return arrivals.map((arrival, index) => {
    const point = pointName(store, bib, arrival);
    return {
      short: words.arrivalSpan(arrival, point),
      whole: words.arrival(arrival, point),
      isGoal: index === arrivals.length - 1,
      isVague: isVague(arrival),
    };
  });
}
