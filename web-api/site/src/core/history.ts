import type { Frame } from './model';

/** What happened before now, at any moment of it. Times are race time, milliseconds since 1970. */
export interface History {
  /** The moments that it can show; undefined: none yet. */
  readonly span: { begin: number; end: number } | undefined;
  /**
   * All as it was known at that moment: a keyframe and what was told since, for an empty store. Nothing outside the
   * span, or while it is being fetched.
   */
  framesAt(raceTime: number): readonly Frame[];
  /** What was told after one moment and up to another, in order. */
  framesBetween(after: number, until: number): readonly Frame[];
}

/** A state of the whole race, and what was told since. */
interface Segment {
  keyframe: Frame;
  deltas: Frame[];
  rows: number;
}

/** Deltas after which a new state is kept: so many are put together at most when somebody jumps. */
const deltasInSegment = 60;

/** Rows of entries, passages and forecasts kept in all; beyond it the oldest segment goes. About 100 MB. */
export const mostRows = 500_000;

const anewMs = 60_000; // race time

export const timeOf = (frame: Frame) => Date.parse(frame.race_time);

const rowsOf = ({ entries, passages, forecasts, events }: Frame) =>
  entries.length + passages.length + forecasts.length + events.length;

/** What this page heard itself since it was opened. */
export class HeardHistory implements History {
  private readonly segments: Segment[] = [];
  private rows = 0;

  /** `limit` is in rows. */
  constructor(private readonly limit = mostRows) {}

  /**
   * Keeps a frame; `whole` gives the state after it, where a new segment begins. One that is a little older than the
   * last counts as of that moment; a much older one is of a race that began anew, and what was before is forgotten.
   */
  keep(frame: Frame, whole: () => Frame): void {
    const end = this.span?.end ?? -Infinity;
    if (end - timeOf(frame) > anewMs) this.forget();
    else if (timeOf(frame) < end) {
      const race_time = new Date(end).toISOString();
      this.add({ ...frame, race_time }, () => ({ ...whole(), race_time }));
      return;
    }
    this.add(frame, whole);
  }

  private forget(): void {
    this.segments.length = 0;
    this.rows = 0;
  }

  private add(frame: Frame, whole: () => Frame): void {
    const last = this.segments[this.segments.length - 1];
    if (!last || frame.type === 'keyframe' || last.deltas.length >= deltasInSegment) {
      const keyframe = whole();
      this.segments.push({ keyframe, deltas: [], rows: rowsOf(keyframe) });
      this.rows += rowsOf(keyframe);
    } else {
      last.deltas.push(frame);
      last.rows += rowsOf(frame);
      this.rows += rowsOf(frame);
    }
    while (this.rows > this.limit && this.segments.length > 1) this.rows -= this.segments.shift()!.rows;
  }

  get span(): { begin: number; end: number } | undefined {
    const first = this.segments[0];
    const last = this.segments[this.segments.length - 1];
    if (!first || !last) return undefined;
    return { begin: timeOf(first.keyframe), end: timeOf(last.deltas[last.deltas.length - 1] ?? last.keyframe) };
  }

  framesAt(raceTime: number): readonly Frame[] {
    const segment = this.segments[this.segmentAt(raceTime)];
    if (!segment) return [];
    return [segment.keyframe, ...segment.deltas.filter((delta) => timeOf(delta) <= raceTime)];
  }

  framesBetween(after: number, until: number): readonly Frame[] {
    const from = Math.max(this.segmentAt(after), 0);
    const isBetween = (frame: Frame) => timeOf(frame) > after && timeOf(frame) <= until;
    const found: Frame[] = [];
    for (let index = from; index < this.segments.length; index++) {
      const { keyframe, deltas } = this.segments[index]!;
      if (timeOf(keyframe) > until) break;
      found.push(...[keyframe, ...deltas].filter(isBetween));
    }
    return found;
  }

  /** The last segment that begins at or before that moment; -1 before all. */
  private segmentAt(raceTime: number): number {
    let low = 0;
    let high = this.segments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (timeOf(this.segments[middle]!.keyframe) <= raceTime) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
