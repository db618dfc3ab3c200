import { describe, expect, test } from 'vitest';
import { Course } from '../src/core/course';
import { Follower, predictedAlong } from '../src/core/motion';
import { entry, race, second } from './support';

describe('the course', () => {
  const course = new Course(race.course.legs);

  test('is at the same place once a lap', () => {
    expect(course.positionAt(500)).toEqual(course.positionAt(1500));
    expect(course.placeAt(1500)).toMatchObject({ leg: 0, lap: 2, inLap: 500 });
  });
  test('goes on with the next leg', () => expect(course.placeAt(2000)).toMatchObject({ leg: 1, lap: 1 }));
  test('ends at its end', () => expect(course.positionAt(9999)).toEqual([0.01, 0.005]));
  test('begins at its beginning', () => expect(course.positionAt(-5)).toEqual([0, 0]));
});

describe('a dot', () => {
  test('runs on at its last speed', () => expect(predictedAlong(entry(), second(4), 1)).toBe(120));
  test('runs on for thirty seconds and no more', () => expect(predictedAlong(entry(), second(90), 1)).toBe(250));
  test('runs on for four wall seconds of a fast rehearsal', () =>
    expect(predictedAlong(entry(), second(90), 15)).toBe(400));
  test('stands when its athlete does', () =>
    expect(predictedAlong(entry({ status: 'stopped' }), second(4), 1)).toBe(100));
  test('has no place along when it is off the course', () =>
    expect(predictedAlong(entry({ along_m: null }), second(4), 1)).toBeUndefined());

  test('never goes backwards by jitter', () => {
    const dot = new Follower();
    dot.step(100, 0);
    expect(dot.step(90, 100)).toBe(100);
  });
  test('jumps when it was corrected', () => {
    const dot = new Follower();
    dot.step(1000, 0);
    expect(dot.step(400, 100)).toBe(400);
  });
  test('follows without overtaking', () => {
    const dot = new Follower();
    dot.step(100, 0);
    const shown = dot.step(110, 100);
    expect(shown).toBeGreaterThan(100);
    expect(shown).toBeLessThan(110);
  });
});
