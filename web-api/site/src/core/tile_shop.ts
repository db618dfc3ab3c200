import { FrameBytes } from './frame_bytes';

/** Where the stream stands, as /live/SLUG/head says (docs/web-api.md, "Tiles"). */
export interface TileHead {
  mode: 'socket' | 'tiles';
  spread_s: number;
  generation: number;
  first_keyframe: number;
  last_keyframe: number;
  last_delta: number;
  keyframe_s: number;
  delta_s: number;
}

type NoTiles = Omit<TileHead, 'last_delta'> & { last_delta: null };

export type TileKind = 'k' | 'd';

/** The body of an answer; undefined: there is none at that address. Throws when nobody answers. */
export type Fetch = (address: string) => Promise<ArrayBuffer | undefined>;

/** Gets a race's tiles: messages of the binary stream. */
export class TileShop {
  constructor(
    private readonly slug: string,
    private readonly fetch: Fetch = fetchBytes,
  ) {}

  /** undefined: the race was never live. */
  async head(): Promise<TileHead | undefined> {
    const bytes = await this.fetch(`/live/${this.slug}/head`);
    const head = bytes && (JSON.parse(new TextDecoder().decode(bytes)) as TileHead | NoTiles);
    return head && head.last_delta !== null ? (head as TileHead) : undefined;
  }

  /** The messages of a tile; undefined: it is not there. Throws FrameError for one that is damaged. */
  async tile(generation: number, kind: TileKind, number: number): Promise<Uint8Array[] | undefined> {
    const bytes = await this.fetch(`/live/${this.slug}/tiles/${generation}/${kind}/${number}`);
    return bytes && messagesOf(new Uint8Array(bytes));
  }
}

/** Each message lies behind its size. */
export function messagesOf(bytes: Uint8Array): Uint8Array[] {
  const source = new FrameBytes(bytes);
  const messages: Uint8Array[] = [];
  while (!source.isAtEnd) messages.push(source.bytesOf(source.count()));
  return messages;
}

async function fetchBytes(address: string): Promise<ArrayBuffer | undefined> {
  const answer = await fetch(address);
  if (answer.status === 404) return undefined;
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.arrayBuffer();
}
