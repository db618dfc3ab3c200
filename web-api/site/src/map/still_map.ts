import type { FeatureCollection } from 'geojson';
import type { GeoJSONSource, Map as MapLibreMap, StyleSpecification } from 'maplibre-gl';
import type { Race } from '../core/model';
import type { BaseMaker } from './basemap';
import { graticule } from './graticule';
import { arrowImage, builtInStyle, drawArrow, seaColour } from './style';
import { type ThemeName, themes } from './theme';

/** What stands still, kept as it was when the theme changes. */
export class Still {
  private map: MapLibreMap | undefined;
  private land: FeatureCollection | undefined;

  constructor(
    private readonly race: Race,
    private theme: ThemeName,
    private readonly base: BaseMaker,
  ) {}

  style(): StyleSpecification {
    return builtInStyle(this.race, themes[this.theme], { land: this.land, base: this.base(this.theme) });
  }

  /** Before the map has its style: pictures must be there before what shows them. */
  fill(map: MapLibreMap): void {
    this.map = map;
    map.on('moveend', this.drawGrid);
    map.on('style.load', this.decorate);
  }

  setTheme(theme: ThemeName): void {
    if (theme === this.theme) return;
    this.theme = theme;
    this.map?.setStyle(this.style(), { diff: false }); // 'style.load' follows
  }

  /** Asks for the coast and draws it when it comes; without it the map shows land alone. Rejects what is no JSON. */
  async fetchLand(): Promise<void> {
    if (!this.race.land) return;
    const answer = await fetch(this.race.land).catch(() => undefined);
    if (!answer?.ok) return;
    const land = (await answer.json()) as FeatureCollection;
    const { map } = this;
    if (!map) return;
    this.land = land;
    void map.getSource<GeoJSONSource>('land')?.setData(land);
    if (map.getLayer('sea')) map.setPaintProperty('sea', 'background-color', seaColour(themes[this.theme]));
    this.keepWithin(map, land);
  }

  destroy(): void {
    this.map?.off('moveend', this.drawGrid);
    this.map?.off('style.load', this.decorate);
    this.map = undefined;
  }

  /** Beyond the box of the coast nothing is known, and the map would show sea where there is land. */
  private keepWithin(map: MapLibreMap, { bbox }: FeatureCollection): void {
    if (bbox?.length !== 4) return;
    const [west, south, east, north] = bbox;
    map.setMaxBounds([[west, south], [east, north]]);
  }

  private readonly decorate = (): void => {
    const { map } = this;
    if (!map) return;
    if (map.hasImage(arrowImage)) map.removeImage(arrowImage);
    map.addImage(arrowImage, drawArrow(themes[this.theme]), { pixelRatio: 2 });
    this.drawGrid();
  };

  private readonly drawGrid = (): void => {
    const bounds = this.map?.getBounds();
    if (!bounds) return;
    const view = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()] as const;
    void this.map?.getSource<GeoJSONSource>('graticule')?.setData(graticule(view));
  };
}
