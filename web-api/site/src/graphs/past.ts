import { timeOf } from '../core/history';
import type { Frame } from '../core/model';
import { SpectatorFrames } from '../core/spectator_frame';
import type { TileHead, TileShop } from '../core/tile_shop';

/** States of the race that one look asks for: one each two minutes of a race of three hours. */
export const mostInALook = 90;

/** In all, however often somebody looks closer; then what is known has to do. */
export const mostStates = 720;

const atOnce = 4;

export interface PastParts {
  shop: TileShop;
  /** Race time over wall time. */
  rate: number;
  onFrame(frame: Frame): void;
}

/**
 * States of the whole race from before this page was opened: keyframe tiles, which any cache has. A look at all of it
 * takes some, a closer look the ones between: their numbers are multiples of a power of two, so that none is asked twice.
 */
export class Past {
  private head: TileHead | undefined;
  private first: { number: number; time: number } | undefined;
  private readonly asked = new Set<number>();

  constructor(private readonly parts: PastParts) {}

  /** Asks for states of that stretch of race time; comes to its end when all have been told. Never throws. */
  async look(begin: number, end: number): Promise<void> {
    try {
      await this.open();
    } catch {
      return; // the next look tries again
    }
    const wanted = this.numbers(begin, end);
    const work = async (): Promise<void> => {
      for (let number = wanted.shift(); number !== undefined; number = wanted.shift()) await this.fetch(number);
    };
    await Promise.all(Array.from({ length: atOnce }, work));
  }

  private async open(): Promise<void> {
    if (this.first) return;
    const head = await this.parts.shop.head();
    const frame = head && (await this.read(head, head.first_keyframe));
    if (!head || !frame) return;
    this.head = head;
    this.first = { number: head.first_keyframe, time: timeOf(frame) };
    this.asked.add(head.first_keyframe);
    this.parts.onFrame(frame);
  }

  /** Those of the stretch that nobody asked for yet. */
  private numbers(begin: number, end: number): number[] {
    if (!this.head || !this.first || end < begin) return [];
    const { first_keyframe, last_keyframe } = this.head;
    const from = Math.max(Math.floor(this.numberAt(begin)), first_keyframe);
    const to = Math.min(Math.ceil(this.numberAt(end)), last_keyframe);
    let stride = 1;
    while ((to - from) / stride >= mostInALook) stride *= 2;
    const numbers: number[] = [];
    for (let number = Math.ceil(from / stride) * stride; number <= to; number += stride) {
      if (this.asked.size >= mostStates) break;
      if (this.asked.has(number)) continue;
      this.asked.add(number);
      numbers.push(number);
    }
    return numbers;
  }

  private numberAt(time: number): number {
    const { number, time: began } = this.first!;
    return number + (time - began) / 1000 / this.parts.rate / this.head!.keyframe_s;
  }

  private async fetch(number: number): Promise<void> {
    try {
      const frame = await this.read(this.head!, number);
      if (frame) this.parts.onFrame(frame);
    } catch {
      this.asked.delete(number); // the next look asks again
    }
  }

  private async read({ generation }: TileHead, number: number): Promise<Frame | undefined> {
    const messages = await this.parts.shop.tile(generation, 'k', number);
    return messages?.[0] && new SpectatorFrames().read(messages[0]);
  }
}
