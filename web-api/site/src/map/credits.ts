import type { IControl } from 'maplibre-gl';
import type { Attribution, Race } from '../core/model';

/** Whose data the map shows: text and one link each, never HTML from a setting. */
export class Credits implements IControl {
  private readonly element = document.createElement('div');

  constructor(race: Race, coast: string) {
    this.element.className = 'maplibregl-ctrl map-corner map-credits';
    const parts = [race.basemap ? linked(race.basemap) : undefined, race.land ? document.createTextNode(coast) : undefined];
    for (const part of parts) {
      if (!part) continue;
      if (this.element.hasChildNodes()) this.element.append(' · ');
      this.element.append(part);
    }
  }

  onAdd(): HTMLElement {
    return this.element;
  }

  onRemove(): void {
    this.element.remove();
  }
}

function linked({ attribution, attribution_link: link }: Attribution): Node {
  const text = document.createTextNode(attribution);
  if (link === null || !/^https?:\/\//.test(link)) return text;
  const anchor = document.createElement('a');
  anchor.href = link;
  anchor.rel = 'noopener';
  anchor.target = '_blank';
  anchor.append(text);
  return anchor;
}
