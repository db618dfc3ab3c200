import { describe, expect, test } from 'vitest';
import { partsOfStyle } from '../src/map/basemap';
import { builtInStyle } from '../src/map/style';
import { themes } from '../src/map/theme';
import { race } from './support';

const foreign = partsOfStyle({
  version: 8,
  glyphs: 'https://fonts.example.org/{fontstack}/{range}.pbf',
  sources: { land: { type: 'vector', url: 'https://tiles.example.org/all.json' } },
  layers: [
    { id: 'sea', type: 'background', paint: { 'background-color': '#123456' } },
    { id: 'roads', type: 'line', source: 'land', 'source-layer': 'roads' },
  ],
});

describe('a style of somebody else', () => {
  test('keeps its names apart from ours', () => {
    expect(Object.keys(foreign.sources)).toEqual(['base-land']);
    expect(foreign.layers.map((layer) => layer.id)).toEqual(['base-sea', 'base-roads']);
    expect(foreign.layers[1]).toMatchObject({ source: 'base-land', 'source-layer': 'roads' });
  });
  test('lies below the course, in place of land and sea', () => {
    const ids = builtInStyle(race, themes.light, { base: foreign }).layers.map((layer) => layer.id);

    expect(ids.slice(0, 3)).toEqual(['base-sea', 'base-roads', 'grid']);
    expect(ids).not.toContain('sea');
    expect(ids.indexOf('leg-0-sport')).toBeGreaterThan(2);
  });
  test('brings no glyphs: labels are written with local fonts', () =>
    expect(builtInStyle(race, themes.light, { base: foreign })).not.toHaveProperty('glyphs'));
});

describe('tiles as pictures', () => {
  test('lie above the sea and below the graticule', () => {
    const base = {
      sources: { base: { type: 'raster' as const, tiles: ['/t/{z}/{x}/{y}'] } },
      layers: [{ id: 'base-picture', type: 'raster' as const, source: 'base' }],
      isWhole: false,
    };
    const ids = builtInStyle(race, themes.dark, { base }).layers.map((layer) => layer.id);

    expect(ids.indexOf('base-picture')).toBeGreaterThan(ids.indexOf('coast'));
    expect(ids.indexOf('base-picture')).toBeLessThan(ids.indexOf('grid'));
  });
});
