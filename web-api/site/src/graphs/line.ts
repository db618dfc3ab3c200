import { firstFrom, type Track } from './track';

/** An official time at a place of the course: race time, metres along. */
export interface Mark {
  time: number;
  along: number;
}

/** How one athlete went: knots by time whose alongs never fall, and straight on between them. */
export interface Line {
  bib: string;
  /** When the own clock began, race time. */
  began: number;
  times: number[];
  alongs: number[];
  /** By knot: nobody knows how the athlete came from it to the next. */
  isCut: boolean[];
}

export const noLine = (bib: string, began: number): Line => ({ bib, began, times: [], alongs: [], isCut: [] });

export interface LineParts {
  bib: string;
  began: number;
  track: Track | undefined;
  /** By time. */
  marks: readonly Mark[];
  /** Fixes nearer than that to the one before may be left out: who draws many lines sees no more. */
  leastMs: number;
}

/**
 * Fixes and passages in one line. Passages are what counts: a fix that says otherwise of which side of the point the
 * athlete was on is left out. Who goes back a little stands still here: it is how far one has come.
 */
export function lineOf({ bib, began, track, marks, leastMs }: LineParts): Line {
  const line = noLine(bib, began);
  const { times, alongs, isCut } = line;
  let next = 0;
  let farthest = -Infinity;
  const push = (time: number, along: number, cut: boolean): void => {
    farthest = Math.max(farthest, along);
    times.push(time);
    alongs.push(farthest);
    isCut.push(cut);
  };
  const passUntil = (time: number): void => {
    for (let mark = marks[next]; mark && mark.time <= time; mark = marks[++next]) {
      push(mark.time, mark.along, isCut[isCut.length - 1] ?? false);
    }
  };
  for (let i = 0; track && i < track.times.length; i++) {
    const isNeeded = track.isCut[i] || track.isCut[i - 1] || i === track.times.length - 1;
    if (!isNeeded && track.times[i]! - (times[times.length - 1] ?? -Infinity) < leastMs) continue;
    passUntil(track.times[i]!);
    if (track.times[i] === times[times.length - 1]) isCut[isCut.length - 1] ||= track.isCut[i]!;
    else if (track.alongs[i]! < (marks[next]?.along ?? Infinity)) push(track.times[i]!, track.alongs[i]!, track.isCut[i]!);
    else if (isCut.length > 0) isCut[isCut.length - 1] ||= track.isCut[i]!;
  }
  passUntil(Infinity);
  return line;
}

/** Metres along at that race time; undefined before it, after it, and where nobody knows. */
export function alongAt({ times, alongs, isCut }: Line, time: number): number | undefined {
  const after = firstFrom(times, time);
  if (after === times.length) return undefined;
  if (times[after] === time) return alongs[after];
  if (after === 0 || isCut[after - 1]) return undefined;
  const share = (time - times[after - 1]!) / (times[after]! - times[after - 1]!);
  return alongs[after - 1]! + (alongs[after]! - alongs[after - 1]!) * share;
}

/** Race time at which it first came so far; undefined before it, beyond it, and where nobody knows. */
export function timeAt({ times, alongs, isCut }: Line, along: number): number | undefined {
  const after = firstFrom(alongs, along);
  if (after === alongs.length) return undefined;
  if (alongs[after] === along) return times[after];
  if (after === 0 || isCut[after - 1]) return undefined;
  const share = (along - alongs[after - 1]!) / (alongs[after]! - alongs[after - 1]!);
  return times[after - 1]! + (times[after]! - times[after - 1]!) * share;
}

/** The line as it was known at that race time. */
export function until(line: Line, time: number): Line {
  const count = firstFrom(line.times, time);
  const along = alongAt(line, time);
  const cut: Line = {
    ...line, times: line.times.slice(0, count), alongs: line.alongs.slice(0, count), isCut: line.isCut.slice(0, count),
  };
  if (along === undefined) return cut;
  cut.times.push(time);
  cut.alongs.push(along);
  cut.isCut.push(false);
  return cut;
}
