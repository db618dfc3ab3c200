import { describe, expect, test } from 'vitest';
import { shotAt, shotsOf } from '../src/core/director';
import { finishesWithin, lastFinishes } from '../src/core/finishes';
import type { LiveEntry, Race } from '../src/core/model';
import { RaceStore } from '../src/core/store';
import { arrival, entry, frame, race, second, time } from './support';

const finish = { index: 0, id: 'finish', name: 'Finish', kind: 'finish', leg: 1, lap: 1, along_m: 2500, position: [0, 0] as [number, number] };
const withFinish: Race = { ...race, course: { ...race.course, points: [finish] } };

function storeOf(entries: LiveEntry[], more = {}) {
  const store = new RaceStore(withFinish);
  store.apply(frame({ type: 'keyframe', entries, ...more }), 0);
  return store;
}

const ranked = (bib: string, rank: number, gap_ms: number, more = {}) => entry({ bib, rank, gap_ms, ...more });

describe('the director', () => {
  test('has nothing to show before anybody has a rank', () =>
    expect(shotsOf(storeOf([entry({ rank: null, status: 'not_started' })]), second(0))).toEqual([]));

  test('shows the leader with who is next', () =>
    expect(shotsOf(storeOf([ranked('1', 1, 0), ranked('2', 2, 90_000)]), second(0))).toMatchObject([
      { kind: 'leader', entry: { bib: '1' }, next: { bib: '2' } },
    ]));

  test('shows the closest two, of those who race', () => {
    const entries = [ranked('1', 1, 0, { status: 'finished' }), ranked('2', 2, 1000), ranked('3', 3, 9000), ranked('4', 4, 12_000)];
    expect(shotsOf(storeOf(entries), second(0))[1]).toMatchObject({ kind: 'battle', front: { bib: '3' }, behind: { bib: '4' }, gapMs: 3000 });
  });

  test('shows who finishes next, once that is near', () => {
    const store = storeOf([ranked('1', 1, 0)], { forecasts: [{ bib: '1', arrivals: [arrival(9, 10, 11)] }] });
    expect(shotsOf(store, second(60)).map((shot) => shot.kind)).toEqual(['leader']);
    expect(shotsOf(store, second(560))[1]).toMatchObject({ kind: 'finish', inMs: 40_000 });
  });

  test('shows each for its time, in turn', () => {
    const shots = shotsOf(storeOf([ranked('1', 1, 0), ranked('2', 2, 5000)]), second(0));
    const kinds = [0, 7_999, 8_000, 16_000].map((now) => shotAt(shots, now, 8_000)?.kind);
    expect(kinds).toEqual(['leader', 'leader', 'battle', 'leader']);
    expect(shotAt([], 5, 8_000)).toBeUndefined();
  });
});

describe('the screen at the finish', () => {
  test('keeps in front who is late, and leaves out who has arrived', () => {
    const entries = [ranked('1', 1, 0, { status: 'finished' }), ranked('2', 2, 0), ranked('3', 3, 0)];
    const forecasts = [
      { bib: '1', arrivals: [arrival(1, 2, 3)] }, { bib: '3', arrivals: [arrival(9, 10, 11)] }, { bib: '2', arrivals: [arrival(5, 6, 7)] },
    ];
    expect(finishesWithin(storeOf(entries, { forecasts }), second(420), 300_000).map((each) => each.bib)).toEqual(['2', '3']);
  });

  test('shows the latest arrivals first, and none that is still to come', () => {
    const passages = [60, 70, 80].map((at, index) => ({
      bib: String(index + 1), point: 'finish', leg: 1, lap: 1, time: time(at), standard_error_ms: 1, source: 'gps',
      revision: 0, bridged: false, settled: true,
    }));
    const three = { ...withFinish, entries: [...race.entries, { ...race.entries[0]!, bib: '3' }] };
    const store = new RaceStore(three);
    store.apply(frame({ passages }), 0);
    expect(lastFinishes(store, second(75), 5).map((each) => each.bib)).toEqual(['2', '1']);
    expect(lastFinishes(store, second(75), 1)).toHaveLength(1);
  });
});
