import { expect, test, vi } from 'vitest';
import { ArrivalReasons } from '../src/core/arrival_reasons';
import { RaceStore } from '../src/core/store';
import { arrival, frame, race } from './support';

test('reasons are asked for of whom one looks at, when it is another one and each ten seconds', async () => {
  const asked: string[] = [];
  const reasons = new ArrivalReasons('demo', () => {}, async (address) => {
    asked.push(address.split('/').pop()!);
    return { standing: null };
  });
  reasons.look(undefined, 0);
  reasons.look('1', 0);
  reasons.look('1', 9_999);
  reasons.look('2', 9_999);
  reasons.look('2', 20_000);
  expect(asked).toEqual(['1', '2', '2']);
});

test('reasons join the arrivals at the same points, which stay as the stream told them', async () => {
  const store = new RaceStore(race);
  const { point, leg, lap, p10, p50, p90 } = arrival(10, 12, 14);
  const streamed = { point, leg, lap, p10, p50, p90, step_ms: 60_000 };
  store.apply(frame({ forecasts: [{ bib: '1', arrivals: [streamed] }] }), 0);
  const told = [arrival(11, 12, 13, { slopes_s: 40 }), arrival(1, 2, 3, { point: 'half', slopes_s: 9 })];
  const reasons = new ArrivalReasons('demo', (bib, arrivals) => store.explain(bib, arrivals), async () => ({ standing: { eta: told } }));
  reasons.look('1', 0);
  await vi.waitFor(() => expect(store.arrivals('1')[0]).toMatchObject({ slopes_s: 40, step_ms: 60_000 }));
  expect(store.arrivals('1')).toHaveLength(1);
  expect(store.arrivals('1')[0]!.p10).toBe(p10);
});

test('a server that is away leaves the card as it was', async () => {
  const tell = vi.fn();
  new ArrivalReasons('demo', tell, async () => Promise.reject(new Error('away'))).look('1', 0);
  await Promise.resolve();
  expect(tell).not.toHaveBeenCalled();
});
