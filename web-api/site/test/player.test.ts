import { describe, expect, test } from 'vitest';
import { Player } from '../src/core/player';
import { entry, frame, race, second, time } from './support';

const slow = { ...race, rehearsal: null };

/** Ten minutes in, a frame a second; bib 1 is as many metres along as seconds have gone. */
function playing(options = {}) {
  const player = new Player(slow, options);
  for (let i = 0; i <= 600; i++) {
    const type = i === 0 ? 'keyframe' : 'delta';
    player.take(frame({ type, id: `7.${i}`, race_time: time(i), entries: [entry({ along_m: i })] }), i * 1000);
  }
  return player;
}

const along = (player: Player) => player.shown.entry('1')?.along_m;

describe('the page', () => {
  test('shows what it hears', () => {
    const player = playing();
    expect(player.step(600_500)).toBe(second(600.5));
    expect(along(player)).toBe(600);
  });

  test('shows any moment again, and goes on from there', () => {
    const player = playing();
    player.seek(second(100), 600_000);
    player.step(600_000);
    expect(along(player)).toBe(100);
    player.step(605_000);
    expect(along(player)).toBe(105);
  });

  test('goes back while it is paused', () => {
    const player = playing();
    player.clock.pause(600_000);
    player.step(600_000);
    player.seek(second(50), 600_000);
    player.step(601_000);
    expect(along(player)).toBe(50);
  });

  test('does not know of a passage before it was', () => {
    const player = playing();
    const passage = {
      bib: '1', point: 'lap', leg: 0, lap: 1, time: time(601), standard_error_ms: 1, source: 'gps', revision: 0,
      bridged: false, settled: true,
    };
    const events = [{ number: 1, bib: '1', kind: 'passage' as const, passage }];
    player.take(frame({ id: '7.601', race_time: time(601), last_event: 1, events }), 601_000);
    player.step(601_000);
    expect(player.shown.passages('1')).toHaveLength(1);
    player.seek(second(100), 601_000);
    player.step(601_000);
    expect(player.shown.passages('1')).toEqual([]);
    player.clock.goLive();
    player.step(601_000);
    expect(player.shown.passages('1')).toHaveLength(1);
  });

  test('does not go back before it was opened', () => {
    const player = playing();
    player.seek(second(-500), 600_000);
    expect(player.step(600_000)).toBe(second(0));
  });

  test('hears on while it shows what was, and misses nothing when it is live again', () => {
    const player = playing();
    player.seek(second(100), 600_000);
    player.step(600_000);
    player.take(frame({ id: '7.601', race_time: time(601), entries: [entry({ along_m: 601 })] }), 601_000);
    player.step(601_000);
    expect(along(player)).toBe(101);
    expect(player.heard.entry('1')?.along_m).toBe(601);
    player.clock.goLive();
    player.step(601_000);
    expect(along(player)).toBe(601);
  });

  describe('of a race that is over', () => {
    const passed = (seconds: number) => ({
      bib: '1', point: 'finish', leg: 1, lap: 1, time: time(seconds), standard_error_ms: 1, source: 'gps', revision: 0,
      bridged: false, settled: true,
    });

    test('ends with its last passage, however much later it is opened', () => {
      const player = new Player(slow, { delayMs: 20_000 });
      player.take(frame({ type: 'keyframe', race_time: time(90_000), state: 'finished', entries: [entry({ along_m: 2500 })] }), 0);
      player.take(frame({ race_time: time(90_000), state: 'finished', passages: [passed(550)], has_all_passages: true }), 100);
      expect(player.step(5000)).toBe(second(550));
      expect(along(player)).toBe(2500);
    });

    test('ends when it was heard to, where that was later', () => {
      const player = playing();
      player.take(frame({ id: '7.601', race_time: time(601), state: 'finished', passages: [passed(590)] }), 601_000);
      player.take(frame({ id: '7.700', race_time: time(700), state: 'finished' }), 700_000);
      expect(player.step(700_000)).toBe(second(601));
    });

    test('has no end before anything is known of it, and none again when it goes on', () => {
      const player = new Player(slow);
      player.take(frame({ type: 'keyframe', race_time: time(900), state: 'finished' }), 0);
      expect(player.step(0)).toBe(second(900));
      player.take(frame({ race_time: time(900), state: 'finished', passages: [passed(550)] }), 0);
      expect(player.step(0)).toBe(second(550));
      player.take(frame({ race_time: time(902), state: 'live' }), 2000);
      expect(player.step(2000)).toBe(second(902));
    });
  });

  test('stays behind the race by its delay', () => {
    const player = playing({ delayMs: 20_000 });
    player.step(600_000);
    expect(along(player)).toBe(580);
  });
});
