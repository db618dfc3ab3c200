export type ClockMode = 'live' | 'paused' | 'replay';

/** Race seconds a wall second, of a replay. */
export const replaySpeeds = [1, 2, 5, 10, 15, 30, 60] as const;
export type ReplaySpeed = (typeof replaySpeeds)[number];

/**
 * Which moment of the race is shown: that of now, some seconds less, or any before. Race times are milliseconds
 * since 1970; `now` is a clock that never goes back, in milliseconds (performance.now).
 */
export class RaceClock {
  private heardAt: { raceTime: number; now: number } | undefined;
  private anchor: { raceTime: number; now: number } | undefined;
  private currentMode: ClockMode = 'live';
  private currentSpeed: ReplaySpeed = 1;
  private end = Infinity;

  /** `rate` is that of the race itself: above 1 in a rehearsal. The delay is race time. */
  constructor(
    private readonly rate: number,
    private readonly delayMs = 0,
  ) {}

  get mode(): ClockMode {
    return this.currentMode;
  }

  get speed(): ReplaySpeed {
    return this.currentSpeed;
  }

  get delay(): number {
    return this.delayMs;
  }

  /** The server said what time it is in the race. */
  heard(raceTime: number, now: number): void {
    this.heardAt = { raceTime, now };
  }

  /** When the race was over, race time; Infinity: it is not. No later moment is shown. */
  get endsAt(): number {
    return this.end;
  }

  set endsAt(raceTime: number) {
    this.end = raceTime;
  }

  /** Race time of now; undefined before the server said any. */
  server(now: number): number | undefined {
    return this.heardAt && this.heardAt.raceTime + (now - this.heardAt.now) * this.rate;
  }

  /** The last moment that can be shown; undefined before the server said any. */
  newest(now: number): number | undefined {
    const server = this.server(now);
    return server === undefined ? undefined : Math.min(server - this.delayMs, this.end);
  }

  /** The moment to show; undefined before the server said any. A replay that has caught up is live again. */
  shown(now: number): number | undefined {
    const newest = this.newest(now);
    if (newest === undefined || this.currentMode === 'live' || !this.anchor) return newest;
    if (this.currentMode === 'paused') return this.anchor.raceTime;
    const reached = this.anchor.raceTime + (now - this.anchor.now) * this.currentSpeed;
    if (reached < newest) return reached;
    this.goLive();
    return newest;
  }

  pause(now: number): void {
    this.hold(this.shown(now), now, 'paused');
  }

  /** Goes on from the moment that is shown. */
  play(now: number, speed: ReplaySpeed = this.currentSpeed): void {
    const shown = this.shown(now);
    this.currentSpeed = speed;
    this.hold(shown, now, 'replay');
  }

  /** Shows that moment, no later than now; a pause stays one. */
  seek(raceTime: number, now: number): void {
    const newest = this.newest(now);
    if (newest === undefined) return;
    if (raceTime >= newest) this.goLive();
    else this.hold(raceTime, now, this.currentMode === 'paused' ? 'paused' : 'replay');
  }

  goLive(): void {
    this.currentMode = 'live';
    this.anchor = undefined;
  }

  private hold(raceTime: number | undefined, now: number, mode: ClockMode): void {
    if (raceTime === undefined) return;
    this.anchor = { raceTime, now };
    this.currentMode = mode;
  }
}
