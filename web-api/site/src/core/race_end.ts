import { timeOf } from './history';
import type { Frame } from './model';
import type { RaceStore } from './store';

/**
 * When a race was over: as it was heard to be, and not before its last passage. Who comes later knows the last passage
 * alone, and that is the end then.
 */
export class RaceEnd {
  private wasRunning = false;
  private heardAt = -Infinity;
  private lastPassage = -Infinity;

  /** Race time, once that frame and all before it were heard; Infinity: it goes on, or nobody can say yet. */
  after(frame: Frame, heard: RaceStore): number {
    if (frame.state !== 'finished') {
      this.wasRunning = true;
      this.heardAt = this.lastPassage = -Infinity;
      return Infinity;
    }
    if (this.wasRunning) this.heardAt = timeOf(frame);
    this.wasRunning = false;
    const isNews = this.lastPassage === -Infinity || frame.passages.length > 0 || frame.events.length > 0;
    if (isNews) this.lastPassage = heard.lastPassageTime();
    const end = Math.max(this.lastPassage, this.heardAt);
    return end === -Infinity ? Infinity : end;
  }
}
