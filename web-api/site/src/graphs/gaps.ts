import { type Line, timeAt } from './line';

/**
 * How long after the other one somebody came to a place, by their own clocks, race milliseconds; below zero: before.
 * Undefined where one of them has not been, or nobody knows when.
 */
export function gapAt(line: Line, other: Line, along: number): number | undefined {
  const [own, its] = [timeAt(line, along), timeAt(other, along)];
  if (own === undefined || its === undefined) return undefined;
  return own - line.began - (its - other.began);
}

/** The gap as of now: at the farthest place that both have been at. */
export function gapNow(line: Line, other: Line): number | undefined {
  const farthest = ({ alongs }: Line) => alongs[alongs.length - 1] ?? -Infinity;
  const along = Math.min(farthest(line), farthest(other));
  return along === -Infinity ? undefined : gapAt(line, other, along);
}
