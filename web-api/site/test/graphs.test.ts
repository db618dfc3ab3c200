import { describe, expect, test } from 'vitest';
import type { Frame, LiveEntry, Passage, Race } from '../src/core/model';
import { RaceStore } from '../src/core/store';
import { chosenOf, graphCourse, leaderOf, mostChosen } from '../src/graphs/chosen';
import { Field } from '../src/graphs/field';
import { forecastOf } from '../src/graphs/forecast';
import { gapAt, gapNow } from '../src/graphs/gaps';
import { gatesOf } from '../src/graphs/gates';
import { alongAt, type Line, lineOf, timeAt, until } from '../src/graphs/line';
import { spread } from '../src/graphs/spread';
import { mostFixes, Track } from '../src/graphs/track';
import { arrival, begin, entry, frame, race, second, time } from './support';

const fix = (seconds: number, along: number, isLost = false) => ({ time: second(seconds), along, isLost });

function trackOf(...fixes: { time: number; along: number; isLost: boolean }[]) {
  const track = new Track();
  fixes.forEach((each) => track.hear(each));
  return track;
}

const lineFrom = (track: Track, marks: { time: number; along: number }[] = [], began = begin) => lineOf({ bib: '1', began, track, marks, leastMs: 0 });
const mark = (seconds: number, along: number) => ({ time: second(seconds), along });

describe('a track', () => {
  test('keeps fixes ten seconds apart, and always the newest', () => {
    const track = trackOf(...Array.from({ length: 26 }, (_, i) => fix(i, i * 5)));
    expect(track.times.map((each) => (each - begin) / 1000)).toEqual([0, 10, 20, 25]);
    expect(track.alongs).toEqual([0, 50, 100, 125]);
  });

  test('takes what was before whenever it is told, and each fix once', () => {
    const track = trackOf(fix(200, 200), fix(100, 100), fix(0, 0), fix(100, 100));
    expect(track.alongs).toEqual([0, 100, 200]);
  });

  test('is no longer than its limit, from one end to the other, and tells of silence still', () => {
    const count = 3 * mostFixes;
    const track = trackOf(...Array.from({ length: count }, (_, i) => fix(i * 10, i, i === 501)));
    expect(track.times.length).toBeLessThanOrEqual(mostFixes);
    expect([track.times[0], track.times[track.times.length - 1]]).toEqual([second(0), second((count - 1) * 10)]);
    expect(track.isCut.filter(Boolean)).toHaveLength(1);
  });

  test('is no longer than its limit for who is silent after each fix either', () => {
    const track = trackOf(...Array.from({ length: 2 * mostFixes }, (_, i) => fix(i * 10, i, true)));
    expect(track.times.length).toBeLessThanOrEqual(mostFixes);
    expect(track.alongs[track.alongs.length - 1]).toBe(2 * mostFixes - 1);
  });
});

describe('a line', () => {
  test('goes straight on from knot to knot, and is nowhere before and after', () => {
    const line = lineFrom(trackOf(fix(0, 0), fix(100, 400)));
    expect(alongAt(line, second(25))).toBe(100);
    expect(timeAt(line, 300)).toBe(second(75));
    expect([alongAt(line, second(-1)), alongAt(line, second(101)), timeAt(line, 401)]).toEqual([undefined, undefined, undefined]);
  });

  test('has a hole where nothing was heard for long, and knows both its ends', () => {
    const line = lineFrom(trackOf(fix(0, 0), fix(100, 400), fix(100, 400, true), fix(1000, 4000), fix(1010, 4040)));
    expect([alongAt(line, second(99)), alongAt(line, second(100)), alongAt(line, second(500))]).toEqual([396, 400, undefined]);
    expect([timeAt(line, 4000), timeAt(line, 2000)]).toEqual([second(1000), undefined]);
    expect(line.isCut).toEqual([false, true, false, false]);
  });

  test('rests where the athlete does, and does not go back by the noise of a receiver', () => {
    const line = lineFrom(trackOf(fix(0, 0), fix(100, 400), fix(200, 397), fix(300, 400), fix(400, 800)));
    expect([150, 250, 300].map((seconds) => alongAt(line, second(seconds)))).toEqual([400, 400, 400]);
    expect(timeAt(line, 400)).toBe(second(100));
  });

  test('passes a timing point when the passage says so, whatever the fixes around it say', () => {
    const line = lineFrom(trackOf(fix(0, 0), fix(99, 1004), fix(120, 996), fix(200, 2000)), [mark(0, 0), mark(101, 1000)]);
    expect(timeAt(line, 1000)).toBe(second(101));
    expect(alongAt(line, second(101))).toBe(1000);
  });

  test('is made of passages where nothing else is known', () => {
    const line = lineOf({ bib: '1', began: begin, track: undefined, marks: [mark(0, 0), mark(100, 1000), mark(300, 2000)], leastMs: 0 });
    expect([50, 200].map((seconds) => alongAt(line, second(seconds)))).toEqual([500, 1500]);
  });

  test('keeps a silence when somebody saw the athlete pass in the midst of it', () => {
    const line = lineFrom(trackOf(fix(0, 0), fix(100, 400, true), fix(1000, 4000)), [mark(500, 1500)]);
    expect([alongAt(line, second(300)), alongAt(line, second(500)), alongAt(line, second(700))]).toEqual([undefined, 1500, undefined]);
  });

  test('leaves out what is nearer than one sees, and neither an end nor a silence', () => {
    const track = trackOf(...Array.from({ length: 101 }, (_, i) => fix(i * 10, i * 10, i === 33)));
    const line = lineOf({ bib: '1', began: begin, track, marks: [mark(455, 455)], leastMs: 100_000 });
    expect(line.times.map((each) => (each - begin) / 1000)).toEqual([0, 100, 200, 300, 330, 340, 440, 455, 540, 640, 740, 840, 940, 1000]);
  });

  test('ends at the moment that is shown', () => {
    const line = until(lineFrom(trackOf(fix(0, 0), fix(100, 400), fix(200, 800))), second(150));
    expect(line.times.map((each) => each - begin)).toEqual([0, 100_000, 150_000]);
    expect(line.alongs[2]).toBe(600);
  });

  test('ends where the athlete was heard last when the moment lies in a silence', () => {
    const line = until(lineFrom(trackOf(fix(0, 0), fix(100, 400, true), fix(900, 800))), second(500));
    expect(line.alongs).toEqual([0, 400]);
  });
});

describe('gaps', () => {
  const first = lineFrom(trackOf(fix(0, 0), fix(100, 1000), fix(300, 2000)));

  test('are between times at the same place', () => {
    const behind = lineFrom(trackOf(fix(0, 0), fix(120, 1000), fix(300, 1900)));
    expect(gapAt(behind, first, 500)).toBe(10_000);
    expect(gapAt(first, behind, 1000)).toBe(-20_000);
    expect(gapAt(behind, first, 1950)).toBeUndefined();
  });

  test('count from the own start, so that waves compare', () => {
    const later = lineFrom(trackOf(fix(600, 0), fix(710, 1000)), [], second(600));
    expect(gapNow(later, first)).toBe(10_000);
  });

  test('are not invented in a silence', () => {
    const silent = lineFrom(trackOf(fix(0, 0), fix(50, 400, true), fix(200, 1800)));
    expect([gapAt(silent, first, 400), gapAt(silent, first, 1000)]).toEqual([10_000, undefined]);
  });
});

const point = (id: string, kind: string, along_m: number) =>
  ({ index: 0, id, name: id.toUpperCase(), kind, leg: 0, lap: 1, along_m, position: [0, 0] as [number, number] });
const passage = (bib: string, at: string, seconds: number): Passage => ({
  bib, point: at, leg: 0, lap: 1, time: time(seconds), standard_error_ms: 400, source: 'gps', revision: 0, bridged: false, settled: true,
});
const course = { ...race.course, points: [point('start', 'start', 0), point('turn', 'split', 1000), point('finish', 'finish', 2500)] };

function storeOf(entries: LiveEntry[], more: Partial<Frame> = {}, of: Partial<Race> = {}) {
  const athletes = entries.map(({ bib }) => ({ bib, name: bib, category: '', wave: 'w', variant: null, board: 0, team: '' }));
  const store = new RaceStore({ ...race, rehearsal: null, course, entries: athletes, ...of });
  store.apply(frame({ type: 'keyframe', entries, ...more }), 0);
  return store;
}

describe('the field', () => {
  /** Heard each ten seconds from second 0 to 590: silent from 100 to 500. */
  function heard() {
    const store = storeOf([entry()], { passages: [passage('1', 'start', 2)] });
    const field = new Field(store);
    for (let at = 0; at < 600; at += 10) {
      const fixed = at > 100 && at < 500 ? 100 : at;
      field.hear(frame({ race_time: time(at), entries: [entry({ along_m: fixed * 2, fix_time: time(fixed) })] }));
    }
    return field;
  }

  test('knows how somebody went, and where nobody knows', () => {
    const line = heard().lineOf('1');
    expect(line.began).toBe(second(2));
    expect([50, 300, 550].map((seconds) => alongAt(line, second(seconds)))).toEqual([100, undefined, 1100]);
  });

  test('draws no silence into the long steps between states of before', () => {
    const field = new Field(storeOf([entry()]));
    for (const at of [0, 1800, 3600]) field.hear(frame({ race_time: time(at), entries: [entry({ along_m: at / 2, fix_time: time(at) })] }));
    expect(alongAt(field.lineOf('1'), second(900))).toBe(450);
  });

  test('has a hole where somebody was off the course', () => {
    const field = new Field(storeOf([entry()]));
    const told = (at: number, more: Partial<LiveEntry>) => field.hear(frame({ race_time: time(at), entries: [entry({ fix_time: time(at), ...more })] }));
    told(100, { along_m: 100 });
    told(110, { status: 'off_course', along_m: null });
    told(300, { along_m: 150 });
    expect(alongAt(field.lineOf('1'), second(200))).toBeUndefined();
  });

  test('knows nothing of who waits, and no more when a race begins anew', () => {
    const field = new Field(storeOf([entry()]));
    field.hear(frame({ entries: [entry({ status: 'not_started', along_m: 3 })] }));
    expect(field.lineOf('1').times).toEqual([]);
    field.hear(frame({ race_time: time(5), entries: [entry({ fix_time: time(5) })] }));
    field.forget();
    expect(field.lineOf('1').times).toEqual([]);
  });

  test('holds five hundred of a day within the limit of each', () => {
    const entries = Array.from({ length: 500 }, (_, i) => entry({ bib: String(i + 1) }));
    const field = new Field(storeOf(entries));
    for (let at = 0; at < 86_400; at += 60) {
      field.hear(frame({ race_time: time(at), entries: entries.map((each) => ({ ...each, along_m: at / 50, fix_time: time(at) })) }));
    }
    const lines = entries.map(({ bib }) => field.lineOf(bib));
    expect(Math.max(...lines.map((line) => line.times.length))).toBeLessThanOrEqual(mostFixes);
    expect(alongAt(lines[499]!, second(43_200))).toBeCloseTo(864, 0);
  });
});

describe('those who stand out', () => {
  const twelve = Array.from({ length: 12 }, (_, i) => entry({ bib: String(i + 1), rank: i + 1 }));
  const choosing = (more = {}) => ({ store: storeOf(twelve), followed: undefined, favourites: new Set<string>(), ...more });
  const bibs = (more = {}) => {
    const all = choosing(more);
    return chosenOf(all, graphCourse(all));
  };

  test('are the first five where nobody was chosen', () => expect(bibs()).toEqual(['1', '2', '3', '4', '5']));
  test('are whom one follows, favourites, and the first, each once', () =>
    expect(bibs({ followed: '9', favourites: new Set(['11', '2']) })).toEqual(['9', '2', '11', '1', '3', '4', '5']));
  test('are no more than can be told apart', () =>
    expect(bibs({ favourites: new Set(twelve.map(({ bib }) => bib)) })).toHaveLength(mostChosen));

  test('race on the course of whom one follows', () => {
    const variants = [{ id: 'short', name: 'Short', course: { ...course, length_m: 1000 } }];
    const entries = ['1', '2', '3'].map((bib) => (
      { bib, name: bib, category: '', wave: 'w', variant: bib === '1' ? null : 'short', board: 0, team: '' }));
    const store = storeOf(twelve.slice(0, 3), {}, { variants, entries });
    const all = { store, followed: '3', favourites: new Set(['1']) };
    expect(graphCourse(all).length_m).toBe(1000);
    expect(chosenOf(all, graphCourse(all))).toEqual(['3', '2']);
    expect(leaderOf(store, ['3', '2'], graphCourse(all))).toBe('2');
    expect(graphCourse({ ...all, followed: undefined })).toBe(store.race.course);
  });

  test('race on the course of who leads where nobody races the own one of the race', () => {
    const variants = [{ id: 'short', name: 'Short', course: { ...course, length_m: 1000 } }];
    const entries = [{ bib: '1', name: '1', category: '', wave: 'w', variant: 'short', board: 0, team: '' }];
    expect(graphCourse(choosing({ store: storeOf(twelve.slice(0, 1), {}, { variants, entries }) })).length_m).toBe(1000);
  });
});

describe('what is expected', () => {
  const line: Line = { bib: '1', began: begin, times: [second(0), second(600)], alongs: [0, 800], isCut: [false, false] };
  const at = (point: string, minutes: [number, number, number]) => arrival(...minutes, { point, leg: 0 });

  test('goes on from where somebody is, in the order of the course, and leaves out what is behind', () => {
    const arrivals = [at('finish', [30, 32, 40]), at('turn', [12, 13, 14]), at('start', [1, 2, 3])];
    const expected = forecastOf(storeOf([entry()], { forecasts: [{ bib: '1', arrivals }] }), line, course);
    expect(expected.map(({ along }) => along)).toEqual([800, 1000, 2500]);
    expect(expected[2]).toEqual({ along: 2500, early: second(1800), likely: second(1920), late: second(2400) });
  });

  test('is never earlier than now', () => {
    const store = storeOf([entry()], { forecasts: [{ bib: '1', arrivals: [at('turn', [9, 9.5, 14])] }] });
    expect(forecastOf(store, line, course)[1]).toMatchObject({ early: second(600), likely: second(600), late: second(840) });
  });

  test('is nothing where nobody is expected', () => expect(forecastOf(storeOf([entry()]), line, course)).toEqual([]));
});

test('a point that stands where a leg begins is one gate, and a border', () => {
  const gates = gatesOf({ ...course, points: [...course.points, point('change', 'transition', 2000.4)] });
  expect(gates.map(({ along, isBorder }) => [along, isBorder])).toEqual([[0, false], [1000, false], [2000, true], [2500, false]]);
});

test('names at the ends of lines move apart, and stay inside', () => {
  expect(spread([0, 1, 50], 10, [5, 95])).toEqual([5, 15, 50]);
  expect(spread([90, 94, 95], 10, [5, 95])).toEqual([75, 85, 95]);
});
