import type { CourseData } from '../core/model';
import { placeKey } from '../core/points';
import type { RaceStore } from '../core/store';
import type { Line } from './line';

/** When somebody is expected so far along: race times, of which 10, 50 and 90 % of such arrivals are earlier. */
export interface Expected {
  along: number;
  early: number;
  likely: number;
  late: number;
}

/** The way that is still ahead, from where the line ends; empty: nobody expects anything, or nobody knows where from. */
export function forecastOf(store: RaceStore, line: Line, course: CourseData): Expected[] {
  const [time, along] = [line.times[line.times.length - 1], line.alongs[line.alongs.length - 1]];
  if (time === undefined || along === undefined) return [];
  const alongs = new Map(course.points.map((point) => [placeKey({ ...point, point: point.id }), point.along_m]));
  const ahead = store.arrivals(line.bib).flatMap((arrival): Expected[] => {
    const there = alongs.get(placeKey(arrival));
    if (there === undefined || there <= along) return [];
    const [early, likely, late] = [arrival.p10, arrival.p50, arrival.p90].map(Date.parse) as [number, number, number];
    return [{ along: there, early: Math.max(early, time), likely: Math.max(likely, time), late: Math.max(late, time) }];
  });
  if (ahead.length === 0) return [];
  return [{ along, early: time, likely: time, late: time }, ...ahead.sort((a, b) => a.along - b.along)];
}
