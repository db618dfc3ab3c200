import { describe, expect, test } from 'vitest';
import { heightAlong } from '../src/core/grades';
import { alongOf, scaleFor, xOf, yOf } from '../src/profile/scale';
import { hill, race } from './support';

describe('the profile', () => {
  const course = { ...race.course, length_m: 8000, legs: [hill] };
  const box = { left: 10, right: 810, top: 20, bottom: 100 };
  const scale = scaleFor(course, box);

  test('has every metre at a pixel and back', () => {
    expect(xOf(scale, 4000)).toBe(410);
    expect(alongOf(scale, 410)).toBe(4000);
    expect(alongOf(scale, -50)).toBe(0);
  });
  test('has its heights once a lap', () => expect(heightAlong(course, 1000)).toBe(heightAlong(course, 5000)));
  test('goes from its lowest to its highest place', () =>
    expect([yOf(scale, 0), yOf(scale, 320)]).toEqual([100, 20]));
  test('is one flat line without heights', () => {
    const flat = scaleFor(race.course, box);
    expect(yOf(flat, heightAlong(race.course, 10))).toBe(yOf(flat, heightAlong(race.course, 2400)));
  });
  test('does not make a mountain of a flat course', () => {
    const flat = { ...course, legs: [{ ...hill, heights_m: [3, 4, 3] }] };
    expect(yOf(scaleFor(flat, box), 3) - yOf(scaleFor(flat, box), 4)).toBeLessThan(5);
  });
});
