import { describe, expect, test } from 'vitest';
import { ageLimits } from '../src/core/ages';
import { Course } from '../src/core/course';
import { type Moment, Motion, predictedMetres, type Sample } from '../src/core/motion';
import { entry, race } from './support';

const course = new Course(race.course.legs, [
  { index: 0, id: 'gate', name: 'Gate', kind: 'split', leg: 0, lap: 1, along_m: 300, position: [0.003, 0] },
]);
const limits = ageLimits(entry(), 1);

const fix = (seconds: number, along: number | undefined, speed: number | undefined = 5): Sample => ({
  time: seconds * 1000, along, speed, place: [0.001, 0.002],
});

/** At a wall clock that is the race's, at rate 1. */
const at = (seconds: number, more: Partial<Moment> = {}): Moment => ({
  raceTime: seconds * 1000, now: seconds * 1000, rate: 1, course, limits, isMoving: true, ...more,
});

function heard(...samples: Sample[]): Motion {
  const motion = new Motion();
  samples.forEach((sample) => motion.hear(sample));
  return motion;
}

/** Where it is drawn at the end of so many seconds, frame by frame. */
function run(motion: Motion, from: number, to: number, more: Partial<Moment> = {}): number[] {
  const shown: number[] = [];
  for (let frame = from * 60; frame <= to * 60; frame++) shown.push(motion.at(at(frame / 60, more))!.along!);
  return shown;
}

describe('between two fixes a dot', () => {
  test('is where it must have been', () =>
    expect(heard(fix(0, 100), fix(10, 150)).at(at(5))!.along).toBeCloseTo(125));
  test('goes along the course, round its corners', () =>
    expect(heard(fix(0, 1900), fix(10, 2100)).at(at(5))!.place).toEqual([0.01, 0]));
  test('has no band', () => expect(heard(fix(0, 100), fix(100, 150)).at(at(80))!.band).toBeUndefined());
});

describe('after its last fix a dot', () => {
  test('keeps its speed while it is live', () => expect(predictedMetres(5, 4_000, limits)).toBe(20));
  test('slows down when it is only predicted', () => {
    expect(predictedMetres(5, 20_000, limits)).toBeGreaterThan(60);
    expect(predictedMetres(5, 20_000, limits)).toBeLessThan(100);
  });
  test('stands after thirty seconds', () =>
    expect(predictedMetres(5, 90_000, limits)).toBe(predictedMetres(5, 30_000, limits)));
  test('runs on for some wall seconds of a fast rehearsal', () =>
    expect(predictedMetres(5, 90_000, ageLimits(entry(), 15))).toBeGreaterThan(5 * 60));
  test('runs on for as long as its unit announced to be quiet', () =>
    expect(predictedMetres(5, 60_000, ageLimits(entry({ next_report_s: 30 }), 1))).toBe(300));
  test('stands when its athlete does', () =>
    expect(heard(fix(0, 100)).at(at(4, { isMoving: false }))!.along).toBe(100));
  test('does not pass the next timing point unseen', () =>
    expect(heard(fix(0, 250)).at(at(29))!.along).toBe(300));
  test('never leaves its leg by itself', () => expect(heard(fix(0, 1990)).at(at(4))!.along).toBe(2000));
});

describe('a speed that nobody said', () => {
  const silent = (seconds: number, along: number): Sample => ({ ...fix(seconds, along), speed: undefined });

  test('is that of the fixes of the last while', () => {
    const motion = heard(silent(0, 100), silent(1, 104), silent(2, 107), silent(3, 112));

    expect(motion.at(at(4))!.along).toBeCloseTo(116);
    expect(motion.at(at(4))!.speed).toBeCloseTo(4);
  });
  test('is none after one fix', () => expect(heard(silent(0, 100)).at(at(4))!.along).toBe(100));
  test('is none of who went back by jitter', () =>
    expect(heard(silent(0, 100), silent(1, 97)).at(at(4))!.along).toBe(97));
  test('is not that of long ago', () => {
    const motion = heard(silent(0, 100), silent(60, 400), silent(62, 404));

    expect(motion.at(at(63))!.speed).toBeCloseTo(2);
  });
  test('is measured over some wall seconds of a fast rehearsal', () => {
    const limits = ageLimits(entry(), 60);
    const motion = heard(silent(0, 100), silent(60, 280), silent(120, 460));

    expect(motion.at(at(150, { limits, rate: 60 }))!.along).toBeCloseTo(550);
  });
});

describe('the band', () => {
  test('is not shown of a live dot', () => expect(heard(fix(0, 100)).at(at(4))!.band).toBeUndefined());
  test('holds the dot, the slow and the fast way', () => {
    const { along, band } = heard(fix(0, 100)).at(at(15))!;
    expect(band![0]).toBeLessThan(along!);
    expect(band![1]).toBeGreaterThan(along!);
  });
  test('grows with the age', () => {
    const width = (seconds: number) => {
      const [from, to] = heard(fix(0, 1000)).at(at(seconds))!.band!;
      return to - from;
    };
    expect(width(25)).toBeGreaterThan(width(10));
  });
  test('ends at the next timing point', () => expect(heard(fix(0, 250)).at(at(29))!.band![1]).toBe(300));
  test('is not shown of who stands', () =>
    expect(heard(fix(0, 100)).at(at(15, { isMoving: false }))!.band).toBeUndefined());
});

describe('a correction', () => {
  test('is eased within a second', () => {
    const motion = heard(fix(0, 100));
    run(motion, 0, 2);
    motion.hear(fix(2, 130));

    const shown = run(motion, 2 + 1 / 60, 3.2);

    expect(shown[0]!).toBeLessThan(114);
    expect(shown[shown.length - 1]!).toBeCloseTo(136, 0);
    shown.slice(1).forEach((each, i) => expect(each - shown[i]!).toBeLessThan(1.2));
  });
  test('by a little backwards lets it wait', () => {
    const motion = heard(fix(0, 100));
    run(motion, 0, 2);
    motion.hear(fix(2, 103));

    const shown = run(motion, 2 + 1 / 60, 6);

    shown.slice(1).forEach((each, i) => expect(each).toBeGreaterThanOrEqual(shown[i]!));
    expect(shown[shown.length - 1]!).toBeCloseTo(123, 0);
  });
  test('by more goes back smoothly until it can wait to be caught up with', () => {
    const motion = heard(fix(0, 400));
    run(motion, 0, 2);
    motion.hear(fix(2, 320));

    const shown = run(motion, 2 + 1 / 60, 4);
    motion.hear(fix(6, 360));
    const later = run(motion, 6, 7);

    expect(shown[0]!).toBeGreaterThan(390);
    expect(shown[shown.length - 1]! - 330).toBeLessThan(30);
    expect(later[later.length - 1]!).toBeCloseTo(365, 0);
  });
  test('by more than anybody could explain is a jump that fades in', () => {
    const motion = heard(fix(0, 1000));
    run(motion, 0, 2);
    motion.hear(fix(2, 400));

    const after = motion.at(at(2 + 1 / 60))!;

    expect(after.along).toBeCloseTo(400, 0);
    expect(after.opacity).toBe(0);
    expect(motion.at(at(2.4))!.opacity).toBe(1);
  });
  test('is eased in a fast rehearsal too, where a wall second is far', () => {
    const motion = heard(fix(0, 100));
    const fast = { rate: 60, limits: ageLimits(entry(), 60) };
    motion.at({ ...at(60), ...fast, now: 1000 });
    motion.hear(fix(60, 150));

    const shown = motion.at({ ...at(61), ...fast, now: 1016 })!;

    expect(shown.along).toBeGreaterThan(250);
    expect(shown.opacity).toBe(1);
  });
});

describe('a moving dot', () => {
  test('never goes backwards by the jitter of its fixes', () => {
    const motion = new Motion();
    const jitter = [0, 2, -3, 1, -2, 3, -3, 2, 0, -1];
    const shown: number[] = [];

    jitter.forEach((error, second) => {
      motion.hear(fix(second, 400 + 3 * second + error, 3));
      shown.push(...run(motion, second, second + 59 / 60));
    });

    shown.slice(1).forEach((each, i) => expect(each).toBeGreaterThanOrEqual(shown[i]!));
  });
  test('is at the present at once when its page was hidden', () => {
    const motion = heard(fix(0, 400), fix(1, 405));
    motion.at(at(1));
    motion.hear(fix(31, 550));

    expect(motion.at(at(31))!.along).toBe(550);
  });
  test('is where the time bar says, at once', () => {
    const motion = heard(fix(0, 100), fix(20, 200));
    motion.at(at(20));

    expect(motion.at({ ...at(5), now: 20_016 })!.along).toBe(125);
  });
  test('stands while the race is paused', () => {
    const motion = heard(fix(0, 100), fix(20, 200));
    motion.at(at(10, { rate: 0 }));

    expect(motion.at({ ...at(10, { rate: 0 }), now: 10_500 })!.along).toBe(150);
  });
  test('forgets what comes after a moment that is shown anew', () => {
    const motion = heard(fix(0, 100), fix(20, 200));
    motion.hear(fix(10, 120));

    expect(motion.at(at(10))!.along).toBe(120);
  });
});

describe('off the course a dot', () => {
  test('is where its last fix was', () =>
    expect(heard(fix(0, undefined)).at(at(3))).toMatchObject({ along: undefined, place: [0.001, 0.002] }));
  test('appears on the course at once when it is back', () => {
    const motion = heard(fix(0, undefined));
    motion.at(at(0));
    motion.hear(fix(1, 700));

    expect(motion.at(at(1))!.along).toBe(700);
  });
});
