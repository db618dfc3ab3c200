import { placeKey, pointName, type PointPlace } from '../core/points';
import type { RaceStore } from '../core/store';
import { duration } from '../words/duration';

export interface SplitCell {
  time: string;
  /** Among those of the same ranking who passed there. */
  rank: number;
}

/** Who was where when: a column a timing point, a row an athlete who passed one. */
export interface SplitMatrix {
  columns: { key: string; name: string }[];
  rows: { bib: string; name: string; rank: string; cells: (SplitCell | undefined)[] }[];
}

/** The points of every course of the race in the order in which they are passed, each once. */
function placesOf(store: RaceStore): (PointPlace & { name: string })[] {
  const { race } = store;
  const courses = [race.course, ...race.variants.map((variant) => variant.course)];
  const points = courses.flatMap((course) => course.points).filter((point) => point.kind !== 'start');
  const once = new Map(points.map((point) => [placeKey({ ...point, point: point.id }), point]));
  return [...once.values()]
    .sort((a, b) => a.along_m - b.along_m)
    .map(({ id, leg, lap, name }) => ({ point: id, leg, lap, name }));
}

/** Times since the own start. */
export function splitMatrix(store: RaceStore): SplitMatrix {
  const places = placesOf(store);
  const sinceStart = new Map<string, Map<string, number>>();
  for (const { bib } of store.board()) {
    const times = store.passages(bib).map((passage): [string, number] =>
      [placeKey(passage), Date.parse(passage.time) - store.began(bib)]);
    sinceStart.set(bib, new Map(times));
  }
  const ranks = ranksAt(store, sinceStart);
  const used = places.filter((place) => ranks.has(placeKey(place)));
  return {
    columns: used.map((place) => ({ key: placeKey(place), name: nameOf(store, place) })),
    rows: store.board().flatMap((entry) => {
      const own = sinceStart.get(entry.bib)!;
      const cells = used.map((place) => {
        const [time, rank] = [own.get(placeKey(place)), ranks.get(placeKey(place))?.get(entry.bib)];
        return time === undefined || rank === undefined ? undefined : { time: duration(time), rank };
      });
      if (cells.every((cell) => cell === undefined)) return [];
      const name = store.athletes.get(entry.bib)?.name ?? '';
      return [{ bib: entry.bib, name, rank: entry.rank === null ? '–' : String(entry.rank), cells }];
    }),
  };
}

function nameOf(store: RaceStore, place: PointPlace & { name: string }): string {
  const known = store.race.course.points.some((point) => placeKey({ ...point, point: point.id }) === placeKey(place));
  return known ? pointName(store, '', place) : place.name;
}

/** At each point, the rank of each bib among those of its own ranking. */
function ranksAt(store: RaceStore, sinceStart: Map<string, Map<string, number>>): Map<string, Map<string, number>> {
  const there = new Map<string, { bib: string; time: number; board: number | null }[]>();
  for (const [bib, times] of sinceStart) {
    const board = store.athletes.get(bib)?.board ?? null;
    for (const [key, time] of times) {
      if (!there.has(key)) there.set(key, []);
      there.get(key)!.push({ bib, time, board });
    }
  }
  const ranks = new Map<string, Map<string, number>>();
  for (const [key, list] of there) {
    const count = new Map<number | null, number>();
    const order = new Map<string, number>();
    for (const { bib, board } of list.sort((a, b) => a.time - b.time)) {
      count.set(board, (count.get(board) ?? 0) + 1);
      order.set(bib, count.get(board)!);
    }
    ranks.set(key, order);
  }
  return ranks;
}
