import { describe, expect, test } from 'vitest';
import { HeardHistory } from '../src/core/history';
import type { Frame } from '../src/core/model';
import { RaceStore } from '../src/core/store';
import { arrival, entry, frame, race, second, time } from './support';

/** A page that hears a frame each second, and keeps them. */
function heard(count: number, limit?: number) {
  const history = new HeardHistory(limit);
  const store = new RaceStore(race);
  for (let i = 0; i < count; i++) {
    const told: Partial<Frame> = i === 0 ? { type: 'keyframe', entries: [entry(), entry({ bib: '2' })] } : { entries: [entry({ along_m: i })] };
    const each = frame({ ...told, id: `7.${i}`, race_time: time(i) });
    store.apply(each, i * 1000);
    history.keep(each, () => store.whole());
  }
  return history;
}

function storeAt(history: HeardHistory, seconds: number) {
  const store = new RaceStore(race);
  for (const each of history.framesAt(second(seconds))) store.apply(each, 0);
  return store;
}

const alongAt = (history: HeardHistory, seconds: number) => storeAt(history, seconds).entry('1')?.along_m;

describe('what was heard', () => {
  test('has no moment before the first frame', () => {
    expect(new HeardHistory().span).toBeUndefined();
    expect(new HeardHistory().framesAt(second(0))).toEqual([]);
  });

  test('can be shown at any moment, from states and what was told since', () => {
    const history = heard(200);
    expect(history.span).toEqual({ begin: second(0), end: second(199) });
    for (const moment of [1, 59, 60, 61, 62, 130, 199]) expect(alongAt(history, moment)).toBe(moment);
    expect(alongAt(history, 61.5)).toBe(61);
  });

  test('is a whole state each time: also of who was not told of since', () =>
    expect(storeAt(heard(100), 99).board().map((each) => each.bib)).toEqual(['1', '2']));

  test('is nothing before it begins', () => expect(heard(3).framesAt(second(-1))).toEqual([]));

  test('tells what came after one moment up to another, once and in order', () => {
    const between = heard(200).framesBetween(second(50), second(130));
    expect(between.map((each) => each.race_time)).toEqual(Array.from({ length: 80 }, (_, i) => time(51 + i)));
  });

  test('takes a frame that comes a little late as of the last moment', () => {
    const history = heard(3);
    history.keep(frame({ race_time: time(1), entries: [entry({ along_m: 99 })] }), () => frame());
    expect(alongAt(history, 2)).toBe(99);
    expect(alongAt(history, 1)).toBe(1);
  });

  test('begins anew with a race that does', () => {
    const history = heard(200);
    const first = frame({ type: 'keyframe', race_time: time(5), entries: [entry({ along_m: 7 })] });
    history.keep(first, () => first);
    expect(history.span).toEqual({ begin: second(5), end: second(5) });
  });

  test('forgets its oldest part when it is full, and keeps the newest', () => {
    const all = heard(400);
    const full = heard(400, 200);
    expect(all.span?.begin).toBe(second(0));
    expect(full.span!.begin).toBeGreaterThan(second(100));
    expect(alongAt(full, 399)).toBe(399);
    expect(full.framesAt(second(1))).toEqual([]);
  });

  test('keeps the newest forecasts, and lets an empty one say that nobody is expected', () => {
    const history = new HeardHistory();
    const first = frame({ type: 'keyframe', forecasts: [{ bib: '1', arrivals: [arrival(1, 2, 3)] }] });
    history.keep(first, () => first);
    history.keep(frame({ race_time: time(5), forecasts: [{ bib: '1', arrivals: [] }] }), () => frame());
    expect(storeAt(history, 5).arrivals('1')).toEqual([]);
    expect(storeAt(history, 4).arrivals('1')).toHaveLength(1);
  });
});
