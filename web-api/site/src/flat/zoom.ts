import type { Leg } from '../core/model';

const marginShare = 0.12;

/** Lets a tap on a sport in the legend show its legs alone, and a second tap the whole course again. */
export class Zoom {
  private readonly whole: string;
  private shown: string | undefined;

  constructor(
    private readonly svg: SVGSVGElement,
    private readonly legs: Leg[],
    private readonly legend: HTMLElement,
    private readonly toView: (place: readonly [number, number]) => [number, number],
  ) {
    this.whole = svg.getAttribute('viewBox') ?? '';
    for (const item of legend.querySelectorAll<HTMLElement>('li[data-sport]')) {
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...item.childNodes);
      button.setAttribute('aria-pressed', 'false');
      button.addEventListener('click', () => this.toggle(item.dataset.sport));
      item.append(button);
    }
    this.scale();
    new ResizeObserver(() => this.scale()).observe(svg);
  }

  private toggle(sport: string | undefined): void {
    this.shown = sport === this.shown ? undefined : sport;
    this.svg.setAttribute('viewBox', this.shown === undefined ? this.whole : this.boxOf(this.shown));
    this.svg.classList.toggle('zoomed', this.shown !== undefined);
    for (const item of this.legend.querySelectorAll<HTMLElement>('li[data-sport]')) {
      item.firstElementChild!.setAttribute('aria-pressed', String(item.dataset.sport === this.shown));
    }
    this.scale();
  }

  /** Gates and their names keep their size on the screen, whatever the drawing's scale. */
  private scale(): void {
    const unitsPerPixel = this.svg.viewBox.baseVal.width / Math.max(this.svg.clientWidth, 1);
    this.svg.style.setProperty('--unit', unitsPerPixel.toFixed(4));
  }

  /** Around the legs of a sport, in the shape of the whole drawing. */
  private boxOf(sport: string): string {
    const [, , width = 1, height = 1] = this.whole.split(' ').map(Number);
    const places = this.legs.filter((leg) => leg.sport === sport).flatMap((leg) => leg.line.map(this.toView));
    const xs = places.map(([x]) => x);
    const ys = places.map(([, y]) => y);
    const [west, east] = [Math.min(...xs), Math.max(...xs)];
    const [north, south] = [Math.min(...ys), Math.max(...ys)];
    const scale = Math.max((east - west) / width, (south - north) / height) * (1 + 2 * marginShare);
    const [w, h] = [width * scale, height * scale];
    return [(west + east - w) / 2, (north + south - h) / 2, w, h].map((each) => each.toFixed(1)).join(' ');
  }
}
