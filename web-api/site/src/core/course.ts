import type { CourseData } from './model';

/** Longitude, latitude; degrees. */
export type LonLat = readonly [number, number];

const metresPerDegree = 111_320; // of latitude; good to 0.6 %, enough to draw

const alikeMetres = 5; // nobody can point more exactly

const radians = Math.PI / 180;

/** Metres from one place to another that is at most some kilometres away. */
export function metresBetween([lon0, lat0]: LonLat, [lon1, lat1]: LonLat): number {
  const east = (lon1 - lon0) * Math.cos(((lat0 + lat1) / 2) * radians);
  return Math.hypot(east, lat1 - lat0) * metresPerDegree;
}

/** One lap of a leg. */
interface Line {
  points: readonly LonLat[];
  /** Share of the lap at each point, 0 to 1. */
  share: Float64Array;
}

function measured(points: readonly LonLat[]): Line {
  const share = new Float64Array(points.length);
  for (let i = 1; i < points.length; i++) share[i] = share[i - 1]! + metresBetween(points[i - 1]!, points[i]!);
  const length = share[points.length - 1] || 1;
  return { points, share: share.map((metres) => metres / length) };
}

/** The first index whose share is at least the wanted one; the last when none is. */
function firstFrom(share: Float64Array, wanted: number): number {
  let low = 0;
  let high = share.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (share[middle]! >= wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Share `wanted` of the lap. */
function pointOf({ points, share }: Line, wanted: number): LonLat {
  const high = firstFrom(share, wanted);
  const low = Math.max(high - 1, 0);
  const span = share[high]! - share[low]! || 1;
  const t = Math.min(Math.max((wanted - share[low]!) / span, 0), 1);
  const [lon0, lat0] = points[low]!;
  const [lon1, lat1] = points[high]!;
  return [lon0 + (lon1 - lon0) * t, lat0 + (lat1 - lat0) * t];
}

/** The share of the segment from `a` to `b` that is nearest to the place, 0 to 1. */
function nearestShare(a: LonLat, b: LonLat, place: LonLat): number {
  const squeeze = Math.cos(place[1] * radians);
  const [dx, dy] = [(b[0] - a[0]) * squeeze, b[1] - a[1]];
  const [px, py] = [(place[0] - a[0]) * squeeze, place[1] - a[1]];
  const square = dx * dx + dy * dy;
  return square === 0 ? 0 : Math.min(Math.max((px * dx + py * dy) / square, 0), 1);
}

/** Legs and laps meet in one place. */
function pushNew(way: LonLat[], point: LonLat): void {
  const last = way[way.length - 1];
  if (!last || last[0] !== point[0] || last[1] !== point[1]) way.push(point);
}

/** A place on the unrolled course; `lap` from 1, lengths in metres. */
export interface CoursePlace {
  leg: number;
  lap: number;
  inLap: number;
  lapLength: number;
}

/** The unrolled course: every leg, every lap, as one line of metres. */
export class Course {
  private readonly lines: Line[];

  private readonly stops: number[];

  constructor(readonly legs: CourseData['legs'], points: CourseData['points'] = []) {
    this.lines = legs.map((leg) => measured(leg.line));
    this.stops = [...points.map((point) => point.along_m), ...legs.map((leg) => leg.end_m)].sort((a, b) => a - b);
  }

  /** Metres, of all legs and laps. */
  get length(): number {
    return this.legs[this.legs.length - 1]?.end_m ?? 0;
  }

  /** The leg and lap (from 1) that far along; clamped to the course. */
  placeAt(along: number): CoursePlace {
    const found = this.legs.findIndex((leg) => along < leg.end_m);
    const leg = found < 0 ? this.legs.length - 1 : found;
    const { begin_m, end_m, laps } = this.legs[leg]!;
    const lapLength = (end_m - begin_m) / laps;
    const done = Math.min(Math.max(along - begin_m, 0), end_m - begin_m);
    const lap = Math.min(Math.floor(done / lapLength), laps - 1);
    return { leg, lap: lap + 1, inLap: done - lap * lapLength, lapLength };
  }

  positionAt(along: number): LonLat {
    const place = this.placeAt(along);
    return pointOf(this.lines[place.leg]!, place.inLap / place.lapLength);
  }

  /** The next timing point or end of a leg beyond that metre; the end of the course when there is none. */
  stopAfter(along: number): number {
    return this.stops.find((stop) => stop > along) ?? this.length;
  }

  /** The way from there to there: both ends, and the course's own points between. */
  slice(from: number, to: number): LonLat[] {
    const [begin, end] = [Math.max(from, 0), Math.min(to, this.length)];
    const way: LonLat[] = [this.positionAt(begin)];
    this.legs.forEach((leg, index) => {
      if (end <= leg.begin_m || begin >= leg.end_m) return;
      const lapLength = (leg.end_m - leg.begin_m) / leg.laps;
      for (let lap = 0; lap < leg.laps; lap++) {
        const lapBegin = leg.begin_m + lap * lapLength;
        this.pushBetween(way, this.lines[index]!, (begin - lapBegin) / lapLength, (end - lapBegin) / lapLength);
      }
    });
    if (end > begin) pushNew(way, this.positionAt(end));
    return way;
  }

  /**
   * The place on the course that is nearest, and how far away it is. Where several laps or legs are as near (within
   * `alikeMetres`), the one next to the metre `hint` along.
   */
  nearest(place: LonLat, hint = 0): { along: number; distance: number } {
    let least = Infinity;
    this.eachSegment(place, (distance) => (least = Math.min(least, distance)));
    let best = { along: 0, distance: Infinity };
    this.eachSegment(place, (distance, leg, share) => {
      if (distance > least + alikeMetres) return;
      const along = this.lapNextTo(leg, share, hint);
      const isNearer = Math.abs(along - hint) < Math.abs(best.along - hint);
      if (best.distance === Infinity || isNearer) best = { along, distance };
    });
    return best;
  }

  /** Where on each segment of each leg the place is nearest: metres away, leg, share of its lap. */
  private eachSegment(place: LonLat, visit: (distance: number, leg: number, share: number) => void): void {
    this.lines.forEach(({ points, share }, leg) => {
      for (let i = 1; i < points.length; i++) {
        const [a, b] = [points[i - 1]!, points[i]!];
        const t = nearestShare(a, b, place);
        const distance = metresBetween([a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t], place);
        visit(distance, leg, share[i - 1]! + (share[i]! - share[i - 1]!) * t);
      }
    });
  }

  /** The points of a lap between two shares of it, neither included. */
  private pushBetween(way: LonLat[], { points, share }: Line, from: number, to: number): void {
    if (to <= 0 || from >= 1) return;
    for (let i = firstFrom(share, from); i < points.length && share[i]! < to; i++) {
      if (share[i]! > from) pushNew(way, points[i]!);
    }
  }

  /** Of all laps of that leg, the metre along next to `hint`. */
  private lapNextTo(leg: number, share: number, hint: number): number {
    const { begin_m, end_m, laps } = this.legs[leg]!;
    const lapLength = (end_m - begin_m) / laps;
    const first = begin_m + share * lapLength;
    const lap = Math.min(Math.max(Math.round((hint - first) / lapLength), 0), laps - 1);
    return first + lap * lapLength;
  }
}

const known = new WeakMap<CourseData, Course>();

/** The one Course of that data: measuring a line costs more than a frame has. */
export function courseOf(data: CourseData): Course {
  const course = known.get(data) ?? new Course(data.legs, data.points);
  known.set(data, course);
  return course;
}
