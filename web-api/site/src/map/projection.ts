import type { LonLat } from '../core/course';

const radians = Math.PI / 180;
const tilePixels = 512; // MapLibre's world is so wide at zoom 0

/** Web Mercator, 0 to 1 from west to east. */
export function mercatorX(lon: number): number {
  return (lon + 180) / 360;
}

/** Web Mercator, 0 to 1 from north to south; clamped where it ends. */
export function mercatorY(lat: number): number {
  const inside = Math.min(Math.max(lat, -85.051129), 85.051129);
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + (inside * radians) / 2)) / (2 * Math.PI);
}

/** What the camera shows; the map is never tilted, so two lines are all there is to it. */
export interface Camera {
  center: LonLat;
  zoom: number;
  /** Degrees, clockwise: what is up on the screen. */
  bearing: number;
  /** CSS pixels. */
  width: number;
  height: number;
}

/** From places to CSS pixels of the map; thousands of times a frame, hence without MapLibre's objects. */
export class Projection {
  private readonly cos: number;
  private readonly sin: number;
  private readonly scale: number;
  private readonly x0: number;
  private readonly y0: number;

  constructor(readonly camera: Camera) {
    this.cos = Math.cos(-camera.bearing * radians);
    this.sin = Math.sin(-camera.bearing * radians);
    this.scale = tilePixels * 2 ** camera.zoom;
    this.x0 = mercatorX(camera.center[0]);
    this.y0 = mercatorY(camera.center[1]);
  }

  /** Writes x and y to `into[at]` and `into[at + 1]`. */
  project([lon, lat]: LonLat, into: Float64Array, at: number): void {
    let dx = mercatorX(lon) - this.x0;
    if (dx > 0.5) dx -= 1;
    else if (dx < -0.5) dx += 1;
    const east = dx * this.scale;
    const south = (mercatorY(lat) - this.y0) * this.scale;
    into[at] = this.camera.width / 2 + east * this.cos - south * this.sin;
    into[at + 1] = this.camera.height / 2 + east * this.sin + south * this.cos;
  }

  pixelOf(place: LonLat): { x: number; y: number } {
    const pair = new Float64Array(2);
    this.project(place, pair, 0);
    return { x: pair[0]!, y: pair[1]! };
  }
}

export function isSameCamera(a: Camera, b: Camera): boolean {
  return (
    a.zoom === b.zoom && a.bearing === b.bearing && a.width === b.width && a.height === b.height &&
    a.center[0] === b.center[0] && a.center[1] === b.center[1]
  );
}
