import { describe, expect, test } from 'vitest';
import { stateOf } from '../src/core/ages';
import { DotPlacer } from '../src/core/dots';
import { RaceStore } from '../src/core/store';
import { entry, frame, race, second } from './support';

function shown(...entries: ReturnType<typeof entry>[]) {
  const store = new RaceStore({ ...race, rehearsal: null });
  store.apply(frame({ type: 'keyframe', entries }), 0);
  return new DotPlacer(store);
}

describe('a dot is', () => {
  test('live with a fresh fix', () => expect(stateOf(entry(), second(4), 1)).toBe('live'));
  test('predicted after five seconds', () => expect(stateOf(entry(), second(6), 1)).toBe('predicted'));
  test('live for longer when its unit reports each ten seconds', () =>
    expect(stateOf(entry({ next_report_s: 10 }), second(24), 1)).toBe('live'));
  test('late after thirty seconds', () => expect(stateOf(entry(), second(31), 1)).toBe('late'));
  test('silent after five minutes', () => expect(stateOf(entry(), second(301), 1)).toBe('silent'));
  test('live between two messages of a fast rehearsal', () => expect(stateOf(entry(), second(60), 60)).toBe('live'));
  test('stopped however old', () => expect(stateOf(entry({ status: 'stopped' }), second(400), 1)).toBe('stopped'));
  test('out when its race does not count', () =>
    expect(stateOf(entry({ status: 'did_not_finish' }), second(1), 1)).toBe('out'));
});

describe('the placer', () => {
  const place = (placer: DotPlacer, selected?: string, favourites: string[] = []) =>
    placer.place(second(2), 0, 1, selected, new Set(favourites));

  test('places who has been seen, and nobody else', () => {
    const placer = shown(entry(), entry({ bib: '2', along_m: null, fix_time: null, lat: null, lon: null }));

    expect(place(placer).map((dot) => [dot.bib, dot.along])).toEqual([['1', 110]]);
  });
  test('says by which fix somebody was placed', () => {
    const placer = shown(entry());

    expect(placer.fixTimeOf('1')).toBeUndefined();
    place(placer);
    expect(placer.fixTimeOf('1')).toBe(Date.parse(entry().fix_time!));
    expect(placer.fixTimeOf('2')).toBeUndefined();
  });
  test('shows nobody who did not start', () =>
    expect(place(shown(entry({ status: 'did_not_start' })))).toEqual([]));
  test('says who is selected and who a favourite', () => {
    const dots = place(shown(entry(), entry({ bib: '2' })), '1', ['2']);

    expect(dots.map(({ selected, favourite }) => [selected, favourite])).toEqual([[true, false], [false, true]]);
  });
  test('gives a trail along the course to leaders, favourites and who is selected', () => {
    const back = entry({ rank: 21, along_m: 500 });

    expect(place(shown(back))[0]!.trail).toEqual([]);
    expect(place(shown(back), '1')[0]!.trail.length).toBe(2);
    expect(place(shown({ ...back, rank: 20 }))[0]!.trail.length).toBe(2);
  });
  test('keeps who is off the course where the last fix was', () => {
    const dots = place(shown(entry({ status: 'off_course', along_m: null, lon: 0.02, lat: 0.01 })));

    expect(dots[0]).toMatchObject({ state: 'off_course', along: undefined, place: [0.02, 0.01] });
  });
});
