import type { CourseData } from './model';

/** Longitude, latitude. */
export type LonLat = readonly [number, number];

const metresPerDegree = 111_320; // of latitude; good to 0.6 %, enough to draw

interface Line {
  points: LonLat[];
  /** Share of the lap at each point, 0 to 1. */
  share: number[];
}

function measured(points: LonLat[]): Line {
  const along = [0];
  for (let i = 1; i < points.length; i++) {
    const [lon0, lat0] = points[i - 1]!;
    const [lon1, lat1] = points[i]!;
    const east = (lon1 - lon0) * Math.cos(((lat0 + lat1) / 2) * (Math.PI / 180));
    along.push(along[i - 1]! + Math.hypot(east, lat1 - lat0) * metresPerDegree);
  }
  const length = along[along.length - 1] || 1;
  return { points, share: along.map((metres) => metres / length) };
}

/** The unrolled course: every leg, every lap, as one line of metres. */
export class Course {
  private readonly lines: Line[];

  constructor(private readonly legs: CourseData['legs']) {
    this.lines = legs.map((leg) => measured(leg.line));
  }

  /** The leg and lap (from 1) that far along; clamped to the course. */
  placeAt(along: number): { leg: number; lap: number; inLap: number; lapLength: number } {
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
    const { points, share } = this.lines[place.leg]!;
    const wanted = place.inLap / place.lapLength;
    let high = share.findIndex((each) => each >= wanted);
    if (high < 0) high = share.length - 1;
    const low = Math.max(high - 1, 0);
    const span = share[high]! - share[low]! || 1;
    const t = Math.min(Math.max((wanted - share[low]!) / span, 0), 1);
    const [lon0, lat0] = points[low]!;
    const [lon1, lat1] = points[high]!;
    return [lon0 + (lon1 - lon0) * t, lat0 + (lat1 - lat0) * t];
  }
}
