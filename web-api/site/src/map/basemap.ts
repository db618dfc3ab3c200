import { addProtocol, type LayerSpecification, type SourceSpecification, type StyleSpecification } from 'maplibre-gl';
import type { Basemap } from '../core/model';
import type { ThemeName } from './theme';

/** Sources and layers that go below the course, as MapLibre has them. */
export interface BaseParts {
  sources: Record<string, SourceSpecification>;
  layers: LayerSpecification[];
  sprite?: StyleSpecification['sprite'];
  /** True: nothing of the built-in land and sea is to be seen. */
  isWhole: boolean;
}

/** Makes the parts for a theme; made once, so that a theme can change without asking a server again. */
export type BaseMaker = (theme: ThemeName) => BaseParts;

const source = 'base';
const nothing: BaseParts = { sources: {}, layers: [], isWhole: false };

/** In the dark a picture that was made for the day is dimmed. */
function pictureLayer(theme: ThemeName): LayerSpecification {
  const dimmed = { 'raster-brightness-max': 0.55, 'raster-saturation': -0.4 };
  return { id: 'base-picture', type: 'raster', source, paint: theme === 'dark' ? dimmed : {} };
}

/** Their names get a prefix, so that none is ours. */
export function partsOfStyle(style: StyleSpecification): BaseParts {
  const sources = Object.entries(style.sources).map(([name, each]) => [`base-${name}`, each] as const);
  const layers = style.layers.map((layer) => ({
    ...layer,
    id: `base-${layer.id}`,
    ...('source' in layer ? { source: `base-${layer.source}` } : {}),
  }));
  // Its glyphs are left out: labels are written with the browser's own fonts, as ours are.
  return {
    sources: Object.fromEntries(sources),
    layers: layers as LayerSpecification[],
    ...(style.sprite === undefined ? {} : { sprite: style.sprite }),
    isWhole: true,
  };
}

const styleLimitMs = 5_000; // the map waits for a style, and no longer than that

async function fetchedStyle(url: string): Promise<BaseMaker> {
  const limit = new AbortController();
  setTimeout(() => limit.abort(), styleLimitMs);
  const answer = await fetch(url, { signal: limit.signal });
  if (!answer.ok) throw new Error(`the basemap's style answers ${answer.status}`);
  const parts = partsOfStyle((await answer.json()) as StyleSpecification);
  return () => parts;
}

/** Symbols are in a sprite that we do not have; the names beside them stay. */
function withoutIcons(layer: LayerSpecification): LayerSpecification {
  if (layer.type !== 'symbol' || !layer.layout) return layer;
  const layout = Object.entries(layer.layout).filter(([name]) => !name.startsWith('icon-'));
  return { ...layer, layout: Object.fromEntries(layout) };
}

async function pmtiles({ url, flavor }: Extract<Basemap, { kind: 'pmtiles' }>): Promise<BaseMaker> {
  const [{ Protocol }, { layers, namedFlavor }] = await Promise.all([import('pmtiles'), import('@protomaps/basemaps')]);
  addProtocol('pmtiles', new Protocol().tile);
  const address = `pmtiles://${new URL(url, location.href).href}`;
  return (theme) => ({
    sources: { [source]: { type: 'vector', url: address } },
    layers: layers(source, namedFlavor(theme === 'dark' ? 'dark' : flavor), { lang: document.documentElement.lang || 'en' })
      .map((layer) => withoutIcons({ ...layer, id: `base-${layer.id}` } as LayerSpecification)),
    isWhole: true,
  });
}

/** Without one, or where it cannot be had, the built-in map is all there is: no race waits for a basemap. */
export async function makerOf(basemap: Basemap | null | undefined): Promise<BaseMaker> {
  if (!basemap) return () => nothing;
  switch (basemap.kind) {
    case 'raster': {
      const { url, tile_size: tileSize, max_zoom: maxzoom } = basemap;
      const tiles = [url.startsWith('/') ? location.origin + url : url];
      return (theme) => ({
        sources: { [source]: { type: 'raster', tiles, tileSize, maxzoom } }, layers: [pictureLayer(theme)], isWhole: false,
      });
    }
    case 'image': {
      const { corners: coordinates } = basemap;
      const url = new URL(basemap.url, location.href).href;
      return (theme) => ({
        sources: { [source]: { type: 'image', url, coordinates } }, layers: [pictureLayer(theme)], isWhole: false,
      });
    }
    case 'style':
      return fetchedStyle(basemap.url).catch(failed);
    case 'pmtiles':
      return pmtiles(basemap).catch(failed);
  }
}

function failed(error: unknown): BaseMaker {
  console.warn('no basemap:', error);
  return () => nothing;
}
