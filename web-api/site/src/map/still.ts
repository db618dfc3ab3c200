import type { Dot, DotState } from '../core/dots';

const leastPixels = 0.5;
const leastPixelsAtOnce = 1;
const atOnceMs = 100;
const longestMs = 1_000; // ages and bands change the drawing even of who stands

interface Drawn {
  x: number;
  y: number;
  look: number;
}

/**
 * So far somebody must have moved to be worth a frame. In a field of hundreds one does by half a pixel in every frame of the
 * screen: what nobody sees as a step waits a tenth of a second, and a phone's battery lasts.
 */
export function leastMove(sinceDrawnMs: number): number {
  return sinceDrawnMs < atOnceMs ? leastPixelsAtOnce : leastPixels;
}

/** Tells a frame that would change nothing: at low zoom an athlete moves less than a pixel a second. */
export class Stillness {
  private drawn = new Map<string, Drawn>();
  private drawnAt = -Infinity;

  /** `pixels` holds x and y of each dot. */
  isStill(dots: readonly Dot[], pixels: Float64Array, now: number): boolean {
    if (now - this.drawnAt >= longestMs || dots.length !== this.drawn.size) return false;
    const least = leastMove(now - this.drawnAt);
    return dots.every((dot, index) => {
      const before = this.drawn.get(dot.bib);
      return (
        before !== undefined &&
        Math.abs(before.x - pixels[2 * index]!) < least &&
        Math.abs(before.y - pixels[2 * index + 1]!) < least &&
        before.look === lookOf(dot)
      );
    });
  }

  note(dots: readonly Dot[], pixels: Float64Array, now: number): void {
    this.drawnAt = now;
    if (dots.length < this.drawn.size) this.drawn.clear();
    dots.forEach((dot, index) => {
      const drawn = this.drawn.get(dot.bib) ?? { x: 0, y: 0, look: 0 };
      drawn.x = pixels[2 * index]!;
      drawn.y = pixels[2 * index + 1]!;
      drawn.look = lookOf(dot);
      this.drawn.set(dot.bib, drawn);
    });
  }

  /** The next frame is drawn, whatever it shows. */
  disturb(): void {
    this.drawnAt = -Infinity;
  }
}

const stateNumbers: Record<DotState, number> = {
  waiting: 0, live: 1, predicted: 2, late: 3, silent: 4, stopped: 5, off_course: 6, finished: 7, out: 8,
};
const fadeSteps = 8;

/** Equal for dots that look alike. */
function lookOf({ state, selected, favourite, opacity }: Dot): number {
  const flags = (selected ? 2 : 0) + (favourite ? 1 : 0);
  return (stateNumbers[state] * 4 + flags) * (fadeSteps + 1) + Math.round(opacity * fadeSteps);
}
