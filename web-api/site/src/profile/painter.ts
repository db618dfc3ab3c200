import type { Dot } from '../core/dots';
import { heightAlong } from '../core/grades';
import type { CourseData } from '../core/model';
import { lookOf, spriteReach, Sprites } from '../map/sprites';
import type { Theme } from '../map/theme';
import { type Scale, xOf, yOf } from './scale';

const mostRinged = 200; // of more dots the rings alone would be seen
const plainRadius = 2.5;
export const edgePixels = 10;

/** What a strip is drawn on, and how; made anew when its size or theme changes. */
export interface Sheet {
  context: CanvasRenderingContext2D;
  course: CourseData;
  scale: Scale;
  theme: Theme;
  sprites: Sprites;
  colours(category: number): string;
}

/** Who matters most last: that one is in front. */
export function inOrder(dots: readonly Dot[]): Dot[] {
  const weight = (dot: Dot) => (dot.selected ? 3 : dot.favourite ? 2 : dot.rank === 1 ? 1 : 0);
  return [...dots].sort((a, b) => weight(a) - weight(b));
}

/** A bar over what the map shows, when that is not everything. */
export function paintView({ context, scale, theme }: Sheet, view: readonly [number, number][]): void {
  const [only] = view;
  if (!only || (view.length === 1 && only[0] <= 0 && only[1] >= scale.length - 1)) return;
  const top = 14 * theme.size;
  context.fillStyle = theme.text;
  for (const [from, to] of view) {
    const [x, width] = [xOf(scale, from), xOf(scale, to) - xOf(scale, from)];
    context.globalAlpha = 0.1;
    context.fillRect(x, top, width, scale.bottom - top);
    context.globalAlpha = 1;
    context.fillRect(x, top, width, 2);
  }
}

/** Which course this is, where it is not the race's own. */
export function paintName({ context, scale, theme }: Sheet, name: string): void {
  context.font = `600 ${11 * theme.size}px system-ui, sans-serif`;
  context.textBaseline = 'top';
  context.lineWidth = 3;
  context.strokeStyle = theme.halo;
  context.strokeText(name, scale.left, 17 * theme.size);
  context.fillStyle = theme.text;
  context.fillText(name, scale.left, 17 * theme.size);
}

/** One of so many dots, which must have a place along; answers where it is. */
export function paintDot(sheet: Sheet, dot: Dot, ofHowMany: number): { bib: string; x: number; y: number } {
  const { context, course, scale, theme, sprites } = sheet;
  const isBig = dot.selected || dot.favourite || dot.rank === 1;
  const x = xOf(scale, dot.along!);
  const y = yOf(scale, heightAlong(course, dot.along!)) - (isBig ? 13 : 6) * theme.size;
  const colour = sheet.colours(dot.category);
  if (!isBig && ofHowMany > mostRinged) {
    context.fillStyle = colour;
    context.beginPath();
    context.arc(x, y, plainRadius * theme.size, 0, 2 * Math.PI);
    context.fill();
  } else {
    const reach = spriteReach * theme.size * (isBig ? 0.9 : 0.8);
    context.globalAlpha = dot.opacity;
    context.drawImage(sprites.of(lookOf(dot, colour, !isBig)), x - reach, y - reach, 2 * reach, 2 * reach);
    context.globalAlpha = 1;
  }
  return { bib: dot.bib, x, y };
}

/** A line at that metre, with its kilometre and height. */
export function paintCursor({ context, course, scale, theme }: Sheet, along: number): void {
  const height = heightAlong(course, along);
  const x = xOf(scale, along);
  const top = 14 * theme.size;
  context.fillStyle = theme.text;
  context.fillRect(x - 0.75, top, 1.5, scale.bottom + 8 - top);
  const km = (along / 1000).toFixed(1);
  const text = height === undefined ? `${km} km` : `${km} km · ${Math.round(height)} m`;
  context.font = `600 ${11 * theme.size}px system-ui, sans-serif`;
  context.textBaseline = 'top';
  const width = context.measureText(text).width + 10;
  const left = Math.min(Math.max(x - width / 2, 0), scale.right + edgePixels - width);
  context.fillRect(left, top, width, 16 * theme.size);
  context.fillStyle = theme.halo;
  context.fillText(text, left + 5, 16 * theme.size);
}
