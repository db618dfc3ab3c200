import type { Expected } from './forecast';
import type { Ink } from './ink';
import type { Pixels } from './pixels';
import { spread } from './spread';

// What lies above the lines: their ends with bibs, what is not known, what is expected, and now.

const dotPixels = 3.5;
const bandOpacity = 0.18;
const silence = [2, 5]; // dashes of a piece that nobody knows
const expectation = [6, 4];

/** The end of a line, in the graph's values. */
export interface End {
  bib: string;
  /** Among those who stand out. */
  place: number;
  x: number;
  y: number;
}

/** A dot and the bib at each end: with eight lines colours alone tell nobody apart. */
export function paintEnds(pixels: Pixels, ink: Ink, ends: readonly End[]): void {
  const { context, unit, left, right, top, bottom } = pixels;
  const height = ink.textPixels * 1.1 * unit;
  context.font = `600 ${ink.textPixels * unit}px system-ui, sans-serif`;
  context.textBaseline = 'middle';
  const seen = ends
    .map((end) => ({ ...end, x: pixels.x(end.x), y: pixels.y(end.y) }))
    .filter(({ x }) => x >= left && x <= right + unit)
    .sort((a, b) => a.y - b.y);
  const middles = spread(seen.map(({ y }) => y), height, [top + height / 2, bottom - height / 2]);
  for (const [index, { bib, place, x, y }] of seen.entries()) {
    context.fillStyle = ink.lines[place]!;
    context.beginPath();
    context.arc(x, y, dotPixels * unit, 0, 2 * Math.PI);
    context.fill();
    const width = context.measureText(bib).width;
    const isLate = x + width + 8 * unit > right;
    paintBib(pixels, ink, bib, isLate ? x - width - 7 * unit : x + 7 * unit, middles[index]!);
  }
}

/** With a ground of its own, so that it is read on any line. */
function paintBib({ context, unit }: Pixels, ink: Ink, bib: string, x: number, y: number): void {
  context.textAlign = 'left';
  context.lineWidth = 3 * unit;
  context.strokeStyle = ink.ground;
  context.lineJoin = 'round';
  context.strokeText(bib, x, y);
  context.fillText(bib, x, y);
}

/** From one known place to the next, where nothing was heard between. */
export function paintSilence({ context, unit }: Pixels, colour: string, from: [number, number], to: [number, number]): void {
  context.strokeStyle = colour;
  context.lineWidth = 1.5 * unit;
  context.setLineDash(silence.map((dash) => dash * unit));
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
  context.setLineDash([]);
}

/** The way ahead with the band of 10 to 90 % around it; `xOf` says where a race time lies. */
export function paintForecast(
  pixels: Pixels, colour: string, expected: readonly Expected[], xOf: (time: number) => number,
): void {
  if (expected.length < 2) return;
  const { context, unit } = pixels;
  const place = (time: number, along: number): [number, number] => [pixels.x(xOf(time)), pixels.y(along / 1000)];
  context.beginPath();
  expected.forEach(({ early, along }) => context.lineTo(...place(early, along)));
  [...expected].reverse().forEach(({ late, along }) => context.lineTo(...place(late, along)));
  context.closePath();
  context.fillStyle = colour;
  context.globalAlpha = bandOpacity;
  context.fill();
  context.globalAlpha = 1;
  context.beginPath();
  expected.forEach(({ likely, along }) => context.lineTo(...place(likely, along)));
  context.strokeStyle = colour;
  context.lineWidth = 1.5 * unit;
  context.setLineDash(expectation.map((dash) => dash * unit));
  context.stroke();
  context.setLineDash([]);
}

export function paintNow({ context, unit, top, bottom, x }: Pixels, ink: Ink, value: number): void {
  context.fillStyle = ink.now;
  context.fillRect(x(value) - 0.75 * unit, top, 1.5 * unit, bottom - top);
}

