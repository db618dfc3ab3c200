import { describe, expect, test } from 'vitest';
import { Course, courseOf, metresBetween } from '../src/core/course';
import { race } from './support';

describe('the course', () => {
  const course = new Course(race.course.legs);

  test('is at the same place once a lap', () => {
    expect(course.positionAt(500)).toEqual(course.positionAt(1500));
    expect(course.placeAt(1500)).toMatchObject({ leg: 0, lap: 2, inLap: 500 });
  });
  test('goes on with the next leg', () => expect(course.placeAt(2000)).toMatchObject({ leg: 1, lap: 1 }));
  test('ends at its end', () => expect(course.positionAt(9999)).toEqual([0.01, 0.005]));
  test('begins at its beginning', () => expect(course.positionAt(-5)).toEqual([0, 0]));
  test('is measured once', () => expect(courseOf(race.course)).toBe(courseOf(race.course)));
  test('stops at the next end of a leg', () => {
    expect(course.stopAfter(10)).toBe(2000);
    expect(course.stopAfter(2000)).toBe(2500);
  });
});

describe('a line of many points', () => {
  const line = Array.from({ length: 1000 }, (_, i): [number, number] => [i / 1e5, i % 2 ? 1e-5 : 0]);
  const course = new Course([{ id: 'a', name: 'A', sport: 'run', laps: 3, begin_m: 0, end_m: 3000, line }]);

  test('is found at each of its points', () => {
    const found = line.map((_, i) => course.positionAt((999.999 * i) / 999));

    found.forEach((place, i) => expect(metresBetween(place, line[i]!)).toBeLessThan(0.01));
  });
  test('has a slice with its own points between the ends', () => {
    const way = course.slice(995, 1005);

    expect(way[0]).toEqual(course.positionAt(995));
    expect(way[way.length - 1]).toEqual(course.positionAt(1005));
    expect(way).toContainEqual(line[998]);
    expect(way).toContainEqual(line[3]);
    expect(way).not.toContainEqual(line[500]);
  });
});

describe('a slice', () => {
  const course = new Course(race.course.legs);

  test('goes round a corner from one leg to the next', () =>
    expect(course.slice(1900, 2100)).toEqual([course.positionAt(1900), [0.01, 0], course.positionAt(2100)]));
  test('of nothing is one place', () => expect(course.slice(300, 300)).toEqual([course.positionAt(300)]));
  test('is cut at the ends of the course', () =>
    expect(course.slice(-100, 100)).toEqual([[0, 0], course.positionAt(100)]));
});

describe('the nearest place', () => {
  const course = new Course(race.course.legs);

  test('is in the lap next to the one that is meant', () => {
    expect(course.nearest([0.0025, 0.0001]).along).toBeCloseTo(250, 0);
    expect(course.nearest([0.0025, 0.0001], 1400).along).toBeCloseTo(1250, 0);
  });
  test('says how far away it is', () => expect(course.nearest([0.0025, 0.0001]).distance).toBeCloseTo(11.1, 0));
  test('is not led away by what is meant', () =>
    expect(course.nearest([0.01, 0.004], 0).along).toBeCloseTo(2400, 0));
});
