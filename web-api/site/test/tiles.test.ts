import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { HeardHistory, timeOf } from '../src/core/history';
import { SpectatorFrames } from '../src/core/spectator_frame';
import { TileFollower } from '../src/core/tile_follower';
import { TileHistory } from '../src/core/tile_history';
import { type TileHead, TileShop, messagesOf } from '../src/core/tile_shop';
import { frame } from './support';

const golden = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../tests/web-api/spectator/golden/${name}.bin`, import.meta.url)));
/** 99.10, and what follows it: 99.11, a second later. */
const [keyframe, delta] = [golden('keyframe'), golden('delta')];

/** As a server writes a tile. The messages here are shorter than 128 bytes or have a size of two. */
function tileOf(...messages: Uint8Array[]): ArrayBuffer {
  const sized = messages.flatMap((message) => {
    const size = message.length < 128 ? [message.length] : [(message.length & 0x7f) | 0x80, message.length >> 7];
    return [...size, ...message];
  });
  return new Uint8Array(sized).buffer;
}

const head: TileHead = {
  mode: 'tiles', spread_s: 30, generation: 3, first_keyframe: 0, last_keyframe: 0, last_delta: 5, keyframe_s: 30, delta_s: 2,
};

function serverOf(tiles: Record<string, ArrayBuffer>) {
  const state = { head, asked: [] as string[] };
  const shop = new TileShop('demo', async (address) => {
    state.asked.push(address);
    if (address.endsWith('/head')) return new TextEncoder().encode(JSON.stringify(state.head)).buffer as ArrayBuffer;
    return tiles[address.replace('/live/demo/tiles/3/', '')];
  });
  return { shop, state };
}

test('the messages of a tile lie each behind its size', () => {
  expect(messagesOf(new Uint8Array(tileOf(keyframe, delta)))).toEqual([keyframe, delta]);
  expect(() => messagesOf(new Uint8Array([5, 1]))).toThrow();
});

describe('who follows tiles', () => {
  async function follow(tiles: Record<string, ArrayBuffer>, looks: number, known: string[] = []) {
    const { shop, state } = serverOf(tiles);
    const frames = new SpectatorFrames();
    if (known.length > 0) frames.read(keyframe);
    const told: string[] = [];
    let left = looks;
    const follower: TileFollower = new TileFollower({
      shop,
      known: () => frames.known,
      onMessage: (bytes) => void told.push(frames.read(bytes)?.id ?? 'nothing'),
      onHead: () => {},
      wait: async () => {
        if (--left === 0) follower.stop();
      },
    });
    await follower.follow();
    return { told, state };
  }

  test('begins with the newest keyframe and goes on tile by tile, telling nothing twice', async () => {
    const { told, state } = await follow({ 'k/0': tileOf(keyframe), 'd/5': tileOf(keyframe, delta) }, 3);
    expect(told).toEqual(['99.10', '99.11']);
    expect(state.asked.filter((address) => address.endsWith('d/5'))).toHaveLength(1);
  });

  test('goes on from what the socket had told', async () => {
    const { told } = await follow({ 'k/0': tileOf(keyframe), 'd/5': tileOf(keyframe, delta) }, 1, ['99.10']);
    expect(told).toEqual(['99.11']);
  });

  test('waits for a keyframe where a tile is missing, and looks again', async () => {
    const { told, state } = await follow({ 'k/0': tileOf(keyframe) }, 3);
    expect(told).toEqual(['99.10']);
    expect(state.asked.filter((address) => address.endsWith('k/0')).length).toBeGreaterThan(1);
  });
});

describe('the history in tiles', () => {
  const began = timeOf(new SpectatorFrames().read(keyframe)!);

  function historyOf(tiles: Record<string, ArrayBuffer>) {
    const own = new HeardHistory();
    const heard = frame({ type: 'keyframe', id: '99.200', race_time: new Date(began + 190_000).toISOString() });
    own.keep(heard, () => heard);
    const { shop, state } = serverOf(tiles);
    return { history: new TileHistory({ shop, own, rate: 1, passagesUntil: () => [] }), state };
  }

  test('begins where the tiles do', async () => {
    const { history } = historyOf({ 'k/0': tileOf(keyframe) });
    expect(history.span).toEqual({ begin: began + 190_000, end: began + 190_000 });
    await history.open();
    expect(history.span).toEqual({ begin: began, end: began + 190_000 });
  });

  test('has a moment once it was fetched, with all that had happened', async () => {
    const { history } = historyOf({ 'k/0': tileOf(keyframe), 'd/5': tileOf(keyframe, delta) });
    await history.open();
    expect(history.framesAt(began + 500)).toEqual([]);
    await vi.waitFor(() => expect(history.framesAt(began + 500)).toHaveLength(2));
    expect(history.framesAt(began + 500)[0]).toMatchObject({ id: '99.10', has_all_passages: true });
    expect(history.framesBetween(began + 500, began + 1500).map(({ id }) => id)).toEqual(['99.11']);
  });

  test('asks for each tile once', async () => {
    const { history, state } = historyOf({ 'k/0': tileOf(keyframe), 'd/5': tileOf(keyframe, delta) });
    await history.open();
    for (let look = 0; look < 5; look++) {
      history.framesAt(began + 500);
      await Promise.resolve();
    }
    await vi.waitFor(() => expect(history.framesAt(began + 500).length).toBeGreaterThan(0));
    expect(state.asked.filter((address) => address.endsWith('d/5'))).toHaveLength(1);
  });

  test('is what this page heard itself, where it did', () => {
    const { history } = historyOf({});
    expect(history.framesAt(began + 190_000)).toHaveLength(1);
    expect(history.framesAt(began)).toEqual([]);
  });
});
