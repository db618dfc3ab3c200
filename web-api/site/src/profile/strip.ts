import type { Dot } from '../core/dots';
import { dotsOn, type ShownCourse } from '../core/shown_course';
import { Sprites } from '../map/sprites';
import { leastMove } from '../map/still';
import { type ThemeName, themes } from '../map/theme';
import { drawGround } from './ground';
import type { Profile, ProfileOptions } from './index';
import { edgePixels, inOrder, paintCursor, paintDot, paintName, paintView, type Sheet } from './painter';
import { alongOf, type Scale, scaleFor, xOf } from './scale';

const longestMs = 1_000;
const steppedMs = 1_000; // with reduced motion
const fingerPixels = 20;

/** The strip's canvas: what stands still is drawn once, the rest when something has moved. */
export class Strip implements Profile {
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
    private shown: ShownCourse,
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
    this.dots = dotsOn(this.shown.course, dots);
    if (now - this.drawnAt < longestMs && this.isStill(leastMove(now - this.drawnAt))) return;
    this.drawnAt = now;
    this.paint();
  }

  showCourse(shown: ShownCourse): void {
    if (shown.course === this.shown.course) return;
    this.shown = shown;
    this.cursor = undefined;
    this.view = [];
    this.dots = [];
    this.drawnAt = -Infinity; // whoever is on it comes with the next frame
    this.resize();
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

  private isStill(least: number): boolean {
    return this.dots.length === this.drawnX.size && this.dots.every((dot) => {
      const before = this.drawnX.get(dot.bib);
      return before !== undefined && Math.abs(before - xOf(this.scale, dot.along!)) < least;
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
    const right = Math.max(width - edgePixels, edgePixels + 1);
    const box = { left: edgePixels, right, top: 34 * size, bottom: height - 30 * size };
    this.scale = scaleFor(this.shown.course, box);
    this.sprites = new Sprites(this.theme, devicePixelRatio);
    const context = this.ground.getContext('2d')!;
    context.scale(devicePixelRatio, devicePixelRatio);
    drawGround(context, this.shown.course, this.scale, this.theme);
    this.paint();
  }

  private sheet(): Sheet {
    const { context, scale, theme, sprites } = this;
    return { context, course: this.shown.course, scale, theme, sprites, colours: this.options.colours };
  }

  private paint(): void {
    const { context, canvas, scale } = this;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    if (canvas.width === 0 || canvas.height === 0) return;
    context.drawImage(this.ground, 0, 0);
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    const sheet = this.sheet();
    paintView(sheet, this.view);
    if (this.shown.name !== undefined) paintName(sheet, this.shown.name);
    this.drawnX = new Map(this.dots.map((dot) => [dot.bib, xOf(scale, dot.along!)]));
    this.placed = inOrder(this.dots).map((dot) => paintDot(sheet, dot, this.dots.length));
    if (this.cursor !== undefined) paintCursor(sheet, this.cursor);
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
