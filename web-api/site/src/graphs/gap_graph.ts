import type { CourseData } from '../core/model';
import { gapAxis, kilometreAxis } from './axes';
import { Chart, type Range } from './chart';
import { type End, paintEnds } from './front';
import { gapAt } from './gaps';
import { gatesOf } from './gates';
import { paintGates, paintHeights } from './ground';
import type { Ink } from './ink';
import type { Line } from './line';
import { inside, type Pixels, pixelsOf } from './pixels';

/** What gaps are drawn from; lines end at the moment that is shown. */
export interface Gaps {
  course: CourseData;
  /** The most wanted first. */
  chosen: readonly Line[];
  /** Whom the gaps are to; undefined: nobody yet. */
  other: Line | undefined;
}

export interface GapParts {
  number(value: number): string;
  /** Metres along; undefined: nobody points any more. */
  onPoint(along: number | undefined): void;
}

const mostColumns = 400;
const leastSeconds = 30; // of the axis: smaller gaps are drawn small
const margin = 0.08;
const leastReached = 0.05; // of the course

/** The gap to one of them at the same place against where that was; up is behind. */
export class GapGraph {
  readonly chart: Chart;
  private gaps: Gaps = { course: { length_m: 1000, official_length_m: 1000, legs: [], points: [] }, chosen: [], other: undefined };
  private seconds: Range = [0, leastSeconds];

  constructor(
    host: HTMLElement,
    parts: GapParts,
  ) {
    this.chart = new Chart(host, {
      x: { ...kilometreAxis(parts.number, 26), space: 44 }, y: gapAxis,
      whole: () => ({ x: [0, this.reached()], y: this.seconds }),
      below: (plot, ink) => this.below(pixelsOf(plot), ink),
      above: (plot, ink) => this.above(pixelsOf(plot), ink),
      onPoint: (place) => parts.onPoint(place && place.x * 1000),
      onPick: () => undefined,
      onView: () => this.fill(),
    }, 'x');
  }

  show(gaps: Gaps): void {
    this.gaps = gaps;
    this.fill();
  }

  showAlong(along: number | undefined): void {
    this.chart.showAlong(along === undefined ? undefined : along / 1000);
  }

  /** Kilometres: a race that has begun fills the graph, and the graph grows with it. */
  private reached(): number {
    const { chosen, course } = this.gaps;
    const farthest = Math.max(0, ...chosen.map(farthestOf));
    return Math.min(Math.max(farthest * (1 + margin), course.length_m * leastReached), course.length_m) / 1000;
  }

  private fill(): void {
    const { chosen, other } = this.gaps;
    const [from, to] = this.chart.view;
    const count = Math.min(Math.max(Math.round(this.chart.width), 2), mostColumns);
    const columns = Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
    const lines = chosen.map((line) => columns.map((km) => secondsOf(other && gapAt(line, other, km * 1000))));
    this.seconds = rangeOf([...lines.flat(), ...this.ends().map(({ y }) => y)]);
    this.chart.draw(columns, lines);
  }

  private below(pixels: Pixels, ink: Ink): void {
    const { course } = this.gaps;
    inside(pixels, () => {
      paintHeights(pixels, ink, course, 'x');
      paintGates(pixels, ink, gatesOf(course), 'x');
    });
  }

  private above(pixels: Pixels, ink: Ink): void {
    inside(pixels, () => paintEnds(pixels, ink, this.ends()));
  }

  /** Where each line ends, or where it leaves what is seen. */
  private ends(): End[] {
    const { chosen, other } = this.gaps;
    if (!other) return [];
    const right = this.chart.view[1] * 1000;
    return chosen.flatMap((line, place): End[] => {
      const along = Math.min(farthestOf(line), farthestOf(other), right);
      const seconds = secondsOf(gapAt(line, other, along));
      return seconds === null ? [] : [{ bib: line.bib, place, x: along / 1000, y: seconds }];
    });
  }
}

const farthestOf = ({ alongs }: Line): number => alongs[alongs.length - 1] ?? 0;

const secondsOf = (gap: number | undefined): number | null => (gap === undefined ? null : gap / 1000);

/** Nothing and all gaps that there are, with some room around. */
function rangeOf(seconds: readonly (number | null)[]): Range {
  let [low, high] = [0, 0];
  for (const each of seconds) {
    if (each === null) continue;
    low = Math.min(low, each);
    high = Math.max(high, each);
  }
  const room = Math.max(high - low, leastSeconds) * margin;
  return [low - room, Math.max(high, low + leastSeconds) + room];
}
