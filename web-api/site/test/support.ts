import type { Arrival, Frame, Leg, LiveEntry, Race } from '../src/core/model';

export const begin = Date.parse('2026-05-17T08:00:00.000Z');

/** Race time, that many seconds after the gun. */
export const second = (n: number) => begin + n * 1000;
export const time = (n: number) => new Date(second(n)).toISOString();

export function entry(more: Partial<LiveEntry> = {}): LiveEntry {
  return {
    bib: '1', status: 'racing', rank: 1, gap_ms: 0, along_m: 100, fix_time: time(0), lat: 48, lon: -4,
    speed_mps: 5, battery_pct: 80, next_report_s: null, reason: 0, linked: false, ...more,
  };
}

/** Expected at a finish; minutes after the gun. */
export function arrival(p10: number, p50: number, p90: number, more: Partial<Arrival> = {}): Arrival {
  return {
    point: 'finish', leg: 1, lap: 1, p10: time(p10 * 60), p50: time(p50 * 60), p90: time(p90 * 60),
    slopes_s: 0, field_s: 0, athletes: 0, standing_s: 0, ...more,
  };
}

export function frame(more: Partial<Frame> = {}): Frame {
  return {
    type: 'delta', id: '7.1', race_time: time(0), state: 'live', entries: [], passages: [], forecasts: [], grades: [],
    last_event: 0, events: [], ...more,
  };
}

/** Two laps of 1,000 m eastward, then a leg of 500 m northward. */
export const race: Race = {
  slug: 'demo', name: 'Demo', starts_at: time(0), time_zone: 'UTC', rehearsal: { rate: 15 },
  course: {
    length_m: 2500,
    official_length_m: 2500,
    legs: [
      { id: 'a', name: 'A', sport: 'bike', laps: 2, begin_m: 0, end_m: 2000, line: [[0, 0], [0.01, 0]] },
      { id: 'b', name: 'B', sport: 'run', laps: 1, begin_m: 2000, end_m: 2500, line: [[0.01, 0], [0.01, 0.005]] },
    ],
    points: [],
  },
  variants: [],
  waves: [{ id: 'w', name: 'All', gun: time(0) }],
  categories: [],
  boards: [{ id: 'overall', name: 'Overall' }],
  entries: [
    { bib: '1', name: 'Ada', category: '', wave: 'w', variant: null, board: 0, team: '' },
    { bib: '2', name: 'Ben', category: '', wave: 'w', variant: null, board: 0, team: '' },
  ],
};

/** Two laps of four kilometres: up at 16 %, then level. */
export const hill: Leg = {
  id: 'hill', name: 'Hill', sport: 'run', laps: 2, begin_m: 0, end_m: 8000, line: [[0, 0], [0.04, 0]],
  heights_m: [...Array.from({ length: 21 }, (_, i) => i * 16), ...Array.from({ length: 20 }, () => 320)], heights_step_m: 100,
};
