import { expect, test } from 'vitest';
import { ageLimits } from '../src/core/ages';
import { Course } from '../src/core/course';
import { Motion } from '../src/core/motion';
import { entry } from './support';

const course = new Course([
  { id: 'road', name: 'Road', sport: 'bike', laps: 1, begin_m: 0, end_m: 90_000, line: [[0, 0], [1, 0]] },
]);
const framesPerSecond = 60;
const warmUpSeconds = 10;

/** Steps of one dot from frame to frame, metres: fixes in whole metres, some seconds old, one message a wall second. */
function steps(rate: number, speed: number, seconds: number): number[] {
  const motion = new Motion();
  const shown: number[] = [];
  for (let frame = 0; frame < seconds * framesPerSecond; frame++) {
    const wall = frame / framesPerSecond;
    if (frame % framesPerSecond === 0) {
      const time = Math.max(wall - 0.4 - 0.3 * Math.sin(7 * wall), 0) * rate;
      const along = Math.round(1000 + speed * time + Math.sin(3 * wall));
      motion.hear({ time: time * 1000, along, speed: undefined, place: [0, 0] });
    }
    const at = { raceTime: wall * rate * 1000, now: wall * 1000, rate, course, limits: ageLimits(entry(), rate), isMoving: true };
    shown.push(motion.at(at)!.along!);
  }
  return shown.slice(1).map((each, i) => each - shown[i]!).slice(warmUpSeconds * framesPerSecond);
}

test.each([
  { rate: 1, speed: 3 },
  { rate: 1, speed: 11 },
  { rate: 15, speed: 3 },
  { rate: 15, speed: 11 },
  { rate: 60, speed: 11 },
])('a dot at $speed m/s glides, at $rate times the pace of life', ({ rate, speed }) => {
  const each = steps(rate, speed, 40);
  const usual = (speed * rate) / framesPerSecond;

  expect(Math.min(...each)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...each)).toBeLessThan(3 * usual); // fixes err by a metre and more
  expect(each.reduce((sum, step) => sum + step, 0) / each.length).toBeCloseTo(usual, 1);
});
