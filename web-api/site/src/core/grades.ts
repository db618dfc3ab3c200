import type { CourseData, Leg } from './model';

/** How steep, from below the first bound to above the last; the colours tell apart with any eyes. */
export const gradeBounds = [-3, 3, 6, 10] as const;
export const gradeColours = ['#0072b2', '#8d99a0', '#e0a100', '#d55e00', '#8c1c55'] as const;
export const gradeNames = ['< −3 %', '± 3 %', '3–6 %', '6–10 %', '> 10 %'] as const;

const windowMetres = 150; // shorter rises are noise of the recording, and nobody sees them at a map's scale

/** A stretch of a lap that is about as steep; shares of the lap, 0 to 1. */
export interface GradeStretch {
  from: number;
  to: number;
  /** Index into the names and colours. */
  grade: number;
}

export function gradeClass(percent: number): number {
  return gradeBounds.filter((bound) => percent >= bound).length;
}

/** Height at each step of a lap; undefined: not known. */
export function heightsOf(leg: Leg): { heights: number[]; step: number } | undefined {
  const { heights_m: heights, heights_step_m: step } = leg;
  return heights && heights.length > 1 && step ? { heights, step } : undefined;
}

/** Height above the sea, so many metres into a lap; undefined: not known. */
export function heightAt(leg: Leg, inLap: number): number | undefined {
  const known = heightsOf(leg);
  if (!known) return undefined;
  const { heights, step } = known;
  const at = Math.min(Math.max(inLap / step, 0), heights.length - 1);
  const low = Math.min(Math.floor(at), heights.length - 2);
  return heights[low]! + (heights[low + 1]! - heights[low]!) * (at - low);
}

/** Height above the sea so far along the unrolled course; undefined: not known. */
export function heightAlong(course: CourseData, along: number): number | undefined {
  const leg = course.legs.find((each) => along < each.end_m) ?? course.legs[course.legs.length - 1];
  if (!leg) return undefined;
  const lapLength = (leg.end_m - leg.begin_m) / leg.laps;
  const done = Math.min(Math.max(along - leg.begin_m, 0), leg.end_m - leg.begin_m);
  const lap = Math.min(Math.floor(done / lapLength), leg.laps - 1);
  return heightAt(leg, done - lap * lapLength);
}

/** Percent at a step, over the window around it. */
function percentAt(heights: number[], step: number, index: number): number {
  const reach = Math.max(1, Math.round(windowMetres / 2 / step));
  const low = Math.max(index - reach, 0);
  const high = Math.min(index + 1 + reach, heights.length - 1);
  return (100 * (heights[high]! - heights[low]!)) / ((high - low) * step);
}

/** A lap in stretches of one class, in order and without holes; empty when no heights are known. */
export function gradeStretches(leg: Leg): GradeStretch[] {
  const known = heightsOf(leg);
  if (!known) return [];
  const { heights, step } = known;
  const last = heights.length - 1;
  const stretches: GradeStretch[] = [];
  for (let i = 0; i < last; i++) {
    const grade = gradeClass(percentAt(heights, step, i));
    const before = stretches[stretches.length - 1];
    if (before?.grade === grade) before.to = (i + 1) / last;
    else stretches.push({ from: i / last, to: (i + 1) / last, grade });
  }
  return stretches;
}
