import type { Feature, FeatureCollection } from 'geojson';
import { courseOf } from '../core/course';
import type { CourseData, Leg, Race } from '../core/model';
import type { Bounds } from './graticule';

/** The race's own course first, then those of its variants. */
export function coursesOf(race: Race): CourseData[] {
  return [race.course, ...race.variants.map((variant) => variant.course)];
}

/** The legs of all courses; variants share legs by their id, and then it is the same line. */
export function legsOf(race: Race): Leg[] {
  const byId = new Map<string, Leg>();
  for (const leg of coursesOf(race).flatMap((course) => course.legs)) if (!byId.has(leg.id)) byId.set(leg.id, leg);
  return [...byId.values()];
}

export function boundsOf(race: Race): Bounds {
  const places = legsOf(race).flatMap((leg) => leg.line);
  const [lons, lats] = [places.map(([lon]) => lon), places.map(([, lat]) => lat)];
  const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b), -Infinity);
  return [least(lons), least(lats), most(lons), most(lats)];
}

export function legFeature(leg: Leg): Feature {
  return {
    type: 'Feature',
    properties: { sport: leg.sport, name: leg.name },
    geometry: { type: 'LineString', coordinates: leg.line },
  };
}

function point(coordinates: readonly number[], properties: Record<string, unknown>): Feature {
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: [...coordinates] } };
}

const mostMarks = 60; // of one course; a longer one has a mark each 5 or 10 km
const markKilometres = [1, 2, 5, 10, 20, 50, 100];

/** Kilometres between two marks of a course that long. */
export function markEvery(lengthMetres: number): number {
  return markKilometres.find((km) => lengthMetres / 1000 / km <= mostMarks) ?? 200;
}

/** The kilometres of the race's own course, each at the first place it comes to, ranked by how round it is. */
export function kilometreMarks(race: Race): FeatureCollection {
  const { course: data } = race;
  const course = courseOf(data);
  const every = markEvery(data.length_m);
  const features: Feature[] = [];
  for (let km = every; km * 1000 < data.length_m; km += every) {
    const place = course.placeAt(km * 1000);
    if (data.legs[place.leg]?.sport === 'transition') continue;
    const rank = km % (every * 10) === 0 ? 0 : km % (every * 5) === 0 ? 1 : 2;
    features.push(point(course.positionAt(km * 1000), { label: String(km), rank }));
  }
  return { type: 'FeatureCollection', features };
}

const alikeDegrees = 2e-5; // two metres: the same gate

/** Each gate on the ground once, with the names of all timing points it serves. */
export function gates(race: Race): FeatureCollection {
  const known: { position: readonly [number, number]; names: string[]; kinds: string[] }[] = [];
  for (const each of coursesOf(race).flatMap((course) => course.points)) {
    const isHere = ({ position: [lon, lat] }: { position: readonly [number, number] }) =>
      Math.abs(lon - each.position[0]) < alikeDegrees && Math.abs(lat - each.position[1]) < alikeDegrees;
    let gate = known.find(isHere);
    if (!gate) known.push((gate = { position: each.position, names: [], kinds: [] }));
    if (!gate.names.includes(each.name)) gate.names.push(each.name);
    gate.kinds.push(each.kind);
  }
  const rankOf = (kinds: string[]) => (kinds.some((kind) => kind === 'start' || kind === 'finish') ? 0 : 1);
  return {
    type: 'FeatureCollection',
    features: known.map(({ position, names, kinds }) => point(position, { label: names.join(', '), rank: rankOf(kinds) })),
  };
}
