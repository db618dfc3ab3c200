import type { Dot, DotState } from '../core/dots';
import type { Theme } from './theme';

/** CSS pixels from the middle of a sprite to its edge. */
export const spriteReach = 20;

const mostSprites = 4_000; // then all are made anew: a field of 1,000 in a few states fits
const dotRadius = 11;
const smallRadius = 5;

/** Black or white, whichever reads better on it (WCAG 2.1, relative luminance). */
export function inkOn(colour: string): string {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (!hex) return '#ffffff';
  const [red, green, blue] = hex.slice(1).map((each) => {
    const share = parseInt(each, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000000' : '#ffffff';
}

export interface Look {
  text: string;
  colour: string;
  state: DotState;
  /** A dot without its bib, where there is no room. */
  isSmall: boolean;
  isSelected: boolean;
  isFavourite: boolean;
}

export function lookOf(dot: Dot, colour: string, isSmall: boolean): Look {
  return {
    text: dot.bib, colour, state: dot.state, isSmall, isSelected: dot.selected, isFavourite: dot.favourite,
  };
}

/** Pictures of dots, each made once: a frame copies them. */
export class Sprites {
  private readonly made = new Map<string, HTMLCanvasElement>();

  constructor(
    private readonly theme: Theme,
    private readonly pixelRatio: number,
  ) {}

  of(look: Look): HTMLCanvasElement {
    const key = `${look.state}/${look.colour}/${look.isSmall ? '' : look.text}/${look.isSelected}/${look.isFavourite}`;
    const known = this.made.get(key);
    if (known) return known;
    if (this.made.size >= mostSprites) this.made.clear();
    const sprite = this.make(look);
    this.made.set(key, sprite);
    return sprite;
  }

  private make(look: Look): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    const reach = spriteReach * this.theme.size;
    canvas.width = canvas.height = Math.ceil(2 * reach * this.pixelRatio);
    const context = canvas.getContext('2d')!;
    context.scale(this.pixelRatio, this.pixelRatio);
    context.translate(reach, reach);
    context.scale(this.theme.size, this.theme.size);
    drawDot(context, look, this.theme);
    return canvas;
  }
}

const hollow: ReadonlySet<DotState> = new Set<DotState>(['late', 'silent', 'out', 'waiting']);

function outline(context: CanvasRenderingContext2D, state: DotState, radius: number): void {
  context.beginPath();
  if (state === 'stopped') context.roundRect(-radius, -radius, 2 * radius, 2 * radius, 3);
  else if (state === 'off_course') {
    context.moveTo(0, -radius * 1.25);
    context.lineTo(radius * 1.2, radius * 0.9);
    context.lineTo(-radius * 1.2, radius * 0.9);
    context.closePath();
  } else context.arc(0, 0, radius, 0, 2 * Math.PI);
}

function dashesOf(state: DotState): number[] {
  return state === 'predicted' ? [2, 2] : state === 'late' ? [5, 3] : state === 'silent' ? [1.5, 3] : [];
}

function drawDot(context: CanvasRenderingContext2D, look: Look, theme: Theme): void {
  const { state } = look;
  const isFaint = state === 'silent' || state === 'out' || state === 'waiting';
  const radius = look.isSmall ? smallRadius : isFaint ? dotRadius - 2 : dotRadius;
  const ink = isFaint ? theme.faint : state === 'off_course' ? theme.offCourse : look.colour;
  if (look.isSelected || look.isFavourite) drawHalo(context, look, radius, theme);
  outline(context, state, radius);
  context.fillStyle = hollow.has(state) ? theme.land : ink;
  context.fill();
  context.lineWidth = hollow.has(state) ? 2 : look.isSmall ? 1 : 1.5;
  context.strokeStyle = hollow.has(state) ? ink : theme.ring;
  context.stroke();
  context.setLineDash(dashesOf(state));
  if (!look.isSmall && (state === 'predicted' || hollow.has(state))) drawRing(context, look, radius, ink, theme);
  context.setLineDash([]);
  if (!look.isSmall) drawText(context, look, hollow.has(state) ? theme.text : inkOn(ink));
  if (state === 'out') drawCross(context, radius, theme);
  if (state === 'finished') drawFlag(context, radius, theme);
}

/** The dashes say how old it is; below them the plain ring is taken away. */
function drawRing(context: CanvasRenderingContext2D, look: Look, radius: number, ink: string, theme: Theme): void {
  const outer = look.state === 'predicted' ? radius + 3 : radius;
  if (look.state === 'waiting' || look.state === 'out') return;
  context.beginPath();
  context.arc(0, 0, outer, 0, 2 * Math.PI);
  context.lineWidth = 2.4;
  const dashes = context.getLineDash();
  context.setLineDash([]);
  context.strokeStyle = theme.land;
  context.stroke();
  context.setLineDash(dashes);
  context.strokeStyle = ink;
  context.stroke();
}

function drawHalo(context: CanvasRenderingContext2D, look: Look, radius: number, theme: Theme): void {
  context.beginPath();
  context.arc(0, 0, radius + 5, 0, 2 * Math.PI);
  context.fillStyle = look.isSelected ? theme.text : theme.halo;
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = theme.text;
  context.stroke();
}

function drawText(context: CanvasRenderingContext2D, look: Look, ink: string): void {
  const size = look.text.length <= 2 ? 12 : look.text.length === 3 ? 10 : 8;
  context.font = `700 ${size}px system-ui, sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = ink;
  context.fillText(look.text, 0, look.state === 'off_course' ? 2.5 : 0.5, 2 * dotRadius + 2);
}

function drawCross(context: CanvasRenderingContext2D, radius: number, theme: Theme): void {
  const reach = radius * 0.9;
  context.beginPath();
  context.moveTo(-reach, reach);
  context.lineTo(reach, -reach);
  context.lineWidth = 1.6;
  context.strokeStyle = theme.faint;
  context.stroke();
}

function drawFlag(context: CanvasRenderingContext2D, radius: number, theme: Theme): void {
  const side = radius < dotRadius - 3 ? 2 : 3;
  const [x, y] = [radius * 0.45, -radius - 2 * side + 2];
  context.fillStyle = theme.text;
  context.fillRect(x - 1.2, y, 1.4, 4 * side);
  for (let row = 0; row < 2; row++) {
    for (let column = 0; column < 3; column++) {
      context.fillStyle = (row + column) % 2 === 0 ? theme.text : theme.halo;
      context.fillRect(x + column * side, y + row * side, side, side);
    }
  }
}
