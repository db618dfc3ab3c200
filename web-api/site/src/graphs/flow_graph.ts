import type { CourseData } from '../core/model';
import { kilometreAxis, timeAxis } from './axes';
import { Chart, type Range } from './chart';
import { FieldLayer } from './field_layer';
import type { Expected } from './forecast';
import { type End, paintEnds, paintForecast, paintNow, paintSilence } from './front';
import { gatesOf } from './gates';
import { paintGates, paintHeights } from './ground';
import type { Place } from './hand';
import type { Ink } from './ink';
import { alongAt, type Line } from './line';
import { inside, type Pixels, pixelsOf } from './pixels';

/** Of which moment x is zero: the start of the race, or each one's own. */
export type Basis = 'race' | 'own';

/** What the flow of a race is drawn from; lines of those who stand out end at the moment that is shown. Race times. */
export interface Flow {
  course: CourseData;
  startsAt: number;
  moment: number;
  newest: number;
  basis: Basis;
  /** The most wanted first. */
  chosen: readonly Line[];
  field: readonly Line[];
  /** Of the first of those who stand out. */
  expected: readonly Expected[];
}

/** Somebody points at the graph. */
export interface FlowPoint {
  time: number;
  along: number;
  /** Whose line is there; undefined: nobody's. */
  line: Line | undefined;
}

export interface FlowParts {
  number(value: number): string;
  onPoint(point: FlowPoint | undefined): void;
  /** A moment was picked, race time. */
  onPick(time: number): void;
  onView(): void;
}

const leastSeconds = 600; // of an axis
const growsBySeconds = 300; // an axis that grew each second would have everybody drawn anew each second
const mostColumns = 600;
const nearChosen = 26; // CSS pixels
const nearField = 8;

const emptyFlow: Flow = {
  course: { length_m: 1000, official_length_m: 1000, legs: [], points: [] },
  startsAt: 0, moment: 0, newest: 0, basis: 'race', chosen: [], field: [], expected: [],
};

/** Along against time, a line an athlete: steep is fast, flat rests. */
export class FlowGraph {
  readonly chart: Chart;
  private readonly layer = new FieldLayer();
  private flow = emptyFlow;

  constructor(
    host: HTMLElement,
    parts: FlowParts,
  ) {
    this.chart = new Chart(host, {
      x: timeAxis, y: kilometreAxis(parts.number, 34), whole: () => this.whole(),
      below: (plot, ink) => this.below(pixelsOf(plot), ink),
      above: (plot, ink) => this.above(pixelsOf(plot), ink),
      onPoint: (place) => parts.onPoint(place && this.pointAt(place)),
      onPick: (place) => parts.onPick(this.pointAt(place).time),
      onView: () => (this.fill(), parts.onView()),
    }, 'y');
  }

  show(flow: Flow): void {
    this.flow = flow;
    this.fill();
  }

  showAlong(along: number | undefined): void {
    this.chart.showAlong(along === undefined ? undefined : along / 1000);
  }

  /** The stretch that is seen, race time. */
  get seen(): { begin: number; end: number } {
    const { basis, startsAt, chosen } = this.flow;
    const zeros = basis === 'race' ? [startsAt] : [startsAt, ...chosen.map(({ began }) => began)];
    const [from, to] = this.chart.view;
    return { begin: Math.min(...zeros) + from * 1000, end: Math.max(...zeros) + to * 1000 };
  }

  private readonly xOf = (line: Line, time: number): number =>
    (time - this.zeroOf(line)) / 1000;

  private fill(): void {
    const [from, to] = this.chart.view;
    const count = Math.min(Math.max(Math.round(this.chart.width), 2), mostColumns);
    const columns = Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
    this.chart.draw(columns, this.flow.chosen.map((line) => columns.map((x) => {
      const along = alongAt(line, this.zeroOf(line) + x * 1000);
      return along === undefined ? null : along / 1000;
    })));
  }

  private whole(): { x: Range; y: Range } {
    const { flow } = this;
    const begins = flow.basis === 'own' ? 0 : Math.min(0, ...flow.chosen.map((line) => this.xOf(line, line.began)));
    const [first] = flow.chosen;
    const late = flow.expected[flow.expected.length - 1]?.late;
    const seen = flow.basis === 'race' ? [(flow.newest - flow.startsAt) / 1000] : [...flow.chosen, ...flow.field].map((line) => this.end(line));
    const ends = [...seen, first && late !== undefined ? this.xOf(first, late) : 0];
    const farthest = ends.reduce((a, b) => Math.max(a, b), begins + leastSeconds);
    const end = Math.ceil(farthest / growsBySeconds) * growsBySeconds;
    return { x: [begins, end], y: [0, flow.course.length_m / 1000] };
  }

  private end(line: Line): number {
    const last = line.times[line.times.length - 1];
    return last === undefined ? 0 : this.xOf(line, last);
  }

  private below(pixels: Pixels, ink: Ink): void {
    const { course, field } = this.flow;
    const { basis, moment, startsAt } = this.flow;
    const end = basis === 'race' ? pixels.x((moment - startsAt) / 1000) : pixels.right;
    inside(pixels, () => {
      paintHeights(pixels, ink, course, 'y');
      inside({ ...pixels, right: end }, () => this.layer.paint(pixels, ink, field, this.xOf));
      paintGates(pixels, ink, gatesOf(course), 'y');
    });
  }

  private above(pixels: Pixels, ink: Ink): void {
    const { chosen, expected, basis, moment, startsAt } = this.flow;
    const [first] = chosen;
    inside(pixels, () => {
      if (first) paintForecast(pixels, ink.lines[0]!, expected, (time) => this.xOf(first, time));
      chosen.forEach((line, place) => this.paintHoles(pixels, ink.lines[place]!, line));
      if (basis === 'race') paintNow(pixels, ink, (moment - startsAt) / 1000);
      paintEnds(pixels, ink, chosen.flatMap((line, place) => this.endOf(line, place)));
    });
  }

  private paintHoles(pixels: Pixels, colour: string, line: Line): void {
    const place = (i: number): [number, number] => [pixels.x(this.xOf(line, line.times[i]!)), pixels.y(line.alongs[i]! / 1000)];
    line.isCut.forEach((cut, i) => cut && i + 1 < line.times.length && paintSilence(pixels, colour, place(i), place(i + 1)));
  }

  /** Where it ends, or where it leaves what is seen. */
  private endOf(line: Line, place: number): End[] {
    const [end, right] = [this.end(line), this.chart.view[1]];
    const isSeen = end <= right;
    const along = isSeen ? line.alongs[line.alongs.length - 1] : alongAt(line, this.zeroOf(line) + right * 1000);
    return along === undefined ? [] : [{ bib: line.bib, place, x: isSeen ? end : right, y: along / 1000 }];
  }

  /** The race time at which x is zero. */
  private zeroOf(line: Line): number {
    return this.flow.basis === 'own' ? line.began : this.flow.startsAt;
  }

  /** On the line that is near, else where the pointer is. */
  private pointAt({ x, y, perPixel }: Place): FlowPoint {
    const { chosen, field, basis, startsAt, course } = this.flow;
    const near = nearest(chosen, (line) => this.away(line, x, y), nearChosen * perPixel.y)
      ?? nearest(field, (line) => this.away(line, x, y), nearField * perPixel.y);
    const zero = basis === 'race' ? startsAt : (near ?? chosen[0])?.began ?? startsAt;
    const time = zero + x * 1000;
    const along = (near && alongAt(near, time)) ?? Math.min(Math.max(y * 1000, 0), course.length_m);
    return { time, along, line: near };
  }

  /** Kilometres from that line at that x; Infinity where it is not. */
  private away(line: Line, x: number, y: number): number {
    const time = this.zeroOf(line) + x * 1000;
    const along = time > this.flow.moment ? undefined : alongAt(line, time);
    return along === undefined ? Infinity : Math.abs(along / 1000 - y);
  }
}

function nearest(lines: readonly Line[], away: (line: Line) => number, most: number): Line | undefined {
  let best: { line: Line | undefined; distance: number } = { line: undefined, distance: most };
  for (const line of lines) {
    const distance = away(line);
    if (distance < best.distance) best = { line, distance };
  }
  return best.line;
}
