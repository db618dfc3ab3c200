import type { Map as MapLibreMap } from 'maplibre-gl';
import { courseOf, type LonLat, metresBetween } from '../core/course';
import type { Dot } from '../core/dots';
import type { Bounds } from './graticule';
import { type Camera, Projection } from './projection';

const followZoom = 14;
const easeMs = 900;
const lookAheadMetres = 30; // the way ahead, from so much of the course
const strayShare = 0.1; // of the smaller side: so far it may go before the camera comes after it
const thirdShare = 1 / 6; // from the middle: at a third, with two thirds of the view ahead
const fitPadding = 48;

/** CSS pixels around the course when all of it is shown. */
export function fitPaddingOf({ clientWidth, clientHeight }: HTMLElement): number {
  return Math.min(fitPadding, clientWidth / 8, clientHeight / 8);
}

/** Moves the view: around the whole course, or with one athlete, who keeps to a third of it. */
export class CameraKeeper {
  private followed: string | undefined;
  private busyUntil = -Infinity;
  private readonly ends: (() => void)[] = [];

  constructor(
    private readonly map: MapLibreMap,
    private readonly bounds: Bounds,
    private readonly reducedMotion: boolean,
  ) {
    map.on('dragstart', () => this.endFollowing());
  }

  camera(): Camera {
    const { lng, lat } = this.map.getCenter();
    const { clientWidth, clientHeight } = this.map.getContainer();
    return {
      center: [lng, lat], zoom: this.map.getZoom(), bearing: this.map.getBearing(),
      width: clientWidth, height: clientHeight,
    };
  }

  fit(): void {
    const [west, south, east, north] = this.bounds;
    const padding = fitPaddingOf(this.map.getContainer());
    this.map.fitBounds([[west, south], [east, north]], { padding, maxZoom: 17, animate: !this.reducedMotion });
  }

  follow(bib: string | undefined): void {
    this.followed = bib;
    this.busyUntil = -Infinity;
  }

  onFollowEnd(callback: () => void): void {
    this.ends.push(callback);
  }

  /** To be called each frame; moves only when the one who is followed strays. `now` in milliseconds. */
  keep(dots: readonly Dot[], now: number): void {
    if (this.followed === undefined || now < this.busyUntil) return;
    const dot = dots.find((each) => each.bib === this.followed);
    if (!dot) return;
    const camera = this.camera();
    const side = Math.min(camera.width, camera.height);
    const { x, y } = new Projection(camera).pixelOf(dot.place);
    const [aheadX, aheadY] = this.headingOf(dot, camera);
    const meantX = camera.width / 2 - aheadX * side * thirdShare;
    const meantY = camera.height / 2 - aheadY * side * thirdShare;
    const isFar = camera.zoom < followZoom - 2;
    if (!isFar && Math.hypot(x - meantX, y - meantY) < side * strayShare) return;
    const zoom = isFar ? followZoom : camera.zoom;
    this.busyUntil = now + (this.reducedMotion ? 0 : easeMs);
    this.map.easeTo({
      center: [dot.place[0], dot.place[1]], zoom, duration: this.reducedMotion ? 0 : easeMs,
      offset: [-aheadX * side * thirdShare, -aheadY * side * thirdShare], easing: (t) => t * (2 - t),
    });
  }

  /** A unit vector on the screen; nothing when it has no way ahead. */
  private headingOf(dot: Dot, camera: Camera): [number, number] {
    if (dot.along === undefined) return [0, 0];
    const ahead: LonLat = courseOf(dot.course).positionAt(dot.along + lookAheadMetres);
    if (metresBetween(dot.place, ahead) < 1) return [0, 0];
    // At a zoom at which these metres are many pixels.
    const near = new Projection({ ...camera, zoom: 18, center: dot.place }).pixelOf(ahead);
    const [dx, dy] = [near.x - camera.width / 2, near.y - camera.height / 2];
    const length = Math.hypot(dx, dy);
    return [dx / length, dy / length];
  }

  private endFollowing(): void {
    if (this.followed === undefined) return;
    this.followed = undefined;
    this.ends.forEach((callback) => callback());
  }
}
