import type { Map as MapLibreMap } from 'maplibre-gl';
import { courseOf } from '../core/course';
import type { CourseData } from '../core/model';
import { type Camera, Projection } from './projection';

const nearPixels = 18; // so near to the line a pointer means the course
const samples = 400; // of the course, to say what of it is in view

/** What of one course is under the pointer, and what is in view: for the profile beside the map. */
export class CourseCursor {
  private along: number | undefined;
  private readonly alongCallbacks: ((along: number | undefined) => void)[] = [];
  private readonly viewCallbacks: ((stretches: [number, number][]) => void)[] = [];

  constructor(
    private shown: CourseData,
    map: MapLibreMap,
    private readonly camera: () => Camera,
  ) {
    map.on('mousemove', ({ point, lngLat }) => this.point(point, [lngLat.lng, lngLat.lat]));
    map.on('mouseout', () => this.tell(undefined));
    map.on('moveend', () => this.tellView());
  }

  get course(): CourseData {
    return this.shown;
  }

  /** Another one: tells anew what of it is in view, and nothing under the pointer until that moves. */
  showCourse(course: CourseData): void {
    if (course === this.shown) return;
    this.tell(undefined);
    this.shown = course;
    this.tellView();
  }

  onAlong(callback: (along: number | undefined) => void): void {
    this.alongCallbacks.push(callback);
  }

  onView(callback: (stretches: [number, number][]) => void): void {
    this.viewCallbacks.push(callback);
    callback(this.inView());
  }

  private point(pixel: { x: number; y: number }, place: [number, number]): void {
    if (this.alongCallbacks.length === 0) return;
    const course = courseOf(this.shown);
    const { along } = course.nearest(place, this.along ?? 0);
    const at = new Projection(this.camera()).pixelOf(course.positionAt(along));
    this.tell(Math.hypot(at.x - pixel.x, at.y - pixel.y) <= nearPixels ? along : undefined);
  }

  private tell(along: number | undefined): void {
    if (along === this.along) return;
    this.along = along;
    this.alongCallbacks.forEach((callback) => callback(along));
  }

  private tellView(): void {
    if (this.viewCallbacks.length === 0) return;
    const stretches = this.inView();
    this.viewCallbacks.forEach((callback) => callback(stretches));
  }

  private inView(): [number, number][] {
    const course = courseOf(this.shown);
    const camera = this.camera();
    const projection = new Projection(camera);
    const step = course.length / samples;
    const stretches: [number, number][] = [];
    for (let i = 0; i < samples; i++) {
      const { x, y } = projection.pixelOf(course.positionAt((i + 0.5) * step));
      if (x < 0 || y < 0 || x > camera.width || y > camera.height) continue;
      const last = stretches[stretches.length - 1];
      if (last && last[1] >= i * step - 1e-6) last[1] = (i + 1) * step;
      else stretches.push([i * step, (i + 1) * step]);
    }
    return stretches;
  }
}
