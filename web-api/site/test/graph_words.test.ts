import { describe, expect, test } from 'vitest';
import en from '../messages/en.json';
import { gapAxis, gapText, kilometreAxis, timeAxis } from '../src/graphs/axes';
import type { Scene } from '../src/graphs/desk';
import { graphSummary, graphTable, placeWords, pointWords } from '../src/graphs/facts';
import type { Line } from '../src/graphs/line';
import { Words } from '../src/words/words';
import { begin, race, second } from './support';

const naming = { words: new Words(en, 'en', 'UTC'), nameOf: (bib: string) => `${bib} N${bib}` };
const line = (bib: string, ...knots: [number, number][]): Line => ({
  bib, began: begin, times: knots.map(([seconds]) => second(seconds)), alongs: knots.map(([, along]) => along), isCut: knots.map(() => false),
});
const point = (id: string, kind: string, along_m: number) =>
  ({ index: 0, id, name: id, kind, leg: 0, lap: 1, along_m, position: [0, 0] as [number, number] });
const [ada, ben] = [line('1', [0, 0], [100, 1000], [200, 1500]), line('2', [0, 0], [134, 1000])];
const scene: Scene = {
  course: { ...race.course, points: [point('Start', 'start', 0), point('Chapel', 'split', 1000), point('Finish', 'finish', 2500)] },
  startsAt: begin, moment: second(200), newest: second(200), chosen: [ada, ben], field: [], expected: [], other: ada, isToLeader: true,
};

describe('the graphs as text', () => {
  test('say who leads, and the gaps where the leader was last', () =>
    expect(graphSummary(scene, naming)).toBe('1 N1 leads. At Chapel: 2 N2 +0:34.'));

  test('say whom gaps are to where that is not the leader, and that nobody is anywhere yet', () => {
    expect(graphSummary({ ...scene, other: ben, isToLeader: false }, naming)).toBe('Gaps to 2 N2. At Chapel: 1 N1 −0:34.');
    expect(graphSummary({ ...scene, chosen: [], other: undefined }, naming)).toBe('Nobody has come anywhere yet.');
  });

  test('are a table of who is where, with the time of the first and the gaps to it', () => {
    const { points, rows } = graphTable(scene, naming);
    expect(points.map(({ name }) => name)).toEqual(['Chapel']);
    expect(rows.map(({ along, gap, cells }) => [along, gap, ...cells])).toEqual([['1.5', '', '1:40'], ['1.0', '+0:34', '+0:34']]);
  });

  test('say what is under the cursor: a line, or where everybody was', () => {
    expect(pointWords({ time: second(50), along: 500, line: ada }, scene, naming)).toBe('0:50 · 1 N1 · 0.5 km');
    expect(pointWords({ time: second(67), along: 2000, line: undefined }, scene, naming)).toBe('1:07 · 1 N1 0.7 km · 2 N2 0.5 km');
    expect(pointWords({ time: second(900), along: 2000, line: undefined }, scene, naming)).toBe('15:00 · 2.0 km');
    expect(placeWords(500, scene, naming)).toBe('0.5 km · 2 N2 +0:17');
  });

  test('write hours, kilometres and gaps as people do', () => {
    expect([0, 5400, 5430, -600].map(timeAxis.say)).toEqual(['0:00', '1:30', '1:30:30', '−0:10']);
    expect([0, 12.5, 20].map(kilometreAxis((value) => value.toFixed(1), 30).say)).toEqual(['0', '12.5', '20']);
    expect([0, 90, -20].map(gapAxis.say)).toEqual(['0:00', '+1:30', '−0:20']);
    expect([400, 600, -600].map(gapText)).toEqual(['0:00', '+0:01', '−0:01']);
  });
});
