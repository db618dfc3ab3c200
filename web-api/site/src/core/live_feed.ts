import { EventLog } from './event_log';
import { FrameError } from './frame_bytes';
import type { Frame } from './model';
import { type Connection, LiveSocket } from './socket';
import { SpectatorFrames } from './spectator_frame';
import { TileFollower } from './tile_follower';
import { TileShop } from './tile_shop';

const failuresBeforeTiles = 2;

export interface LiveFeedParts {
  slug: string;
  /** Race time over wall time. */
  rate: number;
  onFrame(frame: Frame): void;
  onChange(connection: Connection): void;
  /** A clock that never goes back, milliseconds. */
  now(): number;
}

/**
 * A race as it is told, message by message, with every event: by a socket, or by tiles while there is none; what the
 * stream does not tell, REST does.
 */
export class LiveFeed {
  private readonly frames = new SpectatorFrames();
  private readonly socket: LiveSocket;
  private readonly events: EventLog;
  private readonly follower: TileFollower;
  private newest: { frame: Frame; at: number } | undefined;
  private failures = 0;

  constructor(private readonly parts: LiveFeedParts) {
    this.events = new EventLog(parts.slug, (events, passages?) => this.tell(events, passages));
    this.socket = new LiveSocket(
      `/live/${parts.slug}`,
      () => this.newest?.frame.id,
      (bytes) => {
        this.failures = 0;
        this.follower.stop();
        this.read(bytes);
      },
      (connection) => this.changed(connection),
    );
    this.follower = new TileFollower({
      shop: new TileShop(parts.slug),
      known: () => this.frames.known,
      onMessage: (bytes) => this.read(bytes),
      onHead: ({ mode, spread_s }) => this.socket.rest(mode === 'tiles' ? spread_s * 1000 : 0),
      wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    });
  }

  open(): void {
    this.socket.open();
  }

  /** A socket that fails again and again may be closed by a proxy, or by a server that is full: then there are tiles. */
  private changed(connection: Connection): void {
    if (connection === 'lost') this.failures++;
    if (this.failures >= failuresBeforeTiles) void this.follower.follow();
    const isFollowing = this.failures >= failuresBeforeTiles && this.newest !== undefined;
    this.parts.onChange(isFollowing ? 'live' : connection);
  }

  private read(bytes: Uint8Array): void {
    let frame: Frame | undefined;
    try {
      frame = this.frames.read(bytes);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
    }
    if (!frame) {
      this.newest = undefined; // the next one begins with a keyframe
      this.socket.openAnew();
      return;
    }
    this.newest = { frame, at: this.parts.now() };
    if (this.failures >= failuresBeforeTiles) this.parts.onChange('live');
    this.parts.onFrame({ ...frame, events: this.events.take(frame) });
  }

  /** What REST said, as if the stream had told it now. */
  private tell(events: Frame['events'], passages?: Frame['passages']): void {
    if (!this.newest) return;
    const { frame, at } = this.newest;
    const raceTime = Date.parse(frame.race_time) + (this.parts.now() - at) * this.parts.rate;
    this.parts.onFrame({
      ...frame, type: 'delta', race_time: new Date(raceTime).toISOString(),
      entries: [], forecasts: [], grades: [], passages: passages ?? [], has_all_passages: passages !== undefined, events,
    });
  }
}
