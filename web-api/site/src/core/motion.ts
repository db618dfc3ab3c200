import type { LiveEntry } from './model';

const longestPredictionMs = 30_000;
const longestPredictionWallMs = 4_000;

/**
 * Nobody is drawn further ahead of the last fix than this much race time: then the dot stands, and says why. In a
 * fast rehearsal a message each wall second is many seconds of race time, so some wall seconds are allowed too.
 */
export function maxPredictionMs(rate: number): number {
  return Math.max(longestPredictionMs, longestPredictionWallMs * rate);
}

const snapMetres = 150; // a larger step is a correction, not motion
const settleMs = 400; // how fast the drawn dot follows

/** Where an entry is by now, if it kept its speed since its last fix; undefined off the course. */
export function predictedAlong(entry: LiveEntry, raceTime: number, rate: number): number | undefined {
  if (entry.along_m === null) return undefined;
  if (entry.status !== 'racing' || entry.fix_time === null) return entry.along_m;
  const age = Math.min(Math.max(raceTime - Date.parse(entry.fix_time), 0), maxPredictionMs(rate));
  return entry.along_m + (entry.speed_mps ?? 0) * (age / 1000);
}

/** The drawn place follows the predicted one: smoothly, and never backwards by jitter. */
export class Follower {
  private shown: number | undefined;
  private at = 0;

  /** `target` in metres along; `now` in milliseconds of a clock that never goes back. */
  step(target: number, now: number): number {
    const before = this.shown;
    const elapsed = now - this.at;
    this.at = now;
    if (before === undefined || Math.abs(target - before) > snapMetres) {
      this.shown = target;
    } else {
      const moved = before + (target - before) * (1 - Math.exp(-elapsed / settleMs));
      this.shown = Math.max(moved, before);
    }
    return this.shown;
  }
}
