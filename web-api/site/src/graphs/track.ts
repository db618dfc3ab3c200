/** Fixes kept of one athlete; beyond it every second one goes, and from then on they lie twice as far apart. */
export const mostFixes = 1_000;

const firstStepMs = 10_000; // race time between fixes that are kept: less than a pixel of most graphs

/** A fix as a frame told it. */
export interface HeardFix {
  /** Race time. */
  time: number;
  /** Metres along. */
  along: number;
  /** That frame came so much later that nobody could say any more where the athlete was. */
  isLost: boolean;
}

/** Where one athlete was when, as it was heard: fixes by time, in whatever order they come, thinned. */
export class Track {
  readonly times: number[] = [];
  readonly alongs: number[] = [];
  /** By fix: behind it nothing was heard for long. Where the athlete was until the next one, nobody knows. */
  readonly isCut: boolean[] = [];
  private stepMs = firstStepMs;

  hear({ time, along, isLost }: HeardFix): void {
    const { times, isCut } = this;
    const index = firstFrom(times, time);
    if (times[index] === time) isCut[index] ||= isLost;
    else if (index === times.length) this.append(time, along, isLost);
    else if (isLost || this.hasRoom(index, time)) this.insert(index, time, along, isLost);
    if (times.length > mostFixes) this.thin();
  }

  /** By then the athlete had left the course: the last fix before is the last that is known. */
  lose(time: number): void {
    const index = firstFrom(this.times, time) - 1;
    if (index >= 0) this.isCut[index] = true;
  }

  /** The newest one is always kept, in place of the one before it while that is near to its own. */
  private append(time: number, along: number, isLost: boolean): void {
    const last = this.times.length - 1;
    const isNear = last > 0 && this.times[last]! - this.times[last - 1]! < this.stepMs && !this.isCut[last];
    if (isNear) this.put(last, time, along, isLost);
    else this.insert(last + 1, time, along, isLost);
  }

  private put(index: number, time: number, along: number, isLost: boolean): void {
    this.times[index] = time;
    this.alongs[index] = along;
    this.isCut[index] = isLost;
  }

  private insert(index: number, time: number, along: number, isLost: boolean): void {
    this.times.splice(index, 0, time);
    this.alongs.splice(index, 0, along);
    this.isCut.splice(index, 0, isLost);
  }

  private hasRoom(index: number, time: number): boolean {
    const before = this.times[index - 1] ?? -Infinity;
    return time - before >= this.stepMs && this.times[index]! - time >= this.stepMs;
  }

  private thin(): void {
    const { times, alongs, isCut } = this;
    let kept = 0;
    for (let i = 0; i < times.length; i++) {
      const isNeeded = i % 2 === 0 || isCut[i] || i === times.length - 1;
      if (isNeeded) this.put(kept++, times[i]!, alongs[i]!, isCut[i]!);
    }
    // What is lost more often than it is heard has nothing that may go: then its oldest do.
    const excess = Math.max(kept - mostFixes, 0);
    for (const list of [times, alongs, isCut]) {
      list.length = kept;
      list.splice(0, excess);
    }
    this.stepMs *= 2;
  }
}

/** The first index whose value is at least the wanted one; the length when none is. */
export function firstFrom(values: readonly number[], wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! >= wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
