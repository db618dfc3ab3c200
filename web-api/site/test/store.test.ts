import { describe, expect, test } from 'vitest';
import en from '../messages/en.json';
import { everybody, overallSections } from '../src/panels/sections';
import { Words } from '../src/words/words';
import { RaceStore } from '../src/core/store';
import { arrival, entry, frame, race, second, time } from './support';

const headingsOf = (store: RaceStore) =>
  overallSections({ store, words: new Words(en, 'en', 'UTC'), raceTime: second(0) }, everybody).map((each) => each.heading);

const passage = (more = {}) => ({
  bib: '1', point: 'lap', leg: 0, lap: 1, time: time(60), standard_error_ms: 500, source: 'gps', revision: 0,
  bridged: false, settled: true, ...more,
});

describe('the store', () => {
  test('forgets what a keyframe does not repeat', () => {
    const store = new RaceStore(race);
    store.apply(frame({ entries: [entry({ bib: '1' })] }), 0);
    store.apply(frame({ type: 'keyframe', entries: [entry({ bib: '2' })] }), 0);
    expect(store.board().map((each) => each.bib)).toEqual(['2']);
  });

  test('knows the course that an entry races', () => {
    const short = { ...race.course, length_m: 1000 };
    const [ada, ben] = race.entries;
    const store = new RaceStore({
      ...race,
      variants: [{ id: 'short', name: 'Short', course: short }],
      entries: [{ ...ada!, variant: 'short' }, ben!],
    });
    expect(store.course('1')).toBe(short);
    expect(store.course('2')).toBe(race.course);
    expect(store.course('99')).toBe(race.course);
  });

  test('keeps those of one ranking together', () => {
    const [ada, ben] = race.entries;
    const store = new RaceStore({ ...race, entries: [{ ...ada!, board: 1 }, { ...ben!, board: 0 }] });
    store.apply(frame({ entries: [entry({ bib: '1', rank: 1 }), entry({ bib: '2', rank: 2 })] }), 0);
    expect(store.board().map((each) => each.bib)).toEqual(['2', '1']);
  });

  test('has a heading above each ranking of the board, and none where there is one alone', () => {
    const [ada, ben] = race.entries;
    const cid = { ...ben!, bib: '3', name: 'Cid' };
    const boards = [{ id: 'w', name: 'Women' }, { id: 'm', name: 'Men' }];
    const store = new RaceStore({ ...race, boards, entries: [ada!, { ...ben!, board: 1 }, { ...cid, board: 1 }] });
    store.apply(frame({ entries: [entry(), entry({ bib: '2' }), entry({ bib: '3', rank: 2 })] }), 0);
    expect(headingsOf(store)).toEqual(['Women', 'Men']);
    store.apply(frame({ entries: [entry({ bib: '3', rank: null, status: 'disqualified' })] }), 0);
    expect(headingsOf(store)).toEqual(['Women', 'Men', 'Without a rank']);
    const alone = new RaceStore(race);
    alone.apply(frame({ entries: [entry(), entry({ bib: '2', rank: 2 })] }), 0);
    expect(headingsOf(alone)).toEqual([undefined]);
  });

  test('orders the board by rank, those without one behind by bib', () => {
    const store = new RaceStore(race);
    const bibs = ['10', '9', '3', '2'].map((bib, i) => entry({ bib, rank: i < 2 ? null : i }));
    store.apply(frame({ entries: bibs }), 0);
    expect(store.board().map((each) => each.bib)).toEqual(['3', '2', '9', '10']);
  });

  test('runs race time on at the rate of the rehearsal', () => {
    const store = new RaceStore(race);
    store.apply(frame({ race_time: time(60) }), 1000);
    expect(store.raceTime(3000)).toBe(second(90));
  });

  test('knows no race time before the first frame', () => {
    expect(new RaceStore(race).raceTime(5)).toBeUndefined();
    expect(new RaceStore(race).ageOfData(5)).toBe(Infinity);
  });

  test('takes passages from events, and takes back what is withdrawn', () => {
    const store = new RaceStore(race);
    store.apply(frame({ events: [{ number: 1, kind: 'passage', bib: '1', passage: passage() }] }), 0);
    expect(store.passages('1')).toHaveLength(1);
    store.apply(frame({ type: 'keyframe', entries: [entry()] }), 0);
    expect(store.passages('1')).toHaveLength(1);
    store.apply(frame({ events: [{ number: 2, kind: 'withdrawn', bib: '1', passage: passage() }] }), 0);
    expect(store.passages('1')).toHaveLength(0);
  });

  test('lets a correction replace a passage, and an old one not', () => {
    const store = new RaceStore(race);
    store.apply(frame({ passages: [passage({ revision: 1, time: time(61) })] }), 0);
    store.apply(frame({ passages: [passage()] }), 0);
    expect(store.passages('1').map((each) => each.time)).toEqual([time(61)]);
  });

  test('keeps the newest forecast, and none of who is expected nowhere any more', () => {
    const store = new RaceStore(race);
    store.apply(frame({ forecasts: [{ bib: '1', arrivals: [arrival(1, 2, 3)] }, { bib: '2', arrivals: [arrival(2, 3, 4)] }] }), 0);
    store.apply(frame({ forecasts: [{ bib: '1', arrivals: [arrival(2, 3, 4)] }, { bib: '2', arrivals: [] }] }), 0);
    expect(store.arrivals('1')).toEqual([arrival(2, 3, 4)]);
    expect(store.arrivals('2')).toEqual([]);
    store.apply(frame({ type: 'keyframe' }), 0);
    expect(store.arrivals('1')).toEqual([]);
  });

  test('keeps one grade a horizon', () => {
    const store = new RaceStore(race);
    store.apply(frame({ grades: [{ horizon: 'near', forecasts: 1, inside: 1 }] }), 0);
    store.apply(frame({ grades: [{ horizon: 'near', forecasts: 4, inside: 3 }] }), 0);
    expect(store.grades()).toEqual([{ horizon: 'near', forecasts: 4, inside: 3 }]);
  });

  test('gives passages in the order in which they happened', () => {
    const store = new RaceStore(race);
    store.apply(frame({ passages: [passage({ lap: 2, time: time(120) }), passage()] }), 0);
    expect(store.lastPassage('1')?.lap).toBe(2);
  });

  test('counts from the start passage where it is known', () => {
    const points = [{ index: 0, id: 'go', name: 'Go', kind: 'start', leg: 0, lap: 1, along_m: 0, position: [0, 0] as [number, number] }];
    const store = new RaceStore({ ...race, course: { ...race.course, points } });
    expect(store.began('1')).toBe(second(0));
    store.apply(frame({ passages: [passage({ point: 'go', time: time(20) })] }), 0);
    expect(store.began('1')).toBe(second(20));
  });
});
