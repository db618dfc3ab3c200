import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FrameBytes, FrameError } from '../src/core/frame_bytes';
import { SpectatorFrames } from '../src/core/spectator_frame';

// The files that the server's tests hold the writer to (tests/web-api/spectator).
const golden = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../tests/web-api/spectator/golden/${name}.bin`, import.meta.url)));

describe('the live stream', () => {
  test('has all of a race in a keyframe', () => {
    const frame = new SpectatorFrames().read(golden('keyframe'));
    expect(frame).toMatchObject({
      type: 'keyframe', id: '99.10', race_time: '2026-05-17T10:00:00.000Z', state: 'live', last_event: 4, passages: [], events: [],
      grades: [{ horizon: 'middle', forecasts: 212, inside: 168 }],
      forecasts: [{
        bib: '1',
        arrivals: [{
          point: 'finish', leg: 1, lap: 1, step_ms: 60_000,
          p10: '2026-05-17T10:39:00.000Z', p50: '2026-05-17T10:43:00.000Z', p90: '2026-05-17T10:46:00.000Z',
        }],
      }],
    });
    expect(frame!.entries).toEqual([
      {
        bib: '1', status: 'racing', rank: 1, gap_ms: 0, along_m: 1235, fix_time: '2026-05-17T09:59:59.600Z', lat: null, lon: null,
        speed_mps: 4.1, battery_pct: 85, next_report_s: 5, reason: 0, linked: false,
      },
      {
        bib: '2', status: 'off_course', rank: 2, gap_ms: 61_000, along_m: null, fix_time: '2026-05-17T09:59:57.000Z', lat: null,
        lon: null, speed_mps: null, battery_pct: null, next_report_s: null, reason: 0, linked: false,
      },
      {
        bib: 'A-3', status: 'not_started', rank: null, gap_ms: null, along_m: null, fix_time: '2026-05-17T09:59:58.000Z', lat: 47.5753,
        lon: -3.07101, speed_mps: null, battery_pct: null, next_report_s: null, reason: 1, linked: false,
      },
    ]);
  });

  test('has in a delta who changed and what happened', () => {
    const frames = new SpectatorFrames();
    frames.read(golden('keyframe'));
    const frame = frames.read(golden('delta'));
    expect(frame).toMatchObject({ type: 'delta', id: '99.11', race_time: '2026-05-17T10:00:01.000Z', last_event: 6 });
    expect(frame!.entries.map((entry) => entry.bib)).toEqual(['1', 'A-3']);
    expect(frame!.entries[0]).toMatchObject({ along_m: 1239, fix_time: '2026-05-17T10:00:00.600Z' });
    expect(frame!.entries[0]!.speed_mps).toBeCloseTo(4.07, 2);
    expect(frame!.entries[1]).toMatchObject({ status: 'did_not_finish', gap_ms: 1500, lat: null });
    expect(frame!.forecasts).toEqual([{ bib: '1', arrivals: [] }]);
    expect(frame!.events).toEqual([
      {
        number: 5, kind: 'passage', bib: '1',
        passage: {
          bib: '1', point: 'swim-exit', leg: 0, lap: 1, time: '2026-05-17T09:59:59.150Z', standard_error_ms: 320, source: 'gps',
          revision: 1, bridged: true, settled: false,
        },
      },
      { number: 6, kind: 'status', bib: 'A-3', status: 'did_not_finish', time: '2026-05-17T10:00:00.000Z' },
    ]);
  });

  test('is not gone on with behind a message that is lacking', () => {
    const frames = new SpectatorFrames();
    expect(frames.read(golden('delta'))).toBeUndefined();
    frames.read(golden('keyframe'));
    expect(frames.read(golden('delta'))).toBeDefined();
    expect(frames.read(golden('delta'))).toBeUndefined();
  });

  test('is refused wherever it ends early or goes on, and begins again with a keyframe', () => {
    for (const name of ['keyframe', 'delta']) {
      const whole = golden(name);
      for (let size = 0; size < whole.length; size++) {
        const frames = new SpectatorFrames();
        frames.read(golden('keyframe'));
        expect(() => frames.read(whole.slice(0, size)), `${name}, ${size} bytes`).toThrow(FrameError);
        expect(frames.read(golden('keyframe'))).toBeDefined();
      }
      const frames = new SpectatorFrames();
      frames.read(golden('keyframe'));
      expect(() => frames.read(new Uint8Array([...whole, 0]))).toThrow(FrameError);
    }
  });

  test('never takes more from a damaged message than an error', () => {
    for (const name of ['keyframe', 'delta']) {
      const whole = golden(name);
      for (let at = 0; at < whole.length; at++) {
        for (const value of [0, 1, 127, 128, 249, 255]) {
          const frames = new SpectatorFrames();
          frames.read(golden('keyframe'));
          const damaged = whole.slice();
          damaged[at] = value;
          try {
            frames.read(damaged);
          } catch (error) {
            expect(error).toBeInstanceOf(FrameError);
          }
        }
      }
    }
  });

  test('has numbers of up to 53 bits', () => {
    const most = [255, 255, 255, 255, 255, 255, 255, 15];
    expect(new FrameBytes(new Uint8Array(most)).number()).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => new FrameBytes(new Uint8Array([...most.slice(0, 7), 16])).number()).toThrow(FrameError);
    expect(new FrameBytes(new Uint8Array([3])).integer()).toBe(-2);
  });
});
