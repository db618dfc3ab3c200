import { maxPredictionMs } from './motion';
import type { LiveEntry, Passage, Status } from './model';

export const statusWords: Record<Status, string> = {
  not_started: 'not started',
  racing: 'racing',
  off_course: 'off course',
  stopped: 'stopped',
  silent: 'silent',
  finished: 'finished',
  over_time_limit: 'over the limit',
  did_not_finish: 'did not finish',
  did_not_start: 'did not start',
  disqualified: 'disqualified',
  unscored: 'not scored',
  lapped: 'lapped',
  not_classified: 'not classified',
};

/** Why the next message may be long in coming, as the unit says it (core/wire, Reason). */
const unitReasons = ['', 'standing still', 'no satellites', 'battery low', 'asleep', 'updating', 'switched off'];

/** "1:02:03", "4:05"; the sign of a negative time is a minus. */
export function duration(ms: number): string {
  const total = Math.floor(Math.abs(ms) / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor(total / 60) % 60;
  const text = hours > 0 ? `${hours}:${two(minutes)}:${two(total % 60)}` : `${minutes}:${two(total % 60)}`;
  return ms < 0 && total > 0 ? `−${text}` : text;
}

/** Who saw a passage, where it was not the unit's satellites alone. */
const sourceWords: Record<string, string> = {
  unit: 'button', chip: 'chip', hand: 'by hand', gun: 'gun', official: 'corrected',
};

/** How sure a passage is, and of what kind: " ± 0.4 s, bridged". */
export function passageWords(passage: Passage): string {
  const error = (passage.standard_error_ms / 1000).toFixed(1);
  const words = [sourceWords[passage.source], passage.bridged && 'bridged', !passage.settled && 'not settled yet'];
  return [` ± ${error} s`, ...words.filter(Boolean)].join(', ');
}

export function gapText(entry: LiveEntry): string {
  if (entry.rank === 1) return 'leader';
  return entry.gap_ms === null ? '' : `+${duration(entry.gap_ms)}`;
}

const liveWallMs = 5_000; // as old as the newest fix may be, in wall time

/** One phrase on how old a dot is, and why it stands when it does. `raceTime` and the answer are race time. */
export function ageText(entry: LiveEntry | undefined, raceTime: number, rate: number): string {
  if (!entry || entry.fix_time === null) return 'no position yet';
  if (entry.status === 'finished') return 'finished';
  const age = Math.max(raceTime - Date.parse(entry.fix_time), 0);
  const seconds = Math.round(age / 1000);
  const reason = unitReasons[entry.reason] || '';
  if (entry.status === 'stopped') return `stopped, seen ${seconds} s ago`;
  if (entry.status === 'silent') return `unit silent for ${duration(age)}${reason && `: ${reason}`}`;
  if (entry.status === 'not_started') return 'waiting for the start';
  if (reason) return `${reason}, seen ${seconds} s ago`;
  if (age <= liveWallMs * rate) return 'live';
  if (age <= maxPredictionMs(rate)) return `predicted from ${seconds} s ago`;
  return `late by ${duration(age)}`;
}
