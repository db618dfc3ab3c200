import { describe, expect, test } from 'vitest';
import type { Dot } from '../src/core/dots';
import type { CourseData, Race } from '../src/core/model';
import { dotsOn, shownCourse } from '../src/core/shown_course';
import { CourseCursor } from '../src/map/course_cursor';
import type { Camera } from '../src/map/projection';
import { race } from './support';

/** A kilometre to the north of the race's own course. */
const short: CourseData = {
  length_m: 1000, official_length_m: 1000, points: [],
  legs: [{ id: 's', name: 'S', sport: 'run', laps: 1, begin_m: 0, end_m: 1000, line: [[0, 1], [0.009, 1]] }],
};
const withShort: Race = {
  ...race,
  variants: [{ id: 'short', name: 'Short course', course: short }],
  entries: [...race.entries, { ...race.entries[0]!, bib: '3', variant: 'short' }],
};

describe('the course that is looked at', () => {
  test('is the one that the athlete races who is looked at', () =>
    expect(shownCourse(withShort, '3')).toEqual({ course: short, name: 'Short course' }));
  test("is the race's own without anybody, of whom races it, and of nobody who is known", () => {
    for (const bib of [undefined, '1', '99']) {
      expect(shownCourse(withShort, bib)).toEqual({ course: race.course, name: undefined });
    }
  });
});

describe('who is on a course', () => {
  const dot = (bib: string, course: CourseData, along: number | undefined) => ({ bib, course, along }) as Dot;
  const dots = [dot('1', race.course, 700), dot('2', race.course, undefined), dot('3', short, 700)];

  test('is who races it, and is on it', () => {
    expect(dotsOn(race.course, dots).map(({ bib }) => bib)).toEqual(['1']);
    expect(dotsOn(short, dots).map(({ bib }) => bib)).toEqual(['3']);
  });
});

/** A map that tells who listens where the pointer goes. */
class Pointer {
  private readonly heard = new Map<string, (event: never) => void>();
  on(name: string, callback: (event: never) => void): void {
    this.heard.set(name, callback);
  }
  move(lng: number, lat: number): void {
    this.heard.get('mousemove')!({ point: { x: 400, y: 300 }, lngLat: { lng, lat } } as never);
  }
}

describe('the cursor on the map', () => {
  const over = (center: [number, number]): Camera => ({ center, zoom: 14, bearing: 0, width: 800, height: 600 });
  let camera = over([0.005, 0]);
  const pointer = new Pointer();
  const cursor = new CourseCursor(withShort.course, pointer as never, () => camera);
  const alongs: (number | undefined)[] = [];
  const views: [number, number][][] = [];
  cursor.onAlong((along) => alongs.push(along === undefined ? undefined : Math.round(along / 10) * 10));
  cursor.onView((view) => views.push(view));

  test('says what of another course is under it and in view, and forgets the first', () => {
    pointer.move(0.005, 0);
    cursor.showCourse(short);
    camera = over([0.0045, 1]);
    pointer.move(0.0045, 1);

    expect(alongs).toEqual([500, undefined, 500]);
    expect(views[0]).not.toEqual([]);
    expect(views[1]).toEqual([]);
    expect(cursor.course).toBe(short);
  });
});
