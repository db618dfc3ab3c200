import type { Frame, LiveEntry, Passage } from './model';
import { isOut } from './ages';
import type { RaceStore } from './store';

export type EventKind = 'start' | 'point' | 'leader' | 'finish' | 'out';

/** Something that happened to somebody. `time` is race time. */
export interface RaceEvent {
  key: string;
  kind: EventKind;
  time: number;
  bib: string;
  /** Of a passage; undefined of one who is out. */
  passage: Passage | undefined;
  /** At that point, among those of the same ranking; the result's own at the finish where there is one. */
  rank: number;
  entry: LiveEntry | undefined;
}

/** Kept beyond the passages: who went out, when it was first heard. */
const mostOuts = 2_000;

/** What happened in the race, from the passages that a store knows and from statuses as they changed. */
export class RaceEvents {
  private readonly outs = new Map<string, number>();

  /** Notes who is out by now: when the frame says that it was, else when it was heard. */
  note(store: RaceStore, frame: Frame): void {
    for (const entry of store.board()) {
      if (!isOut(entry)) this.outs.delete(entry.bib);
      else if (!this.outs.has(entry.bib)) this.keep(entry.bib, Date.parse(frame.race_time));
    }
    for (const event of frame.events) {
      if (event.kind === 'status' && this.outs.has(event.bib)) this.keep(event.bib, Date.parse(event.time));
    }
  }

  private keep(bib: string, time: number): void {
    if (this.outs.has(bib) || this.outs.size < mostOuts) this.outs.set(bib, time);
  }

  /** Up to that moment, the oldest first. Who is out was so by the end of the race, whenever that was heard. */
  until(store: RaceStore, raceTime: number, endsAt = Infinity): RaceEvent[] {
    const outs = [...this.outs].map(([bib, time]) => outEvent(store, bib, Math.min(time, endsAt)));
    return [...passageEvents(store), ...outs]
      .filter((event) => event.time <= raceTime)
      .sort((a, b) => a.time - b.time || (a.key < b.key ? -1 : 1));
  }
}

function outEvent(store: RaceStore, bib: string, time: number): RaceEvent {
  return { key: `out/${bib}`, kind: 'out', time, bib, passage: undefined, rank: 0, entry: store.entry(bib) };
}

function passageEvents(store: RaceStore): RaceEvent[] {
  const atPoint = new Map<string, Passage[]>();
  for (const { bib, board } of store.athletes.values()) {
    for (const passage of store.passages(bib)) {
      const where = `${board ?? '-'}/${passage.leg}/${passage.lap}/${passage.point}`;
      const there = atPoint.get(where) ?? [];
      there.push(passage);
      atPoint.set(where, there);
    }
  }
  return [...atPoint.values()].flatMap((there) => eventsAt(store, there));
}

/** By time since the own start: a later wave may still lead. */
function eventsAt(store: RaceStore, there: Passage[]): RaceEvent[] {
  const since = (passage: Passage) => Date.parse(passage.time) - store.began(passage.bib);
  const order = there.map((passage) => ({ passage, time: since(passage) })).sort((a, b) => a.time - b.time);
  return order.map(({ passage }, index) => {
    const kind = store.kindOf(passage);
    const entry = store.entry(passage.bib);
    return {
      key: `${passage.bib}/${passage.leg}/${passage.lap}/${passage.point}`,
      kind: kind === 'start' || kind === 'finish' ? kind : index === 0 ? 'leader' : 'point',
      time: Date.parse(passage.time),
      bib: passage.bib,
      passage,
      rank: kind === 'finish' ? (entry?.rank ?? index + 1) : index + 1,
      entry,
    };
  });
}
