import type { LiveEntry } from './model';

/** How a dot is drawn, and what its row says. */
export type DotState =
  | 'waiting'
  | 'live'
  | 'predicted'
  | 'late'
  | 'silent'
  | 'stopped'
  | 'off_course'
  | 'finished'
  | 'out';

/** Ages of the newest fix, milliseconds of race time, up to which an entry counts as such. */
export interface AgeLimits {
  live: number;
  predicted: number;
  late: number;
}

const leastMs: AgeLimits = { live: 5_000, predicted: 30_000, late: 300_000 };

/** In a fast rehearsal a message each wall second is many seconds of race time: so some wall time is allowed too. */
const leastWallMs: AgeLimits = { live: 2_500, predicted: 6_000, late: 20_000 };

/** Of the interval at which the unit says that it reports; one message may be lost before anybody wonders. */
const intervals: AgeLimits = { live: 2.5, predicted: 9, late: 30 };

const longestIntervalS = 600; // a unit that announces more is not waited for so long

/** `rate` is race time over wall time. */
export function ageLimits(entry: LiveEntry, rate: number): AgeLimits {
  const intervalMs = Math.min(entry.next_report_s ?? 0, longestIntervalS) * 1000;
  const limit = (which: keyof AgeLimits) =>
    Math.max(leastMs[which], leastWallMs[which] * rate, intervals[which] * intervalMs);
  return { live: limit('live'), predicted: limit('predicted'), late: limit('late') };
}

/** How long a dot runs on without a fix, milliseconds of race time, when its unit announces nothing. */
export function maxPredictionMs(rate: number): number {
  return Math.max(leastMs.predicted, leastWallMs.predicted * rate);
}

/** Milliseconds of race time since the newest fix; Infinity: there is none. */
export function ageOf(entry: LiveEntry, raceTime: number): number {
  return entry.fix_time === null ? Infinity : Math.max(raceTime - Date.parse(entry.fix_time), 0);
}

function stateOfAge(age: number, limits: AgeLimits): DotState {
  if (age <= limits.live) return 'live';
  if (age <= limits.predicted) return 'predicted';
  return age <= limits.late ? 'late' : 'silent';
}

export function stateOf(entry: LiveEntry, raceTime: number, rate: number): DotState {
  switch (entry.status) {
    case 'not_started':
      return 'waiting';
    case 'racing':
    case 'unscored':
      return stateOfAge(ageOf(entry, raceTime), ageLimits(entry, rate));
    case 'off_course':
    case 'stopped':
    case 'silent':
    case 'finished':
      return entry.status;
    default:
      return 'out';
  }
}

/** It did not start, did not finish, or does not count. */
export function isOut(entry: LiveEntry): boolean {
  return stateOf(entry, 0, 1) === 'out';
}
