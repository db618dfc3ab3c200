import type uPlot from 'uplot';

/** A place of a graph, in its values. */
export interface Place {
  x: number;
  y: number;
  /** CSS pixels from its upper edge. */
  top: number;
  /** How much of x and of y a CSS pixel is. */
  perPixel: { x: number; y: number };
}

export interface HandParts {
  /** Undefined: nobody points any more. */
  onPoint(place: Place | undefined): void;
  onPick(place: Place): void;
}

const tapPixels = 5; // who moved more between down and up has drawn, and not picked
const steps = 60; // of arrow keys, from one end to the other

/** Mouse, finger and keys over a graph: all of them move its cursor, and a click, a tap or Enter picks a place. */
export class Hand {
  private downAt: { x: number; y: number } | undefined;
  private readonly ends = new AbortController();
  private place: Place | undefined;

  constructor(
    private readonly plot: uPlot,
    private readonly parts: HandParts,
  ) {
    const { signal } = this.ends;
    const { over } = plot;
    over.addEventListener('pointerdown', (event) => this.down(event), { signal });
    over.addEventListener('pointermove', (event) => this.move(event), { signal });
    over.addEventListener('pointerleave', () => this.leave(), { signal });
    over.addEventListener('pointercancel', () => this.leave(), { signal });
    over.addEventListener('click', (event) => this.click(event), { signal });
  }

  /** Undefined: nobody points. */
  get x(): number | undefined {
    return this.place?.x;
  }

  destroy(): void {
    this.ends.abort();
  }

  press(key: string): boolean {
    const { clientWidth: width, clientHeight: height } = this.plot.over;
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    if (step !== 0) {
      const left = this.place ? this.plot.valToPos(this.place.x, 'x') : width / 2;
      this.point(Math.min(Math.max(left + (step * width) / steps, 0), width), this.place?.top ?? height / 2);
    } else if (key === 'Home' || key === 'End') this.point(key === 'Home' ? 0 : width, this.place?.top ?? height / 2);
    else if (key === 'Enter' && this.place) this.parts.onPick(this.place);
    else if (key === 'Escape') this.leave();
    else return false;
    return true;
  }

  private down(event: PointerEvent): void {
    this.downAt = { x: event.clientX, y: event.clientY };
    if (event.pointerType === 'touch') this.move(event);
  }

  private move(event: PointerEvent): void {
    const box = this.plot.over.getBoundingClientRect();
    this.point(event.clientX - box.left, event.clientY - box.top);
  }

  private point(left: number, top: number): void {
    this.plot.setCursor({ left, top }, false);
    const [x, y] = [this.plot.posToVal(left, 'x'), this.plot.posToVal(top, 'y')];
    const perPixel = { x: this.plot.posToVal(left + 1, 'x') - x, y: y - this.plot.posToVal(top + 1, 'y') };
    this.place = { x, y, top, perPixel };
    this.parts.onPoint(this.place);
  }

  private leave(): void {
    this.place = undefined;
    this.plot.setCursor({ left: -10, top: -10 }, false);
    this.parts.onPoint(undefined);
  }

  private click(event: MouseEvent): void {
    const { downAt } = this;
    if (!downAt || Math.hypot(event.clientX - downAt.x, event.clientY - downAt.y) > tapPixels) return;
    if (this.place) this.parts.onPick(this.place);
  }
}
