import { ageOf, isOut, stateOf } from '../core/ages';
import type { Arrival, Grade, LiveEntry, Passage, Status } from '../core/model';
import { isVague, roundBand } from './arrivals';
import { duration } from './duration';
import { filled, type MessageKey, type Messages } from './messages';

/** Why the next message may be long in coming, as the unit says it (core/wire, Reason). */
const unitReasons: (MessageKey | undefined)[] = [
  undefined, 'unit.standing', 'unit.no_satellites', 'unit.battery_low', 'unit.asleep', 'unit.updating', 'unit.switched_off',
];

/** Who saw a passage, where it was not the unit's satellites alone. */
const sources: Record<string, MessageKey> = {
  unit: 'source.unit', chip: 'source.chip', hand: 'source.hand', gun: 'source.gun', official: 'source.official',
};

const leastWeight = 5; // seconds of an arrival's reason that are worth a word

/** What the page says, in one language. Times are told by the clocks of the race's place. */
export class Words {
  constructor(
    private readonly messages: Messages,
    readonly language: string,
    readonly timeZone: string,
  ) {}

  /** What a part of the page says that is loaded later. */
  learn(more: Messages): void {
    Object.assign(this.messages, more);
  }

  say(key: MessageKey, values: Readonly<Record<string, string | number>> = {}): string {
    return filled(this.messages[key], values);
  }

  status(status: Status): string {
    return this.say(`status.${status}`);
  }

  /** " ± 0.4 s, bridged": how sure a passage is, and of what kind. */
  passage(passage: Passage): string {
    const source = sources[passage.source];
    const parts = [
      this.say('passage.error', { seconds: this.number(passage.standard_error_ms / 1000) }),
      source && this.say(source),
      passage.bridged && this.say('passage.bridged'),
      !passage.settled && this.say('passage.unsettled'),
    ];
    return parts.filter(Boolean).join(', ');
  }

  /** To the first place of its ranking. */
  gap(entry: LiveEntry): string {
    if (entry.rank === 1) return this.say('gap.leader');
    return entry.gap_ms === null ? '' : `+${duration(entry.gap_ms)}`;
  }

  /** What a row says of an athlete: the status where it says all, else how old the dot is. */
  state(entry: LiveEntry, raceTime: number, rate: number): string {
    const isPlain = isOut(entry) || entry.status === 'finished' || entry.status === 'off_course';
    return isPlain ? this.status(entry.status) : this.age(entry, raceTime, rate);
  }

  /** One phrase on how old a dot is, and why it stands when it does. Both times are race time. */
  age(entry: LiveEntry | undefined, raceTime: number, rate: number): string {
    const age = entry ? ageOf(entry, raceTime) : Infinity;
    if (entry === undefined || age === Infinity) return this.say('age.unseen');
    const seconds = Math.round(age / 1000);
    const key = unitReasons[entry.reason];
    const reason = key ? this.say(key) : '';
    switch (stateOf(entry, raceTime, rate)) {
      case 'finished':
        return this.status('finished');
      case 'waiting':
        return this.say('age.waiting');
      case 'stopped':
        return this.say('age.stopped', { seconds });
      case 'silent':
        return this.say('age.silent', { duration: duration(age) }) + (reason && this.say('age.because', { reason }));
      case 'predicted':
        return reason ? this.say('age.reason', { reason, seconds }) : this.say('age.predicted', { seconds });
      case 'late':
        return reason ? this.say('age.reason', { reason, seconds }) : this.say('age.late', { duration: duration(age) });
      case 'off_course':
      case 'out':
        return this.say('age.seen', { seconds });
      case 'live':
        return reason ? this.say('age.reason', { reason, seconds }) : this.say('age.live');
    }
  }

  /** "Finish about 10:42 (10:39–10:46)". */
  arrival(arrival: Arrival, point: string): string {
    const { isWide, early, likely, late } = roundBand(arrival, this.timeZone);
    const key = isWide ? 'arrival.between' : isVague(arrival) ? 'arrival.roughly' : 'arrival.about';
    return this.say(key, { point, early, likely, late });
  }

  /** "Finish 10:39–10:46": the same where there is little room. */
  arrivalSpan(arrival: Arrival, point: string): string {
    const { early, late } = roundBand(arrival, this.timeZone);
    return `${point} ${early}–${late}`;
  }

  /** What weighs in it besides the own pace: "own pace, slopes +2:10, field −0:15 by 12, standing for 1:00". */
  reasons(arrival: Arrival): string {
    const signed = (seconds: number) => `${seconds > 0 ? '+' : ''}${duration(seconds * 1000)}`;
    const isWorthAWord = (seconds: number) => Math.abs(seconds) >= leastWeight;
    const { slopes_s = 0, field_s = 0, athletes = 0, standing_s = 0 } = arrival;
    const field = athletes > 0 ? 'reason.field' : 'reason.field_elsewhere';
    const parts = [
      this.say('reason.pace'),
      isWorthAWord(slopes_s) && this.say('reason.slopes', { time: signed(slopes_s) }),
      isWorthAWord(field_s) && this.say(field, { time: signed(field_s), athletes }),
      standing_s > 0 && this.say('reason.standing', { time: duration(standing_s * 1000) }),
    ];
    return parts.filter(Boolean).join(', ');
  }

  /** How such words did: "Of 212 expected times that came true …, 79 % were inside their span". */
  grade(grades: Grade[]): string {
    const forecasts = grades.reduce((sum, grade) => sum + grade.forecasts, 0);
    const inside = grades.reduce((sum, grade) => sum + grade.inside, 0);
    if (forecasts === 0) return '';
    return this.say('grade', { forecasts, percent: Math.floor((100 * inside) / forecasts + 0.5) });
  }

  /** "3.4" or "3,4". */
  number(value: number, decimals = 1): string {
    const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    return value.toLocaleString(this.language, options);
  }
}
