import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { mostChosen } from './chosen';
import { Hand, type Place } from './hand';
import { type Ink, inkOf, isDashed } from './ink';

export type Range = [number, number];

/** An axis: its steps, how it says a value, and the least pixels between two of them. */
export interface Axis {
  steps: number[];
  say(value: number): string;
  space: number;
  /** Pixels beside or below the graph for its words. */
  size: number;
}

export interface ChartParts {
  x: Axis;
  y: Axis;
  /** What there is to see when nobody has looked closer. */
  whole(): { x: Range; y: Range };
  /** Drawn below and above the lines; the canvas is in device pixels. */
  below(plot: uPlot, ink: Ink): void;
  above(plot: uPlot, ink: Ink): void;
  /** Somebody points there; undefined: no more. */
  onPoint(place: Place | undefined): void;
  onPick(place: Place): void;
  /** Another stretch of x is seen. */
  onView(x: Range): void;
}

const leastShare = 1 / 200; // of the whole, at the closest look
const lineWidth = 2;

/** A graph of those who stand out: uPlot with axes, a cursor for mouse, finger and keys, and a closer look at a stretch. */
export class Chart {
  private readonly plot: uPlot;
  private readonly hand: Hand;
  private readonly resizing = new ResizeObserver(() => this.resize());
  private readonly mark = document.createElement('i');
  private readonly ink: Ink;
  private closer: Range | undefined;

  /** Fills the host, which has a size of its own. `markAxis` is the one on which the course lies. */
  constructor(
    private readonly host: HTMLElement,
    private readonly parts: ChartParts,
    private readonly markAxis: 'x' | 'y',
  ) {
    this.ink = inkOf(host);
    this.plot = new uPlot(this.options(), [[], ...emptyLines()], host);
    this.mark.className = `graph-mark of-${markAxis}`;
    this.plot.over.append(this.mark);
    this.showAlong(undefined);
    this.hand = new Hand(this.plot, { onPoint: (place) => parts.onPoint(place), onPick: (place) => parts.onPick(place) });
    this.resizing.observe(host);
  }

  /** Stretch of x that is seen. */
  get view(): Range {
    return this.closer ?? this.parts.whole().x;
  }

  get isCloser(): boolean {
    return this.closer !== undefined;
  }

  /** Pixels from the left to the right end of the lines. */
  get width(): number {
    return this.plot.over.clientWidth || this.host.clientWidth;
  }

  /** `columns` are values of x, rising; lines have a value or null for each. */
  draw(columns: number[], lines: (number | null)[][]): void {
    this.plot.setData([columns, ...lines, ...emptyLines(columns.length, lines.length)] as uPlot.AlignedData);
  }

  /** What lies below and above the lines is drawn anew, they are not. */
  redraw(): void {
    this.plot.redraw(false);
  }

  /** Marks that value of the axis on which the course lies; undefined: none. */
  showAlong(value: number | undefined): void {
    this.mark.hidden = value === undefined;
    if (value === undefined) return;
    const pixel = this.plot.valToPos(value, this.markAxis);
    this.mark.hidden = !(pixel >= 0);
    this.mark.style.transform = this.markAxis === 'x' ? `translateX(${pixel}px)` : `translateY(${pixel}px)`;
  }

  /** `factor` below 1 looks closer, around what is pointed at, else around the middle. */
  zoom(factor: number): void {
    const [from, to] = this.view;
    const middle = this.hand.x ?? (from + to) / 2;
    this.look([middle - (middle - from) * factor, middle + (to - middle) * factor]);
  }

  lookAtAll(): void {
    this.look(this.parts.whole().x);
  }

  /** Keys of who has no mouse; true: it was one of them. */
  press(key: string): boolean {
    return this.hand.press(key) || this.pressZoom(key);
  }

  destroy(): void {
    this.resizing.disconnect();
    this.hand.destroy();
    this.plot.destroy();
  }

  private pressZoom(key: string): boolean {
    if (key === '+') this.zoom(0.5);
    else if (key === '-') this.zoom(2);
    else if (key === '0') this.lookAtAll();
    else return false;
    return true;
  }

  private look([from, to]: Range): void {
    const [begin, end] = this.parts.whole().x;
    const least = (end - begin) * leastShare;
    const x: Range = [Math.max(from, begin), Math.min(Math.max(to, from + least), end)];
    this.closer = x[0] <= begin && x[1] >= end ? undefined : x;
    this.parts.onView(this.view);
  }

  /** What a mouse drew its frame around. */
  private select(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width === 0) return;
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.look([plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')]);
  }

  private resize(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (width > 0 && height > 0) this.plot.setSize({ width, height });
    this.parts.onView(this.view);
  }

  private options(): uPlot.Options {
    const { parts, host } = this;
    return {
      width: host.clientWidth || 300, height: host.clientHeight || 200,
      legend: { show: false },
      cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
      scales: {
        x: { time: false, range: () => this.view },
        y: { range: () => this.parts.whole().y },
      },
      axes: [this.axis(parts.x, 'x'), this.axis(parts.y, 'y')],
      series: [{}, ...emptyLines().map((_, place) => this.lineOf(place))],
      hooks: {
        drawClear: [(plot) => parts.below(plot, this.ink)],
        draw: [(plot) => parts.above(plot, this.ink)],
        setSelect: [(plot) => this.select(plot)],
      },
    };
  }

  /** The course has its gates for a grid. */
  private axis({ steps, say, space, size }: Axis, of: 'x' | 'y'): uPlot.Axis {
    return {
      side: of === 'x' ? 2 : 3, incrs: steps, space, size: size * (this.ink.textPixels / 12), values: (_, values) => values.map(say),
      font: this.ink.font, stroke: () => this.ink.text,
      grid: { show: of !== this.markAxis, stroke: () => this.ink.grid, width: 1 }, ticks: { stroke: () => this.ink.grid, width: 1, size: 4 },
    };
  }

  private lineOf(place: number): uPlot.Series {
    return {
      stroke: () => this.ink.lines[place]!, width: lineWidth, spanGaps: false, points: { show: false },
      ...(isDashed(place) ? { dash: [8, 3] } : {}),
    };
  }
}

const emptyLines = (length = 0, used = 0): null[][] =>
  Array.from({ length: mostChosen - used }, () => Array.from({ length }, () => null));
