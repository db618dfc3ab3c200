import { describe, expect, test } from 'vitest';
import type { Dot } from '../src/core/dots';
import { gradeClass, gradeStretches, heightAt } from '../src/core/grades';
import { boundsOf, gates, kilometreMarks, legsOf, markEvery } from '../src/map/course_features';
import { degreesText, graticule, stepFor } from '../src/map/graticule';
import { layOut, mostSingleDots, type PlacedDot } from '../src/map/layout';
import { type Camera, Projection } from '../src/map/projection';
import { inkOn } from '../src/map/sprites';
import { Stillness } from '../src/map/still';
import { builtInStyle, gradient } from '../src/map/style';
import { themes } from '../src/map/theme';
import { hill, race } from './support';

const camera: Camera = { center: [0, 0], zoom: 10, bearing: 0, width: 800, height: 600 };

function dot(more: Partial<Dot> = {}): Dot {
  return {
    bib: '1', category: 0, state: 'live', along: 0, place: [0, 0], band: undefined, course: race.course, rank: 100,
    selected: false, favourite: false, trail: [], opacity: 1, ...more,
  };
}

const placed = (x: number, y: number, more: Partial<Dot> = {}): PlacedDot => ({ dot: dot(more), x, y });

describe('a place on the screen', () => {
  test('is in the middle where the camera looks', () =>
    expect(new Projection(camera).pixelOf([0, 0])).toEqual({ x: 400, y: 300 }));
  test('goes right to the east and up to the north', () => {
    const { x, y } = new Projection(camera).pixelOf([0.1, 0.1]);
    expect(x).toBeCloseTo(400 + (0.1 / 360) * 512 * 1024);
    expect(y).toBeLessThan(300);
  });
  test('turns with the camera', () => {
    const { x, y } = new Projection({ ...camera, bearing: 90 }).pixelOf([0.1, 0]);
    expect(x).toBeCloseTo(400);
    expect(y).toBeLessThan(300);
  });
  test('is beside one on the other side of the date line', () =>
    expect(new Projection({ ...camera, center: [179.99, 0] }).pixelOf([-179.99, 0]).x).toBeLessThan(500));
});

describe('the graticule', () => {
  test('has some lines across any view', () => {
    for (const span of [300, 10, 0.7, 0.02, 0.001]) expect(span / stepFor(span)).toBeGreaterThanOrEqual(3);
  });
  test('names degrees as finely as it has to', () => {
    expect(degreesText(-3, 1, ['E', 'W'])).toBe('3°W');
    expect(degreesText(48.5, 0.5, ['N', 'S'])).toBe('48°30′N');
    expect(degreesText(48.5 + 1 / 360, 10 / 3600, ['N', 'S'])).toBe('48°30′10″N');
    expect(degreesText(0, 1, ['N', 'S'])).toBe('0°');
  });
  test('draws meridians and parallels of the view', () => {
    const labels = graticule([-0.05, 47.95, 0.05, 48.05]).features.map((each) => each.properties!.label);
    expect(labels).toContain('0°00′');
    expect(labels).toContain('48°00′N');
  });
});

describe('slopes', () => {
  test('are one of five classes', () => expect([-9, 0, 4, 7, 15].map(gradeClass)).toEqual([0, 1, 2, 3, 4]));
  test('are stretches without holes', () => {
    const stretches = gradeStretches(hill);
    expect(stretches[0]).toMatchObject({ from: 0, grade: 4 });
    expect(stretches[stretches.length - 1]).toMatchObject({ to: 1, grade: 1 });
    stretches.slice(1).forEach((each, i) => expect(each.from).toBe(stretches[i]!.to));
  });
  test('are none where no heights are known', () => expect(gradeStretches({ ...hill, heights_m: null })).toEqual([]));
  test('become a gradient with rising stops', () => {
    const stops = (gradient(hill) as unknown[]).slice(3).filter((each) => typeof each === 'number');
    expect(stops.length).toBeGreaterThan(0);
    expect(stops).toEqual([...stops].sort((a, b) => (a as number) - (b as number)));
  });
  test('have a height between two that were told', () => expect(heightAt(hill, 50)).toBe(8));
});

describe('the course on the map', () => {
  const withVariant = { ...race, variants: [{ id: 'short', name: 'Short', course: race.course }] };

  test('draws a leg that variants share once', () => expect(legsOf(withVariant).map((leg) => leg.id)).toEqual(['a', 'b']));
  test('has bounds', () => expect(boundsOf(race)).toEqual([0, 0, 0.01, 0.005]));
  test('has a mark each kilometre', () =>
    expect(kilometreMarks(race).features.map((each) => each.properties!.label)).toEqual(['1', '2']));
  test('has fewer marks when it is long', () => expect([42_000, 180_000, 900_000].map(markEvery)).toEqual([1, 5, 20]));
  test('names a gate once for all that it serves', () => {
    const at = { index: 0, id: 'x', kind: 'lap', leg: 0, lap: 1, along_m: 0, position: [0.01, 0] as [number, number] };
    const points = [{ ...at, name: 'Lap' }, { ...at, name: 'Lap', lap: 2 }, { ...at, name: 'Finish', kind: 'finish' }];
    const [gate, ...others] = gates({ ...race, course: { ...race.course, points } }).features;
    expect(gate!.properties).toEqual({ label: 'Lap, Finish', rank: 0 });
    expect(others).toEqual([]);
  });
  test('asks nobody for anything', () => {
    for (const theme of Object.values(themes)) {
      expect(JSON.stringify(builtInStyle(race, theme))).not.toMatch(/https?:|"glyphs"|"sprite"|"url"/);
    }
  });
});

describe('room for bibs', () => {
  test('goes to the leader before the rest', () => {
    const { full, small } = layOut([placed(10, 10, { bib: '9', rank: 90 }), placed(15, 10, { bib: '2', rank: 2 })], 1);
    expect(full.map((each) => each.dot.bib)).toEqual(['2']);
    expect(small.map((each) => each.dot.bib)).toEqual(['9']);
  });
  test('goes to favourites and who is selected wherever they are', () => {
    const { full } = layOut([
      placed(10, 10, { bib: '1', rank: 1 }), placed(11, 10, { bib: '7', favourite: true }), placed(12, 10, { bib: '8', selected: true }),
    ], 1);
    expect(full.map((each) => each.dot.bib)).toEqual(['7', '8']);
  });
  test('is looked for across the borders of its cells', () =>
    expect(layOut([placed(18.9, 10), placed(19.1, 10)], 1).full.length).toBe(1));
  test('is not for more than a thousand: then there are heaps with their number', () => {
    const crowd = Array.from({ length: mostSingleDots + 1 }, (_, i) => placed(100 + (i % 10), 100, { bib: String(i) }));
    const { full, small, heaps } = layOut(crowd, 1);
    expect(full.length + small.length + heaps.reduce((sum, heap) => sum + heap.count, 0)).toBe(crowd.length);
    expect(heaps.length).toBeGreaterThan(0);
    expect(layOut(crowd.slice(1), 1).heaps).toEqual([]);
  });
  test('is for leaders and favourites in a crowd, and for nobody else', () => {
    const crowd = Array.from({ length: mostSingleDots + 1 }, (_, i) => placed(30 * i, 100, { bib: String(i), rank: i + 1 }));
    crowd[500]!.dot.favourite = true;

    expect(layOut(crowd, 1).full.length).toBe(21);
  });
});

describe('a frame', () => {
  const at = (x: number) => new Float64Array([x, 10]);

  test('is skipped while nothing has moved by half a pixel', () => {
    const stillness = new Stillness();
    stillness.note([dot()], at(10), 0);
    expect(stillness.isStill([dot()], at(10.4), 100)).toBe(true);
    expect(stillness.isStill([dot()], at(10.6), 100)).toBe(false);
  });
  test('waits a tenth of a second for a move of less than a pixel', () => {
    const stillness = new Stillness();
    stillness.note([dot()], at(10), 0);
    expect(stillness.isStill([dot()], at(10.9), 99)).toBe(true);
    expect(stillness.isStill([dot()], at(11), 99)).toBe(false);
  });
  test('is drawn when a dot changes its state', () => {
    const stillness = new Stillness();
    stillness.note([dot()], at(10), 0);
    expect(stillness.isStill([dot({ state: 'late' })], at(10), 100)).toBe(false);
  });
  test('is drawn each second whatever stands', () => {
    const stillness = new Stillness();
    stillness.note([dot()], at(10), 0);
    expect(stillness.isStill([dot()], at(10), 1000)).toBe(false);
  });
  test('is drawn when somebody has gone', () => {
    const stillness = new Stillness();
    stillness.note([dot(), dot({ bib: '2' })], new Float64Array([1, 1, 2, 2]), 0);
    expect(stillness.isStill([dot()], at(1), 100)).toBe(false);
  });
});

describe('ink', () => {
  test('is black on yellow and white on dark blue', () =>
    expect([inkOn('#f0e442'), inkOn('#00429d')]).toEqual(['#000000', '#ffffff']));
});
