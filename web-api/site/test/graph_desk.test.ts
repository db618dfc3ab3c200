import { describe, expect, test } from 'vitest';
import { Player } from '../src/core/player';
import { Desk } from '../src/graphs/desk';
import type { LivePage, Tick } from '../src/panels/live_page.svelte';
import { begin, entry, frame, race, second, time } from './support';

const athletes = Array.from({ length: 40 }, (_, i) => String(i + 1));
const field = {
  ...race, rehearsal: null, starts_at: time(0),
  entries: athletes.map((bib) => ({ bib, name: bib, category: '', wave: 'w', variant: null, board: 0, team: '' })),
};

/** Forty athletes, two metres a second, heard each second until then; what of a page the desk looks at. */
function pageUntil(seconds: number) {
  const player = new Player(field);
  for (let at = 0; at <= seconds; at++) {
    const entries = athletes.map((bib, i) => entry({ bib, rank: i + 1, along_m: at * 2, fix_time: time(at) }));
    player.take(frame({ type: at === 0 ? 'keyframe' : 'delta', id: `7.${at}`, race_time: time(at), entries }), at * 1000);
  }
  player.step(seconds * 1000);
  const page = { race: field, player, startsAt: begin, followed: undefined, favourites: new Set<string>(), clock: player.clock };
  return { player, desk: new Desk(page as unknown as LivePage) };
}

const tickAt = (shown: number, newest: number): Tick =>
  ({ raceTime: second(shown), serverTime: second(newest), newest: second(newest), dataAge: 0, events: [] });
const lastOf = ({ times }: { times: number[] }) => (times[times.length - 1]! - begin) / 1000;

describe('what the graphs are drawn from', () => {
  test('is read in parts where much was heard, each said to be news', async () => {
    const { desk } = pageUntil(1500);
    const news = new Promise<void>((resolve) => (desk.onNews = resolve));

    const first = lastOf(desk.scene(tickAt(1500, 1500), 0, { basis: 'race', other: '' }).chosen[0]!);
    await news;
    let last = first;
    for (let look = 0; look < 3; look++) last = lastOf(desk.scene(tickAt(1500, 1500), 0, { basis: 'race', other: '' }).chosen[0]!);

    expect(first).toBeGreaterThan(500);
    expect(first).toBeLessThan(1500);
    expect(last).toBe(1500);
  });

  test('ends at the moment that is shown, and thin lines over own times do too', () => {
    const { desk, player } = pageUntil(500);
    player.seek(second(203), 500_000);
    player.step(500_000);

    const scene = desk.scene(tickAt(203, 500), 0, { basis: 'own', other: '' });

    expect(scene.chosen.map(lastOf)).toEqual([203, 203, 203, 203, 203]);
    expect(scene.field).toHaveLength(35);
    expect(new Set(scene.field.map(lastOf))).toEqual(new Set([200]));
  });

  test('is not made anew for each moment of a replay over the time of the race', () => {
    const { desk, player } = pageUntil(500);
    player.seek(second(203), 500_000);
    player.step(500_000);

    const one = desk.scene(tickAt(203, 500), 0, { basis: 'race', other: '' });
    const next = desk.scene(tickAt(263, 500), 1000, { basis: 'race', other: '' });

    expect(next.field).toBe(one.field);
    expect(lastOf(next.chosen[0]!)).toBe(263);
  });

  test('has gaps to the leader, or to whom one chose of those who stand out', () => {
    const { desk } = pageUntil(60);
    const otherOf = (other: string) => {
      const scene = desk.scene(tickAt(60, 60), 0, { basis: 'race', other });
      return [scene.other?.bib, scene.isToLeader];
    };

    expect([otherOf(''), otherOf('3'), otherOf('39')]).toEqual([['1', true], ['3', false], ['1', true]]);
  });
});
