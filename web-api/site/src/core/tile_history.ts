import type { HeardHistory, History } from './history';
import { timeOf } from './history';
import type { Frame, Passage } from './model';
import { SpectatorFrames } from './spectator_frame';
import { type TileHead, TileShop } from './tile_shop';

/** Half minutes of the stream kept in memory; the one longest unused goes. */
const mostChunks = 60;

export interface TileHistoryParts {
  shop: TileShop;
  /** What this page heard itself. */
  own: HeardHistory;
  /** Race time over wall time. */
  rate: number;
  /** All that happened up to a moment: keyframes do not tell it. */
  passagesUntil(raceTime: number): Passage[];
}

/** A keyframe of the stream and what followed it: undefined while it is being fetched, empty when it is not there. */
type Chunk = Frame[] | undefined;

/** The whole race, from its first second: what this page did not hear itself is in the tiles. */
export class TileHistory implements History {
  private head: TileHead | undefined;
  private first: { sequence: number; time: number } | undefined;
  private readonly chunks = new Map<number, Chunk>();
  private isOpening = false;

  constructor(private readonly parts: TileHistoryParts) {}

  /** Finds out from when on there are tiles. Once; later calls do nothing. */
  async open(): Promise<void> {
    if (this.isOpening) return;
    this.isOpening = true;
    try {
      const head = await this.parts.shop.head();
      const messages = head && (await this.parts.shop.tile(head.generation, 'k', head.first_keyframe));
      const frame = messages?.[0] && new SpectatorFrames().read(messages[0]);
      if (!head || !frame) return;
      this.head = head;
      this.first = { sequence: sequenceOf(frame), time: timeOf(frame) };
    } catch {
      this.isOpening = false; // the next call tries again
    }
  }

  get span(): { begin: number; end: number } | undefined {
    const own = this.parts.own.span;
    if (!own || !this.first) return own;
    return { begin: Math.min(this.first.time, own.begin), end: own.end };
  }

  framesAt(raceTime: number): readonly Frame[] {
    if (this.isOwn(raceTime)) return this.parts.own.framesAt(raceTime);
    const index = this.indexOf(raceTime);
    if (index === undefined) return [];
    const frames = this.chunk(index);
    this.chunk(index + 1); // soon to be played
    if (!frames) return [];
    if (frames[0] && timeOf(frames[0]) > raceTime && index > this.head!.first_keyframe) {
      return this.withPassages(this.chunk(index - 1) ?? [], raceTime);
    }
    return this.withPassages(frames, raceTime);
  }

  framesBetween(after: number, until: number): readonly Frame[] {
    if (this.isOwn(after)) return this.parts.own.framesBetween(after, until);
    const [from, to] = [this.indexOf(after), this.indexOf(until)];
    if (from === undefined || to === undefined) return [];
    const end = Math.min(until, (this.parts.own.span?.begin ?? Infinity) - 1);
    const found: Frame[] = [];
    for (let index = from; index <= to + 1; index++) {
      const frames = this.chunk(index);
      if (!frames) break; // what lies behind comes when this is there
      found.push(...frames.filter((frame) => timeOf(frame) > after && timeOf(frame) <= end));
    }
    return this.isOwn(until) && this.chunk(to) ? [...found, ...this.parts.own.framesBetween(end, until)] : found;
  }

  private isOwn(raceTime: number): boolean {
    const own = this.parts.own.span;
    return !this.head || (own !== undefined && raceTime >= own.begin);
  }

  /** Number of the keyframe tile of that moment. */
  private indexOf(raceTime: number): number | undefined {
    if (!this.head || !this.first) return undefined;
    const seconds = (raceTime - this.first.time) / 1000 / this.parts.rate;
    const index = Math.floor((this.first.sequence + seconds) / this.head.keyframe_s);
    return Math.max(index, this.head.first_keyframe);
  }

  private withPassages(frames: Frame[], raceTime: number): Frame[] {
    const [keyframe, ...deltas] = frames.filter((frame) => timeOf(frame) <= raceTime);
    if (!keyframe) return [];
    const passages = this.parts.passagesUntil(raceTime);
    return [{ ...keyframe, passages, has_all_passages: true }, ...deltas];
  }

  private chunk(index: number): Chunk {
    const known = this.chunks.get(index);
    if (this.chunks.has(index)) {
      this.chunks.delete(index); // and in again, as the one used last
      this.chunks.set(index, known);
      return known;
    }
    this.chunks.set(index, undefined);
    for (const oldest of this.chunks.keys()) {
      if (this.chunks.size <= mostChunks) break;
      this.chunks.delete(oldest);
    }
    void this.fetchChunk(index);
    return undefined;
  }

  private async fetchChunk(index: number): Promise<void> {
    try {
      this.chunks.set(index, await this.readChunk(index));
    } catch {
      this.chunks.delete(index); // the next look asks again
    }
  }

  private async readChunk(index: number): Promise<Frame[]> {
    const { generation, keyframe_s, delta_s } = this.head!;
    const perChunk = keyframe_s / delta_s;
    const numbers = Array.from({ length: perChunk }, (_, i) => index * perChunk + i);
    const [keyframe, ...deltas] = await Promise.all([
      this.parts.shop.tile(generation, 'k', index),
      ...numbers.map((number) => this.parts.shop.tile(generation, 'd', number)),
    ]);
    const reader = new SpectatorFrames();
    const messages = [keyframe ?? [], ...deltas.map((delta) => delta ?? [])].flat();
    return messages.map((message) => reader.read(message)).filter((frame) => frame !== undefined);
  }
}

const sequenceOf = (frame: Frame) => Number(frame.id.split('.')[1]);
