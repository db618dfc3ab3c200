import { FrameBytes, FrameError, unzigzag } from './frame_bytes';
import type { Arrival, Forecast, Frame, Grade, LiveEntry, LiveEvent, Passage, Status } from './model';

// Reads the live stream lanterne.live.1. web-api/spectator/FORMAT.md says each byte; names here are its names.

const keyframe = 1;
const firstLongCode = 250;
const states = ['before', 'live', 'finished'] as const;
const statuses: readonly Status[] = [
  'not_started', 'racing', 'off_course', 'stopped', 'silent', 'finished', 'over_time_limit', 'did_not_finish',
  'did_not_start', 'disqualified', 'unscored', 'lapped', 'not_classified',
];
const kinds = ['passage', 'finish', 'withdrawn', 'status'] as const;
const horizons = ['near', 'middle', 'far'] as const;
const stepsMs = [60_000, 300_000, 900_000];
const noBattery = 255;

function oneOf<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new FrameError(`${index} is none of ${list.length}`);
  return found;
}

function isoTime(ms: number): string {
  if (Math.abs(ms) > 8.64e15) throw new FrameError('a time is out of range');
  return new Date(ms).toISOString();
}

/** An entry as the stream tells it, from message to message. */
interface Row {
  bib: string;
  status: Status;
  along: number | undefined;
  /** 1e-5 degree. */
  place: [number, number] | undefined;
  fixMs: number | undefined;
  rank: number | null;
  gapMs: number | null;
  linked: boolean;
  nextReport: number | null;
  battery: number | null;
  reason: number;
  /** Metres a second. */
  speed: number | null;
}

interface Head {
  isKeyframe: boolean;
  epoch: number;
  sequence: number;
  back: number;
  timeMs: number;
  state: Frame['state'];
  lastEvent: number;
  texts: string[];
}

/** Names a message, in every server alike. */
export interface FrameName {
  epoch: number;
  sequence: number;
}

/** Of a message that nobody has read yet. Throws FrameError. */
export function nameOf(message: Uint8Array): FrameName {
  const { epoch, sequence } = readHead(new FrameBytes(message));
  return { epoch, sequence };
}

/** Smooths the speed that steps of whole metres show. */
const newestShare = 0.3;

export class SpectatorFrames {
  private rows: Row[] = [];
  private epoch = -1;
  private sequence = -1;

  /** The last message; undefined: there was none, or it was damaged. */
  get known(): FrameName | undefined {
    return this.epoch < 0 ? undefined : { epoch: this.epoch, sequence: this.sequence };
  }

  /**
   * The next message as the page knows it: all entries of a keyframe, those that changed of a delta. undefined: it does
   * not follow the one before it. Throws FrameError; then only a keyframe goes on.
   */
  read(bytes: Uint8Array): Frame | undefined {
    const source = new FrameBytes(bytes);
    const head = readHead(source);
    if (!head.isKeyframe && !(head.epoch === this.epoch && head.sequence - head.back === this.sequence)) return undefined;
    this.epoch = -1; // until all of it was good
    const changed = head.isKeyframe ? this.readRows(source, head) : this.readChanges(source, head);
    const forecasts = this.readForecasts(source, head);
    const grades = readGrades(source);
    const events = head.isKeyframe ? [] : this.readEvents(source, head);
    if (!source.isAtEnd) throw new FrameError('something is left over');
    this.epoch = head.epoch;
    this.sequence = head.sequence;
    return {
      type: head.isKeyframe ? 'keyframe' : 'delta',
      id: `${head.epoch}.${head.sequence}`,
      race_time: isoTime(head.timeMs),
      state: head.state,
      last_event: head.lastEvent,
      entries: changed.map(toEntry),
      passages: [],
      forecasts,
      grades,
      events,
    };
  }

  private row(index: number): Row {
    return oneOf(this.rows, index);
  }

  private readRows(source: FrameBytes, head: Head): Row[] {
    const bibs = Array.from({ length: source.count() }, () => source.text());
    this.rows = bibs.map((bib) => readRow(source, bib, head.timeMs));
    return this.rows;
  }

  private readChanges(source: FrameBytes, head: Head): Row[] {
    const changed = new Set<Row>();
    this.readMotion(source, head.timeMs, changed);
    this.readPlaces(source, changed);
    let index = 0;
    for (let count = source.count(); count > 0; count--) {
      index += source.number();
      const row = this.row(index++);
      readStanding(source, row);
      changed.add(row);
    }
    return [...changed];
  }

  private readMotion(source: FrameBytes, timeMs: number, changed: Set<Row>): void {
    const step = source.integer();
    const base = source.integer();
    const scale = source.number();
    const inFull: Row[] = [];
    for (const row of this.readRuns(source)) {
      changed.add(row);
      const code = source.byte();
      if (code >= firstLongCode) inFull.push(row);
      else goOn(row, scale * (base + unzigzag(code)), step);
    }
    for (const row of inFull) readLongRow(source, row, timeMs);
  }

  private readPlaces(source: FrameBytes, changed: Set<Row>): void {
    const gained = this.readRuns(source);
    for (const row of gained) {
      changed.add(row);
      if (row.rank === null || row.gapMs === null) throw new FrameError(`${row.bib} has no place to gain from`);
      row.rank += unzigzag(source.byte());
    }
    for (const row of gained) row.gapMs! += 1000 * unzigzag(source.byte());
  }

  private readRuns(source: FrameBytes): Row[] {
    const rows: Row[] = [];
    let index = 0;
    for (let runs = source.count(); runs > 0; runs--) {
      index += source.number();
      for (let count = source.count(); count > 0; count--) rows.push(this.row(index++));
    }
    return rows;
  }

  private readForecasts(source: FrameBytes, head: Head): Forecast[] {
    const forecasts: Forecast[] = [];
    let index = 0;
    for (let count = source.count(); count > 0; count--) {
      index += source.number();
      const { bib } = this.row(index++);
      const arrivals = Array.from({ length: source.count() }, () => readArrival(source, head));
      forecasts.push({ bib, arrivals });
    }
    return forecasts;
  }

  private readEvents(source: FrameBytes, head: Head): LiveEvent[] {
    const count = source.count();
    return Array.from({ length: count }, (_, i) => {
      const number = head.lastEvent - count + 1 + i;
      const kind = oneOf(kinds, source.byte());
      const { bib } = this.row(source.number());
      if (kind !== 'status') return { number, kind, bib, passage: readPassage(source, bib, head) };
      const status = oneOf(statuses, source.byte());
      return { number, kind, bib, status, time: isoTime(head.timeMs + source.integer()) };
    });
  }
}

function readHead(source: FrameBytes): Head {
  const kind = source.byte();
  if (kind !== keyframe && kind !== keyframe + 1) throw new FrameError(`no message is of kind ${kind}`);
  return {
    isKeyframe: kind === keyframe,
    epoch: source.number(),
    sequence: source.number(),
    back: source.number(),
    timeMs: source.number(),
    state: oneOf(states, source.byte()),
    lastEvent: source.number(),
    texts: Array.from({ length: source.count() }, () => source.text()),
  };
}

function gapOf(value: number): number {
  return value % 2 === 0 ? (value / 2) * 1000 : (value - 1) / 2;
}

function readRow(source: FrameBytes, bib: string, timeMs: number): Row {
  const status = oneOf(statuses, source.byte());
  const has = source.byte();
  const row: Row = {
    bib,
    status,
    along: has & 1 ? source.number() : undefined,
    place: has & 2 ? [source.integer(), source.integer()] : undefined,
    fixMs: has & 4 ? timeMs - source.integer() : undefined,
    rank: has & 8 ? source.number() : null,
    gapMs: has & 16 ? gapOf(source.integer()) : null,
    linked: (has & 32) !== 0,
    nextReport: has & 64 ? source.number() : null,
    battery: has & 128 ? source.byte() : null,
    reason: source.byte(),
    speed: null,
  };
  const decimetres = source.number();
  row.speed = decimetres > 0 ? decimetres / 10 : null;
  return row;
}

function goOn(row: Row, metres: number, stepMs: number): void {
  if (row.along === undefined || row.fixMs === undefined) throw new FrameError(`${row.bib} is not on the line`);
  row.along += metres;
  row.fixMs += stepMs;
  if (stepMs <= 0) return;
  const speed = Math.max((metres * 1000) / stepMs, 0);
  row.speed = row.speed === null ? speed : row.speed + newestShare * (speed - row.speed);
}

function readLongRow(source: FrameBytes, row: Row, timeMs: number): void {
  const what = source.byte();
  const before = { along: row.along, fixMs: row.fixMs };
  if (what & 1) row.along = (row.along ?? 0) + source.integer();
  if (what & 2) row.along = undefined;
  if (what & 4) {
    const [latitude, longitude] = row.place ?? [0, 0];
    row.place = [latitude + source.integer(), longitude + source.integer()];
  }
  if (what & 8) row.place = undefined;
  if (what & 16) row.fixMs = timeMs - source.integer();
  if (what & 32) row.fixMs = undefined;
  if (before.along === undefined || before.fixMs === undefined || row.along === undefined || row.fixMs === undefined) {
    row.speed = null;
  } else if (row.fixMs > before.fixMs) {
    row.speed = Math.max(((row.along - before.along) * 1000) / (row.fixMs - before.fixMs), 0);
  }
}

function readStanding(source: FrameBytes, row: Row): void {
  const what = source.byte();
  if (what & 1) row.status = oneOf(statuses, source.byte());
  if (what & 2) row.rank = source.number() || null;
  if (what & 4) {
    const gap = source.number();
    row.gapMs = gap === 0 ? null : gapOf(unzigzag(gap - 1));
  }
  if (what & 8) row.linked = source.byte() !== 0;
  if (what & 16) row.reason = source.byte();
  if (what & 32) {
    const next = source.number();
    row.nextReport = next === 0 ? null : next - 1;
  }
  if (what & 64) {
    const battery = source.byte();
    row.battery = battery === noBattery ? null : battery;
  }
}

function readArrival(source: FrameBytes, head: Head): Arrival {
  const point = oneOf(head.texts, source.number());
  const leg = source.number();
  const lap = source.number();
  const step = oneOf(stepsMs, source.byte());
  const likely = Math.floor(head.timeMs / step) + source.integer();
  const early = likely - source.number();
  const late = likely + source.number();
  return {
    point, leg, lap, step_ms: step,
    p10: isoTime(early * step), p50: isoTime(likely * step), p90: isoTime(late * step),
  };
}

function readGrades(source: FrameBytes): Grade[] {
  return Array.from({ length: source.count() }, () => ({
    horizon: oneOf(horizons, source.byte()),
    forecasts: source.number(),
    inside: source.number(),
  }));
}

function readPassage(source: FrameBytes, bib: string, head: Head): Passage {
  const passage = {
    bib,
    point: oneOf(head.texts, source.number()),
    leg: source.number(),
    lap: source.number(),
    time: isoTime(head.timeMs + source.integer()),
    standard_error_ms: source.number(),
    source: oneOf(head.texts, source.number()),
    revision: source.number(),
  };
  const flags = source.byte();
  return { ...passage, bridged: (flags & 1) !== 0, settled: (flags & 2) === 0 };
}

function toEntry(row: Row): LiveEntry {
  return {
    bib: row.bib,
    status: row.status,
    rank: row.rank,
    gap_ms: row.gapMs,
    along_m: row.along ?? null,
    fix_time: row.fixMs === undefined ? null : isoTime(row.fixMs),
    lat: row.place ? row.place[0] / 1e5 : null,
    lon: row.place ? row.place[1] / 1e5 : null,
    speed_mps: row.speed,
    battery_pct: row.battery,
    next_report_s: row.nextReport,
    reason: row.reason,
    linked: row.linked,
  };
}
