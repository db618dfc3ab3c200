import { duration } from '../words/duration';
import type { Axis } from './chart';

const minute = 60;
const hour = 3600;

/** Seconds as hours and minutes: "1:30"; between minutes with their seconds: "1:30:10". */
export const timeAxis: Axis = {
  steps: [10, 30, minute, 120, 300, 600, 900, 1800, hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, 24 * hour],
  say: (seconds) => {
    const total = Math.round(Math.abs(seconds));
    const two = (value: number) => String(value).padStart(2, '0');
    const text = `${Math.floor(total / hour)}:${two(Math.floor(total / minute) % 60)}`;
    return `${seconds < 0 ? '−' : ''}${text}${total % minute === 0 ? '' : `:${two(total % minute)}`}`;
  },
  space: 56,
  size: 26,
};

/** Kilometres; `number` writes one with a decimal as the reader's language does. */
export const kilometreAxis = (number: (value: number) => string, size: number): Axis => ({
  steps: [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200],
  say: (km) => (Number.isInteger(Math.round(km * 10) / 10) ? String(Math.round(km)) : number(km)),
  space: 34,
  size,
});

/** Seconds behind as "+1:30", in front as "−0:20". */
export const gapAxis: Axis = {
  steps: [1, 2, 5, 10, 15, 30, minute, 120, 300, 600, 900, 1800, hour, 2 * hour, 4 * hour, 8 * hour, 24 * hour],
  say: (seconds) => gapText(seconds * 1000),
  space: 28,
  size: 50,
};

export function gapText(ms: number): string {
  const isNothing = Math.abs(ms) < 500;
  const rounded = Math.round(ms / 1000) * 1000;
  return isNothing ? '0:00' : `${ms > 0 ? '+' : ''}${duration(rounded)}`;
}
