import type { Ink } from './ink';
import type { Line } from './line';
import type { Pixels } from './pixels';

const leastPixels = 3; // between two knots that are drawn
const opacity = 0.45;

/** Everybody who does not stand out, as thin lines: drawn once, and copied until they or the scales have changed. */
export class FieldLayer {
  private readonly canvas = document.createElement('canvas');
  private drawn = '';
  private lines: readonly Line[] | undefined;

  /** `xOf` says where a race time of that line lies. */
  paint(pixels: Pixels, ink: Ink, lines: readonly Line[], xOf: (line: Line, time: number) => number): void {
    const { width, height } = pixels.context.canvas;
    const key = [width, height, pixels.x(0), pixels.x(1), pixels.y(0), pixels.y(1), ink.faint].join();
    if (key !== this.drawn || lines !== this.lines) {
      [this.drawn, this.lines] = [key, lines];
      [this.canvas.width, this.canvas.height] = [width, height];
      this.drawAnew(pixels, ink, lines, xOf);
    }
    pixels.context.drawImage(this.canvas, 0, 0);
  }

  private drawAnew(pixels: Pixels, ink: Ink, lines: readonly Line[], xOf: (line: Line, time: number) => number): void {
    const context = this.canvas.getContext('2d')!;
    context.strokeStyle = ink.faint;
    context.globalAlpha = opacity;
    context.lineWidth = 1; // a device pixel: browsers draw such hairs many times faster
    for (const line of lines) {
      context.beginPath();
      trace(context, pixels, line, xOf);
      context.stroke();
    }
  }
}

/** A hole where nobody knows; knots that nobody could see are left out. */
function trace(
  context: CanvasRenderingContext2D, pixels: Pixels, line: Line, xOf: (line: Line, time: number) => number,
): void {
  const { times, alongs, isCut } = line;
  let lastX = -Infinity;
  for (let i = 0; i < times.length; i++) {
    const x = pixels.x(xOf(line, times[i]!));
    const isAfterHole = i === 0 || isCut[i - 1]!;
    const isEnd = i === times.length - 1 || isCut[i]!;
    if (!isAfterHole && !isEnd && x - lastX < leastPixels * pixels.unit) continue;
    const y = pixels.y(alongs[i]! / 1000);
    if (isAfterHole) context.moveTo(x, y);
    else context.lineTo(x, y);
    lastX = x;
  }
}
