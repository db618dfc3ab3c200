import { describe, expect, test, vi } from 'vitest';
import { EventLog } from '../src/core/event_log';
import type { LiveEvent } from '../src/core/model';
import { frame, time } from './support';

const passage = (number: number) => ({
  bib: '1', point: `p${number}`, leg: 0, lap: 1, time: time(number), standard_error_ms: 1, source: 'gps', revision: 0,
  bridged: false, settled: true,
});
const event = (number: number): LiveEvent => ({ number, kind: 'passage', bib: '1', passage: passage(number) });
const row = (number: number) => {
  const { time: at, ...rest } = passage(number);
  return { number, kind: 'passage', at, ...rest };
};

/** A server that has events up to that number, and the order in which a page that counts them is told. */
class Server {
  last = 0;
  fails = 0;
  readonly asked: string[] = [];
  readonly told: string[] = [];
  readonly log = new EventLog('demo', (events, passages) => {
    if (passages) this.told.push(`all ${passages.length}`);
    this.told.push(...events.map(({ number }) => String(number)));
  }, async (address) => {
    this.asked.push(address);
    if (this.fails-- > 0) throw new Error('away');
    if (address.endsWith('/passages')) {
      return { last_event: this.last, passages: Array.from({ length: this.last }, (_, i) => passage(i + 1)) };
    }
    const since = Number(new URL(address, 'http://x').searchParams.get('since'));
    return { events: Array.from({ length: Math.min(this.last - since, 2) }, (_, i) => row(since + 1 + i)) };
  });

  /** A frame up to `last` that tells so many events. */
  frame(last: number, count = 0): void {
    const events = Array.from({ length: count }, (_, i) => event(last - count + 1 + i));
    this.told.push(...this.log.take(frame({ last_event: last, events })).map(({ number }) => String(number)));
  }
}

describe('the log of events', () => {
  test('asks for all passages first, and then tells what comes', async () => {
    const server = new Server();
    server.last = 3;
    server.frame(3);
    await vi.waitFor(() => expect(server.told).toEqual(['all 3']));
    server.frame(5, 2);
    server.frame(5);
    expect(server.told).toEqual(['all 3', '4', '5']);
    expect(server.asked).toHaveLength(1);
  });

  test('asks page by page for what the stream did not tell', async () => {
    const server = new Server();
    server.frame(0);
    await vi.waitFor(() => expect(server.told).toEqual(['all 0']));
    server.last = 5;
    server.frame(5);
    await vi.waitFor(() => expect(server.told.slice(1)).toEqual(['1', '2', '3', '4', '5']));
    expect(server.asked.slice(1).map((address) => new URL(address, 'http://x').searchParams.get('since'))).toEqual(['0', '2', '4']);
  });

  test('tells nothing twice and nothing out of its order while it is asking', async () => {
    const server = new Server();
    server.frame(0);
    await vi.waitFor(() => expect(server.told).toEqual(['all 0']));
    server.last = 4;
    server.frame(3, 1);
    server.frame(4, 1);
    await vi.waitFor(() => expect(server.told.slice(1)).toEqual(['1', '2', '3', '4']));
    server.last = 5;
    server.frame(5, 1);
    expect(server.told.slice(1)).toEqual(['1', '2', '3', '4', '5']);
  });

  test('takes of a frame only what it does not know', async () => {
    const server = new Server();
    server.last = 4;
    server.frame(4);
    await vi.waitFor(() => expect(server.told).toEqual(['all 4']));
    server.frame(5, 3);
    expect(server.told).toEqual(['all 4', '5']);
  });

  test('asks again when the server did not answer', async () => {
    vi.useFakeTimers();
    const server = new Server();
    server.last = 2;
    server.fails = 3;
    server.frame(2);
    await vi.advanceTimersByTimeAsync(60_000);
    vi.useRealTimers();
    expect(server.told).toEqual(['all 2']);
    expect(server.asked).toHaveLength(4);
  });

  test('begins anew when numbers do, for the database has another life', async () => {
    const server = new Server();
    server.last = 9;
    server.frame(9);
    await vi.waitFor(() => expect(server.told).toEqual(['all 9']));
    server.last = 4;
    server.frame(4);
    await vi.waitFor(() => expect(server.told).toEqual(['all 9', 'all 4']));
  });
});
