import { describe, expect, test } from 'vitest';
import { RaceClock } from '../src/core/clock';
import { second } from './support';

/** Heard at wall 0 that the race is at second 600; `rate` is that of the race. */
function clockAt(rate = 1, delayMs = 0) {
  const clock = new RaceClock(rate, delayMs);
  clock.heard(second(600), 0);
  return clock;
}

describe('the clock', () => {
  test('shows nothing before the server said what time it is', () => expect(new RaceClock(1).shown(5)).toBeUndefined());
  test('runs on at the rate of the race', () => {
    expect(clockAt().shown(2000)).toBe(second(602));
    expect(clockAt(15).shown(2000)).toBe(second(630));
  });
  test('stays behind by its delay', () => expect(clockAt(1, 30_000).shown(2000)).toBe(second(572)));
  test('stands while it is paused, and the race goes on', () => {
    const clock = clockAt();
    clock.pause(1000);
    expect(clock.shown(9000)).toBe(second(601));
    expect(clock.server(9000)).toBe(second(609));
    expect(clock.mode).toBe('paused');
  });
  test('ends with the race, and shows the end then', () => {
    const clock = clockAt();
    clock.endsAt = second(500);
    expect(clock.shown(9000)).toBe(second(500));
    clock.seek(second(490), 9000);
    expect(clock.shown(14_000)).toBe(second(495));
    expect(clock.shown(24_000)).toBe(second(500));
    expect(clock.mode).toBe('live');
  });
  test('goes on when the race does after all', () => {
    const clock = clockAt();
    clock.endsAt = second(500);
    clock.endsAt = Infinity;
    expect(clock.shown(1000)).toBe(second(601));
  });
  test('replays from a moment at its speed', () => {
    const clock = clockAt();
    clock.seek(second(100), 0);
    clock.play(0, 10);
    expect(clock.shown(3000)).toBe(second(130));
    expect(clock.mode).toBe('replay');
  });
  test('goes on from where it is when its speed changes', () => {
    const clock = clockAt();
    clock.seek(second(100), 0);
    clock.play(0, 10);
    clock.play(1000, 60);
    expect(clock.shown(2000)).toBe(second(170));
  });
  test('is live again once a replay has caught up', () => {
    const clock = clockAt();
    clock.seek(second(590), 0);
    clock.play(0, 60);
    expect(clock.shown(1000)).toBe(second(601));
    expect(clock.mode).toBe('live');
  });
  test('is live when it is set to a moment that has not come yet', () => {
    const clock = clockAt();
    clock.seek(second(900), 0);
    expect(clock.mode).toBe('live');
  });
  test('stays paused when it is set to another moment', () => {
    const clock = clockAt();
    clock.pause(0);
    clock.seek(second(100), 0);
    expect(clock.mode).toBe('paused');
    expect(clock.shown(5000)).toBe(second(100));
  });
  test('replays a rehearsal slower than it runs', () => {
    const clock = clockAt(15);
    clock.seek(second(100), 0);
    expect(clock.shown(1000)).toBe(second(101));
  });
});
