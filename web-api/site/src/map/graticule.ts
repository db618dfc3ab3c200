import type { Feature, FeatureCollection } from 'geojson';

/** West, south, east, north; degrees. */
export type Bounds = readonly [number, number, number, number];

const steps = [30, 20, 10, 5, 2, 1, 30 / 60, 20 / 60, 10 / 60, 5 / 60, 2 / 60, 1 / 60, 30 / 3600, 20 / 3600, 10 / 3600, 5 / 3600, 2 / 3600, 1 / 3600];
const fewestLines = 3; // across a view
const mostLines = 40; // whatever somebody does to the view

/** The coarsest step of which a span that wide has some lines. */
export function stepFor(span: number): number {
  return steps.find((step) => span / step >= fewestLines) ?? steps[steps.length - 1]!;
}

/** "48°10′", "3°05′30″": as fine as the step asks for. */
export function degreesText(value: number, step: number, letters: readonly [string, string]): string {
  const seconds = Math.round(Math.abs(value) * 3600);
  const two = (number: number) => String(number).padStart(2, '0');
  const degrees = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const text =
    step >= 1 ? `${degrees}°`
    : step >= 1 / 60 ? `${degrees}°${two(minutes)}′`
    : `${degrees}°${two(minutes)}′${two(seconds % 60)}″`;
  return seconds === 0 ? text : `${text}${value > 0 ? letters[0] : letters[1]}`;
}

function linesFrom(low: number, high: number, step: number): number[] {
  const first = Math.ceil(low / step);
  const last = Math.min(Math.floor(high / step), first + mostLines);
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, i) => (first + i) * step);
}

function line(from: [number, number], to: [number, number], label: string): Feature {
  return { type: 'Feature', properties: { label }, geometry: { type: 'LineString', coordinates: [from, to] } };
}

/** Meridians and parallels of a view, a bit beyond its edges, each with its label. */
export function graticule([west, south, east, north]: Bounds): FeatureCollection {
  const step = stepFor(Math.min(east - west, north - south));
  const [dx, dy] = [(east - west) / 2, (north - south) / 2];
  const [low, high] = [Math.max(south - dy, -85), Math.min(north + dy, 85)];
  return {
    type: 'FeatureCollection',
    features: [
      ...linesFrom(west - dx, east + dx, step).map((lon) =>
        line([lon, low], [lon, high], degreesText(lon, step, ['E', 'W']))),
      ...linesFrom(low, high, step).map((lat) =>
        line([west - dx, lat], [east + dx, lat], degreesText(lat, step, ['N', 'S']))),
    ],
  };
}
