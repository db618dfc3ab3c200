import { courseOf, type LonLat } from '../core/course';
import type { CourseData } from '../core/model';
import type { Dot } from '../core/dots';
import { type Heap, layOut, type PlacedDot } from './layout';
import { type Camera, isSameCamera, Projection } from './projection';
import { lookOf, spriteReach, Sprites } from './sprites';
import { Stillness } from './still';
import type { Theme } from './theme';

const fingerPixels = 24; // so far from a dot a tap still means it
const beyondPixels = 40; // outside the screen; more is not drawn
const mostNames = 12;

export interface OverlayOptions {
  theme: Theme;
  /** CSS colour of a category. */
  colours(category: number): string;
  /** What stands beside who is selected or a favourite. */
  nameOf(bib: string): string;
}

/** What moves: the athletes, on a canvas of its own above the map. All pixels are CSS pixels. */
export class Overlay {
  readonly canvas = document.createElement('canvas');
  private readonly context = this.canvas.getContext('2d')!;
  private readonly stillness = new Stillness();
  private sprites: Sprites;
  private pixelRatio = 1;
  private pixels = new Float64Array(0);
  private placed: PlacedDot[] = [];
  private camera: Camera | undefined;
  private theme: Theme;
  private cursor: { course: CourseData; along: number } | undefined;

  constructor(private readonly options: OverlayOptions) {
    this.canvas.className = 'dots-canvas';
    this.canvas.setAttribute('role', 'img');
    this.theme = options.theme;
    this.sprites = new Sprites(this.theme, this.pixelRatio);
  }

  /** The size in CSS is set too: a canvas that is as large as its own backing grows with each frame. */
  resize(width: number, height: number, pixelRatio: number): void {
    this.pixelRatio = pixelRatio;
    this.canvas.width = Math.round(width * pixelRatio);
    this.canvas.height = Math.round(height * pixelRatio);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
    this.setTheme(this.theme);
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.sprites = new Sprites(theme, this.pixelRatio);
    this.stillness.disturb();
  }

  /** Marks that place of the course; undefined: none. */
  showCursor(cursor: { course: CourseData; along: number } | undefined): void {
    this.cursor = cursor;
    this.stillness.disturb();
  }

  /** False: nothing had moved by half a pixel, and the canvas is as it was. */
  draw(dots: readonly Dot[], camera: Camera, now: number): boolean {
    const projection = new Projection(camera);
    if (this.pixels.length < 2 * dots.length) this.pixels = new Float64Array(4 * dots.length);
    dots.forEach((dot, index) => projection.project(dot.place, this.pixels, 2 * index));
    const isMoved = !this.camera || !isSameCamera(camera, this.camera);
    if (!isMoved && this.stillness.isStill(dots, this.pixels, now)) return false;
    this.camera = camera;
    this.stillness.note(dots, this.pixels, now);
    this.place(dots, camera);
    this.paint(projection);
    return true;
  }

  /** The dot under that pixel: the nearest within a finger's width. */
  hit(x: number, y: number): string | undefined {
    let best: { bib: string; distance: number } | undefined;
    for (const { dot, x: dotX, y: dotY } of this.placed) {
      const distance = Math.hypot(dotX - x, dotY - y) - (dot.selected || dot.favourite ? 2 : 0);
      if (distance <= fingerPixels && (!best || distance < best.distance)) best = { bib: dot.bib, distance };
    }
    return best?.bib;
  }

  /** Undefined: it is not on the screen. */
  pixelOf(bib: string): { x: number; y: number } | undefined {
    const found = this.placed.find(({ dot }) => dot.bib === bib);
    return found && { x: found.x, y: found.y };
  }

  private place(dots: readonly Dot[], { width, height }: Camera): void {
    this.placed = [];
    dots.forEach((dot, index) => {
      const [x, y] = [this.pixels[2 * index]!, this.pixels[2 * index + 1]!];
      const isInside = x > -beyondPixels && y > -beyondPixels && x < width + beyondPixels && y < height + beyondPixels;
      if (isInside) this.placed.push({ dot, x, y });
    });
  }

  private paint(projection: Projection): void {
    const { context } = this;
    context.setTransform(this.pixelRatio, 0, 0, this.pixelRatio, 0, 0);
    context.clearRect(0, 0, projection.camera.width, projection.camera.height);
    const { full, small, heaps } = layOut(this.placed, this.theme.size);
    for (const { dot } of this.placed) if (dot.trail.length > 1) this.paintTrail(dot, projection);
    for (const { dot } of full) if (dot.band) this.paintBand(dot, dot.band, projection);
    heaps.forEach((heap) => this.paintHeap(heap));
    small.forEach((placed) => this.paintSprite(placed, true));
    full.forEach((placed) => this.paintSprite(placed, false));
    this.paintNames(full);
    if (this.cursor) this.paintCursor(this.cursor, projection);
  }

  private tracePath(way: readonly LonLat[], projection: Projection): void {
    const pair = new Float64Array(2);
    this.context.beginPath();
    way.forEach((place, index) => {
      projection.project(place, pair, 0);
      if (index === 0) this.context.moveTo(pair[0]!, pair[1]!);
      else this.context.lineTo(pair[0]!, pair[1]!);
    });
  }

  private stroke(colour: string, width: number, alpha: number): void {
    const { context } = this;
    context.globalAlpha = alpha;
    context.strokeStyle = colour;
    context.lineWidth = width * this.theme.size;
    context.lineCap = 'round';
    context.lineJoin = 'round';
    context.stroke();
    context.globalAlpha = 1;
  }

  private paintTrail(dot: Dot, projection: Projection): void {
    this.tracePath(dot.trail, projection);
    this.stroke(this.options.colours(dot.category), 4, 0.55 * dot.opacity);
  }

  /** Where it can be by now: along the course, from the slow to the fast way. */
  private paintBand(dot: Dot, [from, to]: [number, number], projection: Projection): void {
    this.tracePath(courseOf(dot.course).slice(from, to), projection);
    this.stroke(this.theme.text, 9, 0.55 * dot.opacity);
    this.stroke(this.options.colours(dot.category), 6, dot.opacity);
  }

  private paintSprite({ dot, x, y }: PlacedDot, isSmall: boolean): void {
    const sprite = this.sprites.of(lookOf(dot, this.options.colours(dot.category), isSmall));
    const reach = spriteReach * this.theme.size;
    if (dot.opacity < 1) this.context.globalAlpha = dot.opacity;
    this.context.drawImage(sprite, x - reach, y - reach, 2 * reach, 2 * reach);
    this.context.globalAlpha = 1;
  }

  private paintHeap({ x, y, count }: Heap): void {
    const { context, theme } = this;
    context.beginPath();
    context.arc(x, y, Math.min(8 + 2 * Math.log2(count), 18) * theme.size, 0, 2 * Math.PI);
    context.fillStyle = theme.halo;
    context.fill();
    this.stroke(theme.text, 2, 1);
    context.fillStyle = theme.text;
    context.font = `600 ${11 * theme.size}px system-ui, sans-serif`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(`×${count}`, x, y); // no bib, and no gate
  }

  /** Of who is selected or a favourite, the most important first, where no other name is. */
  private paintNames(full: PlacedDot[]): void {
    const { context, theme } = this;
    const height = 13 * theme.size;
    context.font = `600 ${height}px system-ui, sans-serif`;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.lineWidth = 3.5;
    context.lineJoin = 'round';
    const taken: { left: number; right: number; y: number }[] = [];
    for (const { dot, x, y } of full.filter(isNamed).reverse().slice(0, mostNames)) {
      const name = this.options.nameOf(dot.bib);
      const left = x + (spriteReach + 2) * theme.size;
      const right = left + context.measureText(name).width;
      if (taken.some((each) => Math.abs(each.y - y) < height + 2 && each.left < right && left < each.right)) continue;
      taken.push({ left, right, y });
      context.strokeStyle = theme.halo;
      context.strokeText(name, left, y);
      context.fillStyle = theme.text;
      context.fillText(name, left, y);
    }
  }

  private paintCursor({ course, along }: { course: CourseData; along: number }, projection: Projection): void {
    const { x, y } = projection.pixelOf(courseOf(course).positionAt(along));
    this.context.beginPath();
    this.context.arc(x, y, 9 * this.theme.size, 0, 2 * Math.PI);
    this.stroke(this.theme.halo, 5, 1);
    this.stroke(this.theme.text, 2.5, 1);
  }
}

function isNamed({ dot }: PlacedDot): boolean {
  return dot.selected || dot.favourite;
}
