import type { Arrival } from './model';
import type { RaceStore } from './store';

/** Where a passage or an arrival is: a point, and on which leg and lap. */
export type PointPlace = Pick<Arrival, 'point' | 'leg' | 'lap'>;

/** "Bike lap 1": a point with its lap where its leg has several; there is one finish. */
export function pointName(store: RaceStore, bib: string, at: PointPlace): string {
  const { points, legs } = store.course(bib);
  const point = points.find((each) => each.id === at.point && each.leg === at.leg && each.lap === at.lap);
  const many = (legs[at.leg]?.laps ?? 1) > 1 && point?.kind !== 'finish';
  return `${point?.name ?? at.point}${many ? ` ${at.lap}` : ''}`;
}

export const placeKey = (at: PointPlace) => `${at.leg}/${at.lap}/${at.point}`;
