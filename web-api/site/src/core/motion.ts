import type { AgeLimits } from './ages';
import type { Course, LonLat } from './course';
import { Easing } from './easing';

export { maxPredictionMs } from './ages';

/** Where an athlete was at a time of the race; `along` is undefined off the course. */
export interface Sample {
  /** Milliseconds of race time. */
  time: number;
  along: number | undefined;
  /** Metres a second of race time; undefined: nobody said, and the fixes before it tell. */
  speed: number | undefined;
  place: LonLat;
}

/** What a placement depends on besides what was heard. */
export interface Moment {
  /** The race time shown, milliseconds. */
  raceTime: number;
  /** Milliseconds of a clock that never goes back. */
  now: number;
  /** Race time over wall time; 0 while paused. */
  rate: number;
  course: Course;
  limits: AgeLimits;
  /** False: it stands where it was seen, and nothing is predicted. */
  isMoving: boolean;
}

export interface Placement {
  along: number | undefined;
  place: LonLat;
  /** Metres along between which it is; undefined: it is known well enough. */
  band: [number, number] | undefined;
  /** 0 to 1: it appears anew after a jump. */
  opacity: number;
  /** Metres a second of race time, at the newest fix. */
  speed: number;
}

const mostSamples = 32; // a display delay of 15 s at one a second, and some; the oldest go first
const slowingMs = 20_000; // of race time: a prediction's speed falls to 1/e in so long
const slowest = 0.5; // of the last speed, for the band
const fastest = 1.35;
const speedWindows = 2; // times the age up to which a fix is live: over so long a speed is measured
const errorMetres = 5; // of a fix along the course
const fadeMs = 300;

/** Metres gone after `age`: at full speed while live, then ever slower, and after the limit no more. */
export function predictedMetres(speed: number, ageMs: number, limits: AgeLimits): number {
  const steadyMs = Math.min(ageMs, limits.live);
  const slowing = slowingMs * Math.max(1, limits.predicted / 30_000);
  const rest = Math.min(ageMs, limits.predicted) - steadyMs;
  return (speed * (steadyMs + slowing * (1 - Math.exp(-rest / slowing)))) / 1000;
}

/** The motion of one athlete: between fixes along the course, after the last by its speed, and never in a hurry. */
export class Motion {
  /** By time. */
  private readonly samples: Sample[] = [];
  private readonly easing = new Easing();
  private fadeFrom = -Infinity;
  private hasNews = false;

  /** A fix; one older than what is known means that the race is shown anew from there. */
  hear(sample: Sample): void {
    const { samples } = this;
    while (samples.length > 0 && samples[samples.length - 1]!.time >= sample.time) samples.pop();
    samples.push(sample);
    this.hasNews = true;
    if (samples.length > mostSamples) samples.shift();
  }

  /** Undefined: nothing has been heard. */
  at(moment: Moment): Placement | undefined {
    const newest = this.samples[this.samples.length - 1];
    if (!newest) return undefined;
    const speed = this.speedOf(newest, moment.limits);
    const target = this.targetAt(moment, speed);
    if (target === undefined) return this.offCourse(moment);
    this.easeNews(moment, speed);
    const { shown, hasJumped } = this.easing.step(target, moment);
    if (hasJumped) this.fadeFrom = moment.now;
    const along = Math.min(Math.max(shown, 0), moment.course.length);
    return {
      along,
      place: moment.course.positionAt(along),
      band: moment.isMoving ? this.bandAt(newest, speed, moment) : undefined,
      opacity: this.opacityAt(moment.now),
      speed,
    };
  }

  /** A new fix moves what was predicted before it: nobody shall see that as motion. */
  private easeNews(moment: Moment, speed: number): void {
    const raceTime = this.easing.lastRaceTime;
    if (this.hasNews && raceTime !== undefined) {
      const then = this.targetAt({ ...moment, raceTime }, speed);
      if (then !== undefined) this.easing.correct(then);
    }
    this.hasNews = false;
  }

  /** The two fixes around the moment; both the same before the first and after the last. */
  private around(raceTime: number): [Sample, Sample] {
    const { samples } = this;
    let after = samples.length - 1;
    while (after > 0 && samples[after - 1]!.time > raceTime) after--;
    const next = samples[after]!;
    const isBetween = after > 0 && next.time > raceTime;
    return isBetween ? [samples[after - 1]!, next] : [next, next];
  }

  /** As it was said, else as the fixes of the last while have it; nobody is predicted to go back. */
  private speedOf(newest: Sample, limits: AgeLimits): number {
    if (newest.speed !== undefined) return newest.speed;
    if (newest.along === undefined) return 0;
    const since = newest.time - speedWindows * limits.live;
    const first = this.samples.find(({ time, along }) => time >= since && along !== undefined) ?? newest;
    const elapsed = newest.time - first.time;
    return elapsed > 0 ? Math.max((1000 * (newest.along - first.along!)) / elapsed, 0) : 0;
  }

  /** Metres along; undefined off the course. */
  private targetAt(moment: Moment, speed: number): number | undefined {
    const [before, after] = this.around(moment.raceTime);
    if (before.along === undefined || after.along === undefined) return undefined;
    if (before !== after) {
      const share = (moment.raceTime - before.time) / (after.time - before.time);
      return before.along + (after.along - before.along) * share;
    }
    const age = moment.raceTime - after.time;
    return age <= 0 || !moment.isMoving ? after.along : this.ahead(after.along, speed, age, moment);
  }

  /** Nobody is drawn past the next timing point or the end of the leg by a prediction that is no longer live. */
  private ahead(along: number, speed: number, age: number, { course, limits }: Moment): number {
    const whileLive = along + predictedMetres(speed, Math.min(age, limits.live), limits);
    const legEnd = course.legs[course.placeAt(along).leg]?.end_m ?? course.length;
    const stop = Math.min(age > limits.live ? course.stopAfter(whileLive) : Infinity, Math.max(legEnd, along));
    return Math.min(along + predictedMetres(speed, age, limits), stop);
  }

  private bandAt({ time, along }: Sample, speed: number, { raceTime, course, limits }: Moment): [number, number] | undefined {
    const age = raceTime - time;
    if (along === undefined || age <= limits.live) return undefined;
    const least = age > limits.predicted ? 0 : predictedMetres(speed * slowest, age, limits);
    const most = speed * fastest * (Math.min(age, limits.late) / 1000);
    const stop = course.stopAfter(along + predictedMetres(speed, limits.live, limits));
    return [Math.max(along + least - errorMetres, 0), Math.max(Math.min(along + most + errorMetres, stop), along)];
  }

  /** Off the course nothing is known but the fixes: a straight line between them, and none after the last. */
  private offCourse({ raceTime, now }: Moment): Placement {
    this.easing.forget();
    const [before, after] = this.around(raceTime);
    const share = before === after ? 1 : (raceTime - before.time) / (after.time - before.time);
    const mix = (a: number, b: number) => a + (b - a) * share;
    const place: LonLat = [mix(before.place[0], after.place[0]), mix(before.place[1], after.place[1])];
    return { along: undefined, place, band: undefined, opacity: this.opacityAt(now), speed: 0 };
  }

  private opacityAt(now: number): number {
    return Math.min(Math.max((now - this.fadeFrom) / fadeMs, 0), 1);
  }
}
