import { describe, expect, test } from 'vitest';
import en from '../messages/en.json';
import { RaceEvents } from '../src/core/events';
import { GapTrends } from '../src/core/gaps';
import type { LiveEntry, Passage, Race } from '../src/core/model';
import { RaceStore } from '../src/core/store';
import { cardFacts } from '../src/panels/card_facts';
import { feedLines, mostLines } from '../src/panels/feed';
import { categorySections, everybody, favouriteSections, firstRows, overallSections } from '../src/panels/sections';
import { splitMatrix } from '../src/panels/splits';
import { Words } from '../src/words/words';
import { arrival, entry, frame, race, second, time } from './support';

const words = new Words(en, 'en', 'UTC');
const point = (id: string, kind: string, along_m: number, lap = 1) =>
  ({ index: 0, id, name: id.toUpperCase(), kind, leg: 0, lap, along_m, position: [0, 0] as [number, number] });
const athlete = (bib: string, name: string, category: string) =>
  ({ bib, name, category, wave: 'w', variant: null, board: 0, team: '' });

const small: Race = {
  ...race,
  rehearsal: null,
  course: { ...race.course, points: [point('start', 'start', 0), point('turn', 'lap', 1000), point('turn', 'lap', 2000, 2), point('finish', 'finish', 2500)] },
  categories: [{ id: 'open', name: 'Open' }, { id: 'm40', name: 'Masters' }],
  entries: [athlete('1', 'Ada Le Goff', 'open'), athlete('2', 'Ben', 'm40'), athlete('3', 'Zoë', 'm40')],
};

const passage = (bib: string, at: string, seconds: number, lap = 1): Passage => ({
  bib, point: at, leg: 0, lap, time: time(seconds), standard_error_ms: 400, source: 'gps', revision: 0,
  bridged: false, settled: true,
});

function storeOf(entries: LiveEntry[], passages: Passage[] = []) {
  const store = new RaceStore(small);
  store.apply(frame({ type: 'keyframe', entries, passages }), 0);
  return store;
}

const three = [entry({ rank: 1 }), entry({ bib: '2', rank: 2, gap_ms: 10_000 }), entry({ bib: '3', rank: 3, gap_ms: 25_000 })];
const telling = (store: RaceStore, at = 60) => ({ store, words, raceTime: second(at) });
const bibsOf = (sections: { rows: { bib: string }[] }[]) => sections.map((section) => section.rows.map((row) => row.bib));

describe('the board', () => {
  test('finds by name without accents, and by how a bib begins', () => {
    const told = telling(storeOf(three));
    expect(bibsOf(overallSections(told, { ...everybody, search: 'goff' }))).toEqual([['1']]);
    expect(bibsOf(overallSections(told, { ...everybody, search: 'ZOE' }))).toEqual([['3']]);
    expect(bibsOf(overallSections(told, { ...everybody, search: '2' }))).toEqual([['2']]);
    expect(bibsOf(overallSections(told, { ...everybody, search: 'nobody' }))).toEqual([]);
  });

  test('orders by bib and by name where a reader wants that', () => {
    const told = telling(storeOf([entry({ bib: '3', rank: 1 }), entry({ bib: '1', rank: 2 }), entry({ bib: '2', rank: 3 })]));
    expect(bibsOf(overallSections(told, everybody))).toEqual([['3', '1', '2']]);
    expect(bibsOf(overallSections(told, { ...everybody, sort: 'bib' }))).toEqual([['1', '2', '3']]);
    expect(bibsOf(overallSections(told, { ...everybody, sort: 'name' }))).toEqual([['1', '2', '3']]);
  });

  test('is made from the top, some rows at first, with the headings that these have', () => {
    const sections = categorySections(telling(storeOf(three)), everybody);

    expect(bibsOf(firstRows(sections, 0))).toEqual([]);
    expect(bibsOf(firstRows(sections, 1))).toEqual([['1']]);
    expect(bibsOf(firstRows(sections, 2))).toEqual([['1'], ['2']]);
    expect(firstRows(sections, 3)).toEqual(sections);
    expect(firstRows(sections, 100)).toEqual(sections);
  });

  test('ranks within the category', () => {
    const sections = categorySections(telling(storeOf(three)), everybody);
    expect(sections.map((each) => each.heading)).toEqual(['Open', 'Masters']);
    expect(sections[1]!.rows.map((row) => `${row.bib} ${row.rank}`)).toEqual(['2 1', '3 2']);
  });

  test('gives equal ranks in a category to those who have them overall', () => {
    const tied = [entry(), entry({ bib: '2', rank: 2 }), entry({ bib: '3', rank: 2 })];
    const [, masters] = categorySections(telling(storeOf(tied)), everybody);
    expect(masters!.rows.map((row) => row.rank)).toEqual(['1', '1']);
  });

  test('shows the favourites alone, with their ranks', () =>
    expect(bibsOf(favouriteSections(telling(storeOf(three)), everybody, new Set(['3', '1'])))).toEqual([['1', '3']]));

  test('says of each how old its dot is, and of who is out that it is', () => {
    const [section] = overallSections(telling(storeOf([entry(), entry({ bib: '2', rank: null, status: 'did_not_finish' })]), 95), everybody);
    expect(section!.rows.map((row) => row.state)).toContain('late by 1:35');
    const [, none] = overallSections(telling(storeOf([entry(), entry({ bib: '2', rank: null, status: 'did_not_finish' })])), everybody);
    expect(none!.rows[0]).toMatchObject({ state: 'did not finish', dot: 'out', rank: '–' });
  });
});

describe('the splits', () => {
  test('have a column a point and lap that somebody passed, with time and rank there', () => {
    const passages = [passage('1', 'turn', 100), passage('2', 'turn', 90), passage('1', 'turn', 200, 2)];
    const matrix = splitMatrix(storeOf(three, passages));
    expect(matrix.columns.map((column) => column.name)).toEqual(['TURN 1', 'TURN 2']);
    expect(matrix.rows.map((row) => row.bib)).toEqual(['1', '2']);
    expect(matrix.rows[0]!.cells).toEqual([{ time: '1:40', rank: 2 }, { time: '3:20', rank: 1 }]);
    expect(matrix.rows[1]!.cells).toEqual([{ time: '1:30', rank: 1 }, undefined]);
  });
});

describe('the feed', () => {
  const passages = [passage('1', 'turn', 100), passage('2', 'turn', 90), passage('1', 'finish', 300)];

  test('says who leads at a point, who follows, and who finishes, the newest first', () => {
    const store = storeOf(three, passages);
    const lines = feedLines(new RaceEvents().until(store, second(400)), telling(store, 400));
    expect(lines.map((line) => line.text)).toEqual([
      '1 Ada Le Goff finishes as number 1, 5:00', '1 Ada Le Goff at TURN 1, 2. there, 1:40', '2 Ben leads at TURN 1, 1:30',
    ]);
    expect(lines[0]!.clock).toBe('08:05');
  });

  test('says nothing of what comes later than the moment that is shown', () => {
    const store = storeOf(three, passages);
    expect(new RaceEvents().until(store, second(95)).map((event) => event.bib)).toEqual(['2']);
  });

  test('says who went out when that was heard, and takes it back when it is', () => {
    const events = new RaceEvents();
    const store = storeOf([entry(), entry({ bib: '2', rank: null, status: 'did_not_finish' })]);
    events.note(store, frame({ race_time: time(50) }));
    events.note(store, frame({ race_time: time(70) }));
    expect(events.until(store, second(99))).toMatchObject([{ kind: 'out', bib: '2', time: second(50) }]);
    events.note(store, frame({ events: [{ number: 1, bib: '2', kind: 'status', status: 'did_not_finish', time: time(40) }] }));
    expect(events.until(store, second(99))).toMatchObject([{ kind: 'out', time: second(40) }]);
    store.apply(frame({ entries: [entry({ bib: '2' })] }), 0);
    events.note(store, frame({ race_time: time(80) }));
    expect(events.until(store, second(99))).toEqual([]);
  });

  test('says who was out by the end of a race that is over, though it was heard after it', () => {
    const events = new RaceEvents();
    const store = storeOf([entry(), entry({ bib: '2', rank: null, status: 'did_not_finish' })]);
    events.note(store, frame({ race_time: time(9000) }));
    expect(events.until(store, second(300), second(300))).toMatchObject([{ kind: 'out', bib: '2', time: second(300) }]);
  });

  test('is no longer than its limit', () => {
    const many = Array.from({ length: mostLines + 1 }, (_, i) => passage('1', `p${i}`, i));
    const store = storeOf(three, many);
    const events = new RaceEvents().until(store, second(999));
    expect(events).toHaveLength(mostLines + 1);
    expect(feedLines(events, telling(store))).toHaveLength(mostLines);
  });
});

describe('the card', () => {
  const factsOf = (store: RaceStore, bib: string, trends = new GapTrends()) =>
    Object.fromEntries(cardFacts(store.entry(bib)!, telling(store), trends).map((fact) => [fact.term, fact]));

  test('says the rank overall and within the category', () => {
    const facts = factsOf(storeOf(three), '2');
    expect(facts.Overall?.value).toBe('2 of 3');
    expect(facts.Masters?.value).toBe('1 of 2');
  });

  test('says who is in front and behind, and how far', () => {
    const facts = factsOf(storeOf(three), '2');
    expect(facts['In front']?.value).toBe('1 Ada Le Goff, 0:10');
    expect(facts.Behind?.value).toBe('3 Zoë, 0:15');
    expect(factsOf(storeOf(three), '1')['In front']).toBeUndefined();
  });

  test('says whether a gap grows, once it has been seen for half a minute', () => {
    const trends = new GapTrends();
    const at = (seconds: number, gap_ms: number) => {
      const store = storeOf([entry(), entry({ bib: '2', rank: 2, gap_ms })]);
      trends.note(store, second(seconds));
      return store;
    };
    at(0, 20_000);
    expect(factsOf(at(20, 18_000), '2', trends)['In front']?.reasons).toBeUndefined();
    expect(factsOf(at(60, 14_000), '2', trends)['In front']?.reasons).toBe('↘ closing in, 0:06 a minute');
    expect(factsOf(at(120, 20_200), '2', trends)['In front']?.reasons).toBe('steady');
  });

  test('says when the next point is reached, and why then', () => {
    const store = storeOf(three);
    store.apply(frame({ forecasts: [{ bib: '2', arrivals: [arrival(40, 42, 45, { slopes_s: 60 })] }] }), 0);
    const fact = factsOf(store, '2').Expected;
    expect(fact).toMatchObject({ value: 'finish about 08:42 (08:40–08:45)', reasons: 'by own pace, slopes +1:00' });
  });

  test('tells a runner the pace, and a cyclist none', () => {
    const run = storeOf([entry({ along_m: 2200, speed_mps: 4 })]);
    expect(factsOf(run, '1').Pace?.value).toBe('4:10 /km');
    expect(factsOf(storeOf([entry({ along_m: 100, speed_mps: 10 })]), '1').Pace).toBeUndefined();
  });
});
