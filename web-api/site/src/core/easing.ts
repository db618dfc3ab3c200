/** How the place that is drawn follows the place that is meant, along one line of metres. */

interface Step {
  /** Milliseconds of race time, of a clock that never goes back, and the one over the other. */
  raceTime: number;
  now: number;
  rate: number;
}

const hiddenMs = 1_000; // without a frame: the page was hidden, and nobody wants to see what was missed
const seekMs = 1_000; // of wall time that race time may stray from its clock before somebody has moved it
const stiffness = 6 / 1000; // critically damped: after a second 2 % of an error are left
const mostHeldMetres = 30; // so far ahead a dot waits to be caught up with; from further it goes back
const mostEasedMetres = 200; // a greater correction is a jump
const mostSpeedMps = 25; // downhill on a bicycle; what moves faster is corrected, not moving

/** At a fast rehearsal's rate the steps between two messages grow, and with them what is no jump. */
function wide(metres: number, rate: number): number {
  return metres * Math.max(1, rate / 4);
}

export class Easing {
  private shown: number | undefined;
  /** Metres that it is shown ahead of the target, and how fast these change, metres a millisecond. */
  private offset = 0;
  private drift = 0;
  private targetBefore = 0;
  private raceTimeBefore = 0;
  private nowBefore = 0;

  /** The next step begins anew at its target. */
  forget(): void {
    this.shown = undefined;
  }

  /** The race time of the last step; undefined: the next one begins anew. */
  get lastRaceTime(): number | undefined {
    return this.shown === undefined ? undefined : this.raceTimeBefore;
  }

  /** News: by what is known now the last step's target would have been this. What it is off is eased. */
  correct(lastTarget: number): void {
    if (this.shown === undefined) return;
    this.offset = this.shown - lastTarget;
    this.targetBefore = lastTarget;
  }

  /** Where to draw it; a jump is one that a spectator could not explain. */
  step(target: number, at: Step): { shown: number; hasJumped: boolean } {
    const elapsed = at.now - this.nowBefore;
    const isMoved = Math.abs(at.raceTime - this.raceTimeBefore - elapsed * at.rate) > seekMs * Math.max(at.rate, 1);
    const isAnew = this.shown === undefined || elapsed > hiddenMs || isMoved;
    const hasJumped = !isAnew && Math.abs(target - this.shown!) > wide(mostEasedMetres, at.rate);
    this.nowBefore = at.now;
    this.raceTimeBefore = at.raceTime;
    if (isAnew || hasJumped) {
      this.offset = 0;
      this.drift = 0;
      this.shown = target;
    } else {
      this.shown = this.eased(target, elapsed, at);
    }
    this.targetBefore = target;
    return { shown: this.shown, hasJumped };
  }

  private eased(target: number, elapsed: number, { rate }: Step): number {
    const before = this.shown!;
    this.noteCorrection(target, elapsed, before, rate);
    const pull = this.drift + stiffness * this.offset;
    const decay = Math.exp(-stiffness * elapsed);
    this.offset = (this.offset + pull * elapsed) * decay;
    this.drift = (this.drift - stiffness * pull * elapsed) * decay;
    const next = target + this.offset;
    if (next >= before || before - target > wide(mostHeldMetres, rate)) return next;
    // Jitter: it waits where it is, and the offset says how far ahead that is.
    this.offset = before - target;
    this.drift = 0;
    return before;
  }

  /** What the target moved by more than anybody runs is no motion but a correction: it goes into the offset. */
  private noteCorrection(target: number, elapsed: number, before: number, rate: number): void {
    const moved = target - this.targetBefore;
    const most = (mostSpeedMps * rate * elapsed) / 1000;
    if (moved >= 0 && moved <= most) return;
    this.offset = before - target;
  }
}
