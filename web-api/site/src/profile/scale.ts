import { heightsOf } from '../core/grades';
import type { CourseData } from '../core/model';

/** Where metres along and heights are on a strip; CSS pixels. */
export interface Scale {
  left: number;
  right: number;
  /** Of the highest and of the lowest place. */
  top: number;
  bottom: number;
  length: number;
  low: number;
  high: number;
}

const leastSpanMetres = 20; // a flat course is drawn flat, not as the noise of its recording

/** A strip for that course; `top` and `bottom` are the pixels between which heights go. */
export function scaleFor(course: CourseData, box: Pick<Scale, 'left' | 'right' | 'top' | 'bottom'>): Scale {
  const heights = course.legs.flatMap((leg) => heightsOf(leg)?.heights ?? []);
  const low = heights.reduce((a, b) => Math.min(a, b), Infinity);
  const high = heights.reduce((a, b) => Math.max(a, b), -Infinity);
  if (heights.length === 0) return { ...box, length: course.length_m, low: 0, high: 1 };
  const missing = Math.max(leastSpanMetres - (high - low), 0) / 2;
  return { ...box, length: course.length_m, low: low - missing, high: high + missing };
}

export function xOf(scale: Scale, along: number): number {
  return scale.left + ((scale.right - scale.left) * along) / (scale.length || 1);
}

export function alongOf(scale: Scale, x: number): number {
  const share = (x - scale.left) / (scale.right - scale.left || 1);
  return Math.min(Math.max(share, 0), 1) * scale.length;
}

/** Without heights everything is on one line, near the bottom. */
export function yOf(scale: Scale, height: number | undefined): number {
  const share = height === undefined ? 0.15 : (height - scale.low) / (scale.high - scale.low);
  return scale.bottom - (scale.bottom - scale.top) * share;
}
