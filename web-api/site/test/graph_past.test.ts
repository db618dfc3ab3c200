import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { timeOf } from '../src/core/history';
import type { Frame } from '../src/core/model';
import { SpectatorFrames } from '../src/core/spectator_frame';
import { type TileHead, TileShop } from '../src/core/tile_shop';
import { mostInALook, mostStates, Past } from '../src/graphs/past';

const keyframe = new Uint8Array(
  readFileSync(new URL('../../../tests/web-api/spectator/golden/keyframe.bin', import.meta.url)));
const tile = new Uint8Array([(keyframe.length & 0x7f) | 0x80, keyframe.length >> 7, ...keyframe]).buffer;
const began = timeOf(new SpectatorFrames().read(keyframe)!);
const at = (seconds: number) => began + seconds * 1000;

/** Keyframe tiles, one each half minute, five hours unless more are asked for; `fails` says whose server does not answer. */
function pastOf(fails: (number: number) => boolean = () => false, last_keyframe = 600) {
  const head: TileHead = {
    mode: 'tiles', spread_s: 30, generation: 3, first_keyframe: 0, last_keyframe, last_delta: 9000, keyframe_s: 30, delta_s: 2,
  };
  const asked: number[] = [];
  const told: Frame[] = [];
  const shop = new TileShop('demo', async (address) => {
    if (address.endsWith('/head')) return new TextEncoder().encode(JSON.stringify(head)).buffer as ArrayBuffer;
    const number = Number(address.split('/').pop());
    asked.push(number);
    if (fails(number)) throw new Error('no answer');
    return tile;
  });
  return { past: new Past({ shop, rate: 1, onFrame: (frame) => void told.push(frame) }), asked, told };
}

describe('what was before the page was opened', () => {
  test('is asked for in few states, from one end to the other', async () => {
    const { past, asked, told } = pastOf();
    await past.look(at(0), at(18_000));
    expect(asked.length).toBeLessThanOrEqual(mostInALook + 1);
    expect([asked[0], Math.max(...asked)]).toEqual([0, 600]);
    expect(told).toHaveLength(asked.length);
  });

  test('is asked for between those where somebody looks closer, and none twice', async () => {
    const { past, asked } = pastOf();
    await past.look(at(0), at(18_000));
    const coarse = asked.length;
    await past.look(at(3000), at(4500));
    const closer = asked.slice(coarse);
    expect(closer).toContain(101);
    expect(closer.every((number) => number >= 100 && number <= 150)).toBe(true);
    expect(new Set(asked).size).toBe(asked.length);
  });

  test('is asked for again where nobody answered', async () => {
    let isDown = true;
    const { past, asked, told } = pastOf((number) => isDown && number === 20);
    await past.look(at(300), at(900));
    isDown = false;
    await past.look(at(300), at(900));
    expect(asked.filter((number) => number === 20)).toHaveLength(2);
    expect(told).toHaveLength(22); // the first of all, and those from 10 to 30
  });

  test('stays within its limit, however often somebody looks', async () => {
    const { past, asked } = pastOf(undefined, mostStates);
    for (let second = 0; second < 30 * mostStates; second += 600) await past.look(at(second), at(second + 600));
    expect(new Set(asked).size).toBe(mostStates);
    await past.look(at(30 * mostStates), at(30 * mostStates));
    expect(asked).toHaveLength(mostStates);
  });

  test('is nothing of a race that was never live', async () => {
    const told: Frame[] = [];
    const past = new Past({ shop: new TileShop('demo', async () => undefined), rate: 1, onFrame: (frame) => void told.push(frame) });
    await past.look(at(0), at(18_000));
    expect(told).toEqual([]);
  });
});
