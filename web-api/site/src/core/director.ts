import { finishesWithin } from './finishes';
import type { LiveEntry } from './model';
import type { RaceStore } from './store';

/** What a broadcast shows for some seconds. */
export type Shot =
  | { kind: 'leader'; entry: LiveEntry; next: LiveEntry | undefined }
  | { kind: 'battle'; front: LiveEntry; behind: LiveEntry; gapMs: number }
  | { kind: 'finish'; entry: LiveEntry; inMs: number };

const battleRanks = 20; // of each ranking
const mostBattleMs = 30_000;
const finishWindowMs = 300_000;

/** Who leads, the closest two among the first, and who finishes next: what there is of it now. */
export function shotsOf(store: RaceStore, raceTime: number): Shot[] {
  return [leaderShot(store), battleShot(store), finishShot(store, raceTime)].filter((shot) => shot !== undefined);
}

/** The shot of that moment: each is shown for `eachMs`, in turn. */
export function shotAt(shots: readonly Shot[], now: number, eachMs: number): Shot | undefined {
  return shots[Math.floor(now / eachMs) % Math.max(shots.length, 1)];
}

function leaderShot(store: RaceStore): Shot | undefined {
  const [entry, next] = store.board();
  if (!entry || entry.rank !== 1) return undefined;
  return { kind: 'leader', entry, next: next && store.section(next) === store.section(entry) ? next : undefined };
}

function battleShot(store: RaceStore): Shot | undefined {
  const board = store.board();
  let closest: Shot | undefined;
  let least = mostBattleMs;
  for (const [index, behind] of board.entries()) {
    const front = board[index - 1];
    if (!front || store.section(front) !== store.section(behind) || (behind.rank ?? Infinity) > battleRanks) continue;
    if (front.status !== 'racing' || behind.status !== 'racing' || front.gap_ms === null || behind.gap_ms === null) continue;
    const gapMs = Math.abs(behind.gap_ms - front.gap_ms);
    if (gapMs >= least) continue;
    least = gapMs;
    closest = { kind: 'battle', front, behind, gapMs };
  }
  return closest;
}

function finishShot(store: RaceStore, raceTime: number): Shot | undefined {
  const [next] = finishesWithin(store, raceTime, finishWindowMs);
  const entry = next && store.entry(next.bib);
  return next && entry ? { kind: 'finish', entry, inMs: Math.max(next.likely - raceTime, 0) } : undefined;
}
