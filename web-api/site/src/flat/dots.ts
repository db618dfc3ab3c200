import type { LonLat } from '../core/course';
import type { Dot } from '../core/dots';
import type { RaceStore } from '../core/store';

const svgNamespace = 'http://www.w3.org/2000/svg';

interface Shape {
  group: SVGGElement;
  title: SVGTitleElement;
  /** As it was drawn last. */
  x: number;
  y: number;
  scale: number;
  look: string;
}

const stillPixels = 0.25; // who moved by less stays: each change has the browser paint the drawing anew

/** A place in the drawing's own units; the server says how, on the drawing itself. */
export function toView(svg: SVGSVGElement, [lon, lat]: LonLat): [number, number] {
  const { lon0, lat0, kx, ky } = svg.dataset;
  return [(lon - Number(lon0)) * Number(kx), (Number(lat0) - lat) * Number(ky)];
}

/** The athletes on the course's SVG: a dot each, with the bib, in the colour of the category. */
export class Dots {
  private readonly layer: SVGGElement;
  private readonly shapes = new Map<string, Shape>();

  constructor(
    private readonly svg: SVGSVGElement,
    private readonly classOf: (bib: string) => string,
    private readonly onTap: (bib: string) => void,
    /** What a dot is called, to who cannot see it. */
    private readonly nameOf: (bib: string) => string,
  ) {
    this.layer = svg.querySelector<SVGGElement>('#dots')!;
  }

  /** Draws everybody where they were placed. */
  draw(placed: readonly Dot[], store: RaceStore): void {
    const unitsPerPixel = this.svg.viewBox.baseVal.width / Math.max(this.svg.clientWidth, 1);
    const present = new Set<string>();
    for (const dot of placed) {
      const shape = this.shapes.get(dot.bib) ?? this.make(dot.bib);
      present.add(dot.bib);
      const [x, y] = toView(this.svg, dot.place);
      const scale = unitsPerPixel * (dot.selected ? 1.45 : 1);
      const isStill = Math.hypot(x - shape.x, y - shape.y) < stillPixels * unitsPerPixel && scale === shape.scale;
      if (!isStill) {
        Object.assign(shape, { x, y, scale });
        shape.group.setAttribute('transform', `translate(${x.toFixed(2)} ${y.toFixed(2)}) scale(${scale.toFixed(3)})`);
      }
      const status = store.entry(dot.bib)?.status ?? '';
      const look = `dot ${this.classOf(dot.bib)} ${status}${dot.selected ? ' followed' : ''}`;
      if (look !== shape.look) shape.group.setAttribute('class', (shape.look = look));
      if (dot.selected && shape.group !== this.layer.lastChild) this.layer.append(shape.group);
    }
    this.layer.toggleAttribute('data-any', present.size > 0);
    for (const [bib, { group }] of this.shapes) {
      const display = present.has(bib) ? '' : 'none';
      if (group.style.display !== display) group.style.display = display;
    }
  }

  /** What each dot says of itself: its tooltip. */
  say(placed: readonly Dot[], wordsOf: (bib: string) => string): void {
    for (const { bib } of placed) {
      const title = this.shapes.get(bib)?.title;
      const words = wordsOf(bib);
      if (title && title.textContent !== words) title.textContent = words;
    }
  }

  pixelOf(bib: string): { x: number; y: number } | undefined {
    const group = this.shapes.get(bib)?.group;
    if (!group || group.style.display === 'none') return undefined;
    const [box, own] = [this.svg.getBoundingClientRect(), group.getBoundingClientRect()];
    return { x: own.x + own.width / 2 - box.x, y: own.y + own.height / 2 - box.y };
  }

  private make(bib: string): Shape {
    const group = document.createElementNS(svgNamespace, 'g');
    const circle = document.createElementNS(svgNamespace, 'circle');
    const text = document.createElementNS(svgNamespace, 'text');
    const title = document.createElementNS(svgNamespace, 'title');
    circle.setAttribute('r', '11');
    text.textContent = bib;
    text.setAttribute('dy', '0.35em');
    group.dataset.bib = bib;
    group.setAttribute('role', 'button');
    group.setAttribute('tabindex', '0');
    group.setAttribute('aria-label', this.nameOf(bib));
    group.append(title, circle, text);
    group.addEventListener('click', () => this.onTap(bib));
    group.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') this.onTap(bib);
    });
    this.layer.append(group);
    const shape: Shape = { group, title, x: NaN, y: NaN, scale: NaN, look: '' };
    this.shapes.set(bib, shape);
    return shape;
  }
}
