import { maxPredictionMs } from '../core/motion';
import type { Arrival, Grade, LiveEntry, Passage, Status } from '../core/model';

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

const minuteMs = 60_000;

function stepOf(arrival: Arrival): number {
  const width = Date.parse(arrival.p90) - Date.parse(arrival.p10);
  return arrival.step_ms ?? (width <= 12 * minuteMs ? 1 : width <= 60 * minuteMs ? 5 : 15) * minuteMs;
}

/** A wide band is said in round numbers, and above an hour without a middle (web-api/page/words.hpp). */
export function isVague(arrival: Arrival): boolean {
  return stepOf(arrival) > minuteMs;
}

/** "10:42" as clocks in that time zone show it; by UTC where the browser does not know the zone. */
export function clockText(timeMs: number, timeZone: string): string {
  const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  try {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone }).format(timeMs);
  } catch {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(timeMs);
  }
}

/** Its three clocks; the wider the band, the rounder. */
function rounded(arrival: Arrival, timeZone: string) {
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

/** "finish about 10:42 (10:39–10:46)". */
export function arrivalWords(arrival: Arrival, point: string, timeZone: string): string {
  const { isWide, early, likely, late } = rounded(arrival, timeZone);
  if (isWide) return `${point} between ${early} and ${late}`;
  return `${point} ${isVague(arrival) ? 'roughly' : 'about'} ${likely} (${early}–${late})`;
}

/** "finish 10:39–10:46": the same where there is little room. */
export function arrivalSpan(arrival: Arrival, point: string, timeZone: string): string {
  const { early, late } = rounded(arrival, timeZone);
  return `${point} ${early}–${late}`;
}

/** Of whom that is known; where nobody has been yet it is what the rest of the course says. */
const fieldWords = (athletes: number) => (athletes > 0 ? `by ${athletes}` : 'as elsewhere');

/** What weighs in it besides the own pace: "own pace, slopes +2:10, field −0:15 by 12, standing +1:00". */
export function reasonWords(arrival: Arrival): string {
  const signed = (seconds: number) => `${seconds > 0 ? '+' : ''}${duration(seconds * 1000)}`;
  const { slopes_s: slopes = 0, field_s: field = 0, athletes = 0, standing_s: standing = 0 } = arrival;
  const least = 5; // seconds that are worth a word
  const words = [
    'own pace',
    Math.abs(slopes) >= least && `slopes ${signed(slopes)}`,
    Math.abs(field) >= least && `field ${signed(field)} ${fieldWords(athletes)}`,
    standing > 0 && `standing for ${duration(standing * 1000)}`,
  ];
  return words.filter(Boolean).join(', ');
}

/** How such words did: "Of 212 expected times that came true …, 79 % were inside their span". */
export function gradeWords(grades: Grade[]): string {
  const forecasts = grades.reduce((sum, grade) => sum + grade.forecasts, 0);
  const inside = grades.reduce((sum, grade) => sum + grade.inside, 0);
  if (forecasts === 0) return '';
  return `Of ${forecasts} expected times that came true in the last hour of racing, ${Math.floor((100 * inside) / forecasts + 0.5)} % were inside their span (80 % is right).`;
}
