import type { Dot } from '../core/dots';
import type { Race } from '../core/model';
import { lookOf, spriteReach, Sprites } from '../map/sprites';
import { type ThemeName, themes } from '../map/theme';
import { drawGround } from './ground';
import { alongOf, heightAlong, type Scale, scaleFor, xOf, yOf } from './scale';

export interface ProfileOptions {
  theme: ThemeName;
  reducedMotion: boolean;
  onTap(bib: string | undefined): void;
  /** CSS colour of a category; "#rrggbb". */
  colours(category: number): string;
}

/** The heights of the race's own course with everybody on it, in its host's size. */
export interface Profile {
  /** Each animation frame; cheap when nothing moved by half a pixel. Dots of other courses are not drawn. */
  draw(dots: readonly Dot[], now: number): void;
  /** Marks the place so many metres along; undefined: none. */
  showAlong(along: number | undefined): void;
  /** Metres along under the pointer. */
  onAlong(callback: (along: number | undefined) => void): void;
  /** What of the course the map shows, metres along. */
  showView(stretches: readonly [number, number][]): void;
  setTheme(theme: ThemeName): void;
  describe(text: string): void;
  /** Undefined: not on the strip. */
  pixelOf(bib: string): { x: number; y: number } | undefined;
  destroy(): void;
}

const leastPixels = 0.5;
const longestMs = 1_000;
const steppedMs = 1_000; // with reduced motion
const fingerPixels = 20;
const edgePixels = 10;
const mostRinged = 200; // of more the rings alone would be seen
const plainRadius = 2.5;

class Strip implements Profile {
  private readonly canvas = document.createElement('canvas');
  private readonly ground = document.createElement('canvas');
  private readonly context = this.canvas.getContext('2d')!;
  private readonly resizing = new ResizeObserver(() => this.resize());
  private readonly callbacks: ((along: number | undefined) => void)[] = [];
  private theme = themes[this.options.theme];
  private scale: Scale = { left: 0, right: 1, top: 0, bottom: 1, length: 1, low: 0, high: 1 };
  private sprites = new Sprites(this.theme, 1);
  private cursor: number | undefined;
  private view: readonly [number, number][] = [];
  private dots: readonly Dot[] = [];
  private drawnX = new Map<string, number>();
  private drawnAt = -Infinity;
  private placed: { bib: string; x: number; y: number }[] = [];

  constructor(
    private readonly host: HTMLElement,
    private readonly race: Race,
    private readonly options: ProfileOptions,
  ) {
    this.canvas.setAttribute('role', 'img');
    this.canvas.style.display = 'block';
    host.append(this.canvas);
    this.canvas.addEventListener('pointermove', this.point);
    this.canvas.addEventListener('pointerleave', this.leave);
    this.canvas.addEventListener('click', this.tap);
    this.resizing.observe(host);
    this.resize();
  }

  draw(dots: readonly Dot[], now: number): void {
    if (this.options.reducedMotion && now - this.drawnAt < steppedMs) return;
    const { course } = this.race;
    this.dots = dots.filter((dot) => dot.course === course && dot.along !== undefined);
    if (now - this.drawnAt < longestMs && this.isStill()) return;
    this.drawnAt = now;
    this.paint();
  }

  showAlong(along: number | undefined): void {
    if (along === this.cursor) return;
    this.cursor = along;
    this.paint();
  }

  onAlong(callback: (along: number | undefined) => void): void {
    this.callbacks.push(callback);
  }

  showView(stretches: readonly [number, number][]): void {
    this.view = stretches;
    this.paint();
  }

  setTheme(theme: ThemeName): void {
    this.theme = themes[theme];
    this.resize();
  }

  describe(text: string): void {
    if (this.canvas.getAttribute('aria-label') !== text) this.canvas.setAttribute('aria-label', text);
  }

  pixelOf(bib: string): { x: number; y: number } | undefined {
    return this.placed.find((each) => each.bib === bib);
  }

  destroy(): void {
    this.resizing.disconnect();
    this.canvas.remove();
  }

  private isStill(): boolean {
    return this.dots.length === this.drawnX.size && this.dots.every((dot) => {
      const before = this.drawnX.get(dot.bib);
      return before !== undefined && Math.abs(before - xOf(this.scale, dot.along!)) < leastPixels;
    });
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    for (const canvas of [this.canvas, this.ground]) {
      canvas.width = Math.round(width * devicePixelRatio);
      canvas.height = Math.round(height * devicePixelRatio);
    }
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    const { size } = this.theme;
    const box = { left: edgePixels, right: Math.max(width - edgePixels, edgePixels + 1), top: 34 * size, bottom: height - 30 * size };
    this.scale = scaleFor(this.race.course, box);
    this.sprites = new Sprites(this.theme, devicePixelRatio);
    const context = this.ground.getContext('2d')!;
    context.scale(devicePixelRatio, devicePixelRatio);
    drawGround(context, this.race.course, this.scale, this.theme);
    this.paint();
  }

  private paint(): void {
    const { context, canvas, scale } = this;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    if (canvas.width === 0 || canvas.height === 0) return;
    context.drawImage(this.ground, 0, 0);
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    this.paintView();
    this.drawnX = new Map(this.dots.map((dot) => [dot.bib, xOf(scale, dot.along!)]));
    this.placed = [];
    for (const dot of inOrder(this.dots)) this.paintDot(dot);
    if (this.cursor !== undefined) this.paintCursor(this.cursor);
  }

  /** A bar over what the map shows, when that is not everything. */
  private paintView(): void {
    const { context, scale, theme } = this;
    const [only] = this.view;
    if (!only || (this.view.length === 1 && only[0] <= 0 && only[1] >= scale.length - 1)) return;
    context.fillStyle = theme.text;
    for (const [from, to] of this.view) {
      const [x, width] = [xOf(scale, from), xOf(scale, to) - xOf(scale, from)];
      context.globalAlpha = 0.1;
      context.fillRect(x, 14 * theme.size, width, scale.bottom - 14 * theme.size);
      context.globalAlpha = 1;
      context.fillRect(x, 14 * theme.size, width, 2);
    }
  }

  private paintDot(dot: Dot): void {
    const { context, scale, theme } = this;
    const isBig = dot.selected || dot.favourite || dot.rank === 1;
    const x = xOf(scale, dot.along!);
    const y = yOf(scale, heightAlong(this.race.course, dot.along!)) - (isBig ? 13 : 6) * theme.size;
    this.placed.push({ bib: dot.bib, x, y });
    if (!isBig && this.dots.length > mostRinged) {
      context.fillStyle = this.options.colours(dot.category);
      context.beginPath();
      context.arc(x, y, plainRadius * theme.size, 0, 2 * Math.PI);
      context.fill();
      return;
    }
    const reach = spriteReach * theme.size * (isBig ? 0.9 : 0.8);
    const sprite = this.sprites.of(lookOf(dot, this.options.colours(dot.category), !isBig));
    context.globalAlpha = dot.opacity;
    context.drawImage(sprite, x - reach, y - reach, 2 * reach, 2 * reach);
    context.globalAlpha = 1;
  }

  private paintCursor(along: number): void {
    const { context, scale, theme } = this;
    const height = heightAlong(this.race.course, along);
    const x = xOf(scale, along);
    context.fillStyle = theme.text;
    context.fillRect(x - 0.75, 14 * theme.size, 1.5, scale.bottom + 8 - 14 * theme.size);
    const km = (along / 1000).toFixed(1);
    const text = height === undefined ? `${km} km` : `${km} km · ${Math.round(height)} m`;
    context.font = `600 ${11 * theme.size}px system-ui, sans-serif`;
    context.textBaseline = 'top';
    const width = context.measureText(text).width + 10;
    const left = Math.min(Math.max(x - width / 2, 0), scale.right + edgePixels - width);
    context.fillRect(left, 14 * theme.size, width, 16 * theme.size);
    context.fillStyle = theme.halo;
    context.fillText(text, left + 5, 16 * theme.size);
  }

  private readonly point = (event: PointerEvent): void => {
    const along = alongOf(this.scale, event.offsetX);
    this.showAlong(along);
    this.callbacks.forEach((callback) => callback(along));
  };

  private readonly leave = (): void => {
    this.showAlong(undefined);
    this.callbacks.forEach((callback) => callback(undefined));
  };

  private readonly tap = ({ offsetX, offsetY }: MouseEvent): void => {
    const distances = this.placed.map(({ bib, x, y }) => ({ bib, distance: Math.hypot(x - offsetX, y - offsetY) }));
    const [nearest] = distances.sort((a, b) => a.distance - b.distance);
    this.options.onTap(nearest && nearest.distance <= fingerPixels ? nearest.bib : undefined);
  };
}

/** Who matters most last: that one is in front. */
function inOrder(dots: readonly Dot[]): Dot[] {
  const weight = (dot: Dot) => (dot.selected ? 3 : dot.favourite ? 2 : dot.rank === 1 ? 1 : 0);
  return [...dots].sort((a, b) => weight(a) - weight(b));
}

/** Fills the host, which has a size of its own (120 CSS pixels high is enough). */
export function openProfile(host: HTMLElement, race: Race, options: ProfileOptions): Profile {
  return new Strip(host, race, options);
}
