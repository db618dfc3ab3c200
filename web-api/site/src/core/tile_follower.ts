import type { FrameName } from './spectator_frame';
import { nameOf } from './spectator_frame';
import { type TileHead, TileShop } from './tile_shop';

export interface TileFollowerParts {
  shop: TileShop;
  /** What is known by now, so that nothing is told twice; undefined: nothing. */
  known(): FrameName | undefined;
  onMessage(bytes: Uint8Array): void;
  onHead(head: TileHead): void;
  wait(ms: number): Promise<void>;
}

const lookAgainMs = 1_000;

/** Follows the live stream by its tiles, for who has no socket: some seconds later, through any cache. */
export class TileFollower {
  private isRunning = false;

  constructor(private readonly parts: TileFollowerParts) {}

  /** Until stop(). */
  async follow(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    let next: number | undefined;
    while (this.isRunning) {
      try {
        next = await this.look(next);
      } catch {
        next = undefined; // nobody answers, or a tile is damaged: the next look begins with a keyframe
      }
      await this.parts.wait(lookAgainMs);
    }
  }

  stop(): void {
    this.isRunning = false;
  }

  /** Tells what is there; answers the number of the tile that comes next. */
  private async look(next: number | undefined): Promise<number | undefined> {
    const head = await this.parts.shop.head();
    if (!head) return undefined;
    this.parts.onHead(head);
    let number = next ?? (await this.begin(head));
    while (this.isRunning && number !== undefined && number <= head.last_delta) {
      const messages = await this.parts.shop.tile(head.generation, 'd', number);
      if (!messages) return undefined; // it never comes: a keyframe does
      messages.forEach((message) => this.tell(message));
      number++;
    }
    return number;
  }

  /** The delta tile behind what is known, or behind the newest keyframe when that is newer or nothing is known. */
  private async begin(head: TileHead): Promise<number | undefined> {
    const messages = await this.parts.shop.tile(head.generation, 'k', head.last_keyframe);
    const keyframe = messages?.[0];
    if (!keyframe) return undefined;
    const known = this.parts.known();
    const its = nameOf(keyframe);
    const isNews = !known || known.epoch !== its.epoch || known.sequence < its.sequence;
    if (isNews && this.isRunning) this.parts.onMessage(keyframe);
    const from = isNews ? its.sequence : known.sequence;
    return Math.floor(from / head.delta_s);
  }

  private tell(message: Uint8Array): void {
    const known = this.parts.known();
    const its = nameOf(message);
    const isOld = known && known.epoch === its.epoch && its.sequence <= known.sequence;
    if (!isOld && this.isRunning) this.parts.onMessage(message);
  }
}
