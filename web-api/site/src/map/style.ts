import type { FeatureCollection } from 'geojson';
import type { ExpressionSpecification, LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl';
import { gradeColours, gradeStretches } from '../core/grades';
import type { Leg, Race } from '../core/model';
import type { BaseParts } from './basemap';
import { gates, kilometreMarks, legFeature, legsOf } from './course_features';
import type { Theme } from './theme';

// What stands still, drawn without asking any server but ours: MapLibre writes labels with the browser's own fonts.

const fonts = ['sans-serif'];
const empty: FeatureCollection = { type: 'FeatureCollection', features: [] };

export const arrowImage = 'arrow';

/** Where the coast is only a sketch the sea fades into the land: nobody shall believe it to the metre. */
export function seaColour(theme: Theme): ExpressionSpecification {
  return ['interpolate', ['linear'], ['zoom'], 12, theme.sea, 15, theme.shallow];
}

function groundLayers(theme: Theme, hasLand: boolean): LayerSpecification[] {
  return [
    { id: 'sea', type: 'background', paint: { 'background-color': hasLand ? seaColour(theme) : theme.land } },
    { id: 'land', type: 'fill', source: 'land', filter: ['==', ['get', 'kind'], 'land'], paint: { 'fill-color': theme.land, 'fill-antialias': false } },
    {
      id: 'coast', type: 'line', source: 'land', filter: ['==', ['get', 'kind'], 'coast'],
      // Natural Earth's coast is a sketch at street scale: it fades before it misleads.
      paint: {
        'line-color': theme.coast, 'line-width': 1.2 * theme.size,
        'line-opacity': ['interpolate', ['linear'], ['zoom'], 12, 0.9, 14, 0.25],
      },
    },
  ];
}

function gridLayers(theme: Theme): LayerSpecification[] {
  return [
    {
      id: 'grid', type: 'line', source: 'graticule',
      paint: { 'line-color': theme.grid, 'line-width': 0.7, 'line-opacity': 0.55, 'line-dasharray': [4, 4] },
    },
    {
      id: 'grid-labels', type: 'symbol', source: 'graticule',
      layout: {
        'symbol-placement': 'line', 'symbol-spacing': 420, 'text-field': ['get', 'label'], 'text-font': fonts,
        'text-size': 11 * theme.size, 'text-offset': [0, -0.7], 'text-max-angle': 20,
      },
      paint: { 'text-color': theme.grid, 'text-halo-color': theme.land, 'text-halo-width': 1.2 },
    },
  ];
}

/** Steps of colour along one lap. */
export function gradient(leg: Leg): ExpressionSpecification | undefined {
  const stretches = gradeStretches(leg);
  const first = stretches[0];
  if (!first) return undefined;
  const stops = stretches.slice(1).flatMap(({ from, grade }) => [from, gradeColours[grade]!]);
  // A step needs one stop at least; a lap of one class has it where nobody sees it.
  const all = stops.length > 0 ? stops : [1, gradeColours[first.grade]!];
  return ['step', ['line-progress'], gradeColours[first.grade]!, ...all] as ExpressionSpecification;
}

function width(theme: Theme, far: number, near: number): ExpressionSpecification {
  return ['interpolate', ['linear'], ['zoom'], 8, far * theme.size, 15, near * theme.size];
}

function legLayers(leg: Leg, index: number, theme: Theme): LayerSpecification[] {
  const source = `leg-${index}`;
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const;
  const steep = gradient(leg);
  const sport: LayerSpecification = {
    id: `${source}-sport`, type: 'line', source, layout: round,
    paint: { 'line-color': theme.sports[leg.sport], 'line-width': width(theme, 3, 6.5) },
  };
  if (!steep) return [sport];
  return [
    sport,
    {
      id: `${source}-grade`, type: 'line', source, layout: round,
      paint: { 'line-gradient': steep, 'line-width': width(theme, 1.6, 3.4) },
    },
  ];
}

function markLayers(theme: Theme): LayerSpecification[] {
  const label = (size: number) => ({ 'text-field': ['get', 'label'] as ExpressionSpecification, 'text-font': fonts, 'text-size': size * theme.size });
  const ink = { 'text-color': theme.text, 'text-halo-color': theme.halo, 'text-halo-width': 1.6 };
  return [
    {
      id: 'kilometres', type: 'symbol', source: 'kilometres',
      layout: { ...label(11), 'text-offset': [0.9, -0.9], 'symbol-sort-key': ['get', 'rank'], 'text-padding': 6 },
      paint: ink,
    },
    {
      id: 'kilometre-dots', type: 'circle', source: 'kilometres', minzoom: 11,
      paint: { 'circle-radius': 2.2 * theme.size, 'circle-color': theme.text },
    },
    {
      id: 'gates', type: 'circle', source: 'gates',
      paint: {
        'circle-radius': 5 * theme.size, 'circle-color': theme.halo,
        'circle-stroke-color': theme.text, 'circle-stroke-width': 2,
      },
    },
    {
      id: 'gate-names', type: 'symbol', source: 'gates',
      layout: {
        ...label(13), 'text-variable-anchor': ['left', 'right', 'top', 'bottom'], 'text-radial-offset': 0.8,
        'text-justify': 'auto', 'text-max-width': 14, 'symbol-sort-key': ['get', 'rank'],
      },
      paint: { ...ink, 'text-halo-width': 2 },
    },
  ];
}

function arrowLayer(source: string): LayerSpecification {
  return {
    id: `${source}-arrows`, type: 'symbol', source, minzoom: 9,
    layout: {
      'symbol-placement': 'line', 'symbol-spacing': 110, 'icon-image': arrowImage, 'icon-allow-overlap': true,
      'icon-rotation-alignment': 'map', 'icon-size': ['interpolate', ['linear'], ['zoom'], 9, 0.8, 15, 1.3],
    },
  };
}

/** What lies below the course: land and coast as the server clips them (without them all is land), and a basemap. */
export interface Ground {
  land?: FeatureCollection | undefined;
  base?: BaseParts | undefined;
}

/** The map of a race. */
export function builtInStyle(race: Race, theme: Theme, { land, base }: Ground = {}): StyleSpecification {
  const legs = legsOf(race);
  const sources: Record<string, SourceSpecification> = {
    land: { type: 'geojson', data: land ?? empty, maxzoom: 12 },
    graticule: { type: 'geojson', data: empty },
    kilometres: { type: 'geojson', data: kilometreMarks(race) },
    gates: { type: 'geojson', data: gates(race) },
    ...base?.sources,
  };
  legs.forEach((leg, index) => {
    sources[`leg-${index}`] = { type: 'geojson', lineMetrics: true, tolerance: 0.2, data: legFeature(leg) };
  });
  const casings = legs.map((_, index): LayerSpecification => ({
    id: `leg-${index}-casing`, type: 'line', source: `leg-${index}`,
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': theme.casing, 'line-width': width(theme, 5.5, 10.5) },
  }));
  return {
    version: 8,
    ...(base?.sprite === undefined ? {} : { sprite: base.sprite }),
    sources,
    layers: [
      ...(base?.isWhole ? [] : groundLayers(theme, land !== undefined)),
      ...(base?.layers ?? []),
      ...gridLayers(theme),
      ...casings,
      ...legs.flatMap((leg, index) => legLayers(leg, index, theme)),
      ...legs.map((_, index) => arrowLayer(`leg-${index}`)),
      ...markLayers(theme),
    ],
  };
}

const arrowSide = 20;

/** An arrow head that points east, as lines go; ink and casing of the theme. */
export function drawArrow(theme: Theme): ImageData {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = arrowSide * 2;
  const context = canvas.getContext('2d')!;
  context.scale(2, 2);
  context.beginPath();
  context.moveTo(5, 4);
  context.lineTo(15, 10);
  context.lineTo(5, 16);
  context.lineTo(8, 10);
  context.closePath();
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.strokeStyle = theme.halo;
  context.stroke();
  context.fillStyle = theme.text;
  context.fill();
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
