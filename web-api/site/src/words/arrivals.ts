import type { Arrival } from '../core/model';

const minuteMs = 60_000;

/** The live stream says to which step it rounded; REST leaves that to who reads it. */
function stepOf(arrival: Arrival): number {
  const width = Date.parse(arrival.p90) - Date.parse(arrival.p10);
  return arrival.step_ms ?? (width <= 12 * minuteMs ? 1 : width <= 60 * minuteMs ? 5 : 15) * minuteMs;
}

/** A wide band is said in round numbers, and above an hour without a middle (web-api/page/words.hpp). */
export function isVague(arrival: Arrival): boolean {
  return stepOf(arrival) > minuteMs;
}

const mostMinutes = 10_000; // of a zone, a week; then they are written anew

/** Clocks of one zone. A formatter costs more to make than a frame has, and a board shows thousands of clocks a second. */
class ZoneClock {
  private readonly format: Intl.DateTimeFormat;
  private readonly written = new Map<number, string>();

  constructor(timeZone: string) {
    const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    try {
      this.format = new Intl.DateTimeFormat('en-GB', { ...options, timeZone });
    } catch {
      this.format = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
    }
  }

  text(timeMs: number): string {
    const minute = Math.floor(timeMs / minuteMs);
    const known = this.written.get(minute);
    if (known !== undefined) return known;
    if (this.written.size >= mostMinutes) this.written.clear();
    const text = this.format.format(timeMs);
    this.written.set(minute, text);
    return text;
  }
}

const zones = new Map<string, ZoneClock>(); // a page tells of one race, in one zone

/** "10:42" as clocks in that time zone show it; by UTC where the browser does not know the zone. */
export function clockText(timeMs: number, timeZone: string): string {
  const clock = zones.get(timeZone) ?? new ZoneClock(timeZone);
  zones.set(timeZone, clock);
  return clock.text(timeMs);
}

export interface RoundBand {
  /** Above an hour: then a middle would say more than is known. */
  isWide: boolean;
  early: string;
  likely: string;
  late: string;
}

/** The three clocks of an arrival; the wider the band, the rounder. */
export function roundBand(arrival: Arrival, timeZone: string): RoundBand {
  const [early, likely, late] = [arrival.p10, arrival.p50, arrival.p90].map(Date.parse) as [number, number, number];
  const step = stepOf(arrival);
  const text = (steps: number) => clockText(steps * step, timeZone);
  return {
    isWide: step > 5 * minuteMs,
    early: text(Math.floor(early / step)),
    likely: text(Math.floor(likely / step + 0.5)),
    late: text(Math.ceil(late / step)),
  };
}
