import { RaceClock } from './clock';
import { HeardHistory, type History, timeOf } from './history';
import type { Frame, Race } from './model';
import { RaceEnd } from './race_end';
import { RaceStore } from './store';

export interface PlayerOptions {
  /** How far behind the race the page stays, race milliseconds. */
  delayMs?: number;
  /** Where it looks up what was before, given what this page heard itself; that alone where nothing else is given. */
  history?: (own: HeardHistory, heard: RaceStore) => History;
}

/** What was heard of the race, and that moment of it which is shown: now, or any before. */
export class Player {
  /** As of the newest frame. */
  readonly heard: RaceStore;
  /** As of the moment that is shown. */
  readonly shown: RaceStore;
  readonly clock: RaceClock;
  readonly history: History;
  /** What this page heard itself. */
  readonly own = new HeardHistory();
  private readonly end = new RaceEnd();
  private shownUntil: number | undefined;

  constructor(race: Race, options: PlayerOptions = {}) {
    this.heard = new RaceStore(race);
    this.shown = new RaceStore(race);
    this.clock = new RaceClock(this.heard.rate, options.delayMs ?? 0);
    this.history = options.history?.(this.own, this.heard) ?? this.own;
  }

  take(frame: Frame, now: number): void {
    const wasAtTheFront = this.isAtTheFront;
    this.heard.apply(frame, now);
    this.own.keep(frame, () => this.heard.whole());
    this.clock.heard(timeOf(frame), now);
    this.clock.endsAt = this.end.after(frame, this.heard);
    if (this.isAtTheFront && wasAtTheFront) this.show(frame, now);
    else if (this.isAtTheFront) this.showAnew([this.heard.whole()], now); // it is over: nothing is waited for any more
  }

  seek(raceTime: number, now: number): void {
    const span = this.history.span;
    if (!span) return;
    this.clock.seek(Math.max(raceTime, span.begin), now);
  }

  /** Brings what is shown to the moment of the clock; answers that moment, undefined before the first frame. */
  step(now: number): number | undefined {
    const moment = this.clock.shown(now);
    if (moment === undefined) return undefined;
    if (this.isAtTheFront) this.catchUp(now);
    else if (this.shownUntil === undefined || moment < this.shownUntil) this.jump(moment, now);
    else for (const frame of this.history.framesBetween(this.shownUntil, moment)) this.show(frame, now);
    return moment;
  }

  private get isAtTheFront(): boolean {
    const { mode, delay, endsAt } = this.clock;
    return mode === 'live' && (delay === 0 || endsAt < Infinity);
  }

  /** Live again after a replay: nothing of what was told meanwhile is missing. */
  private catchUp(now: number): void {
    if (this.heard.lastId !== this.shown.lastId) this.showAnew([this.heard.whole()], now);
  }

  private jump(moment: number, now: number): void {
    const frames = this.history.framesAt(moment);
    if (frames.length > 0) this.showAnew(frames, now);
  }

  private showAnew(frames: readonly Frame[], now: number): void {
    this.shown.forget();
    for (const frame of frames) this.show(frame, now);
  }

  private show(frame: Frame, now: number): void {
    this.shown.apply(frame, now);
    this.shownUntil = timeOf(frame);
  }
}
