import { stateOf } from '../core/ages';
import { timeOf } from '../core/history';
import type { CourseData, Frame, Status } from '../core/model';
import { placeKey } from '../core/points';
import type { RaceStore } from '../core/store';
import { type Line, lineOf, type Mark } from './line';
import { Track } from './track';

const underWay: ReadonlySet<Status> = new Set<Status>(['racing', 'unscored', 'silent', 'stopped']);
const neverSilentMs = 60_000; // after less nobody is, and most need not be asked: a look reads half a million rows

/** How everybody of a race went, from whatever frames come, and from the passages that a store knows. */
export class Field {
  private readonly tracks = new Map<string, Track>();
  private readonly alongs = new WeakMap<CourseData, Map<string, number>>();

  constructor(private readonly store: RaceStore) {}

  /** Any frame, of any moment; the state of the whole race tells no more than what was told since. */
  hear(frame: Frame): void {
    const time = timeOf(frame);
    for (const entry of frame.entries) {
      if (entry.status === 'off_course') this.trackOf(entry.bib).lose(time);
      if (!underWay.has(entry.status) || entry.along_m === null || entry.fix_time === null) continue;
      const fixTime = Date.parse(entry.fix_time);
      const isLost = time - fixTime > neverSilentMs && stateOf(entry, time, this.store.rate) === 'silent';
      this.trackOf(entry.bib).hear({ time: fixTime, along: entry.along_m, isLost });
    }
  }

  /** The race began anew. */
  forget(): void {
    this.tracks.clear();
  }

  /** Fixes nearer than `leastMs` to the one before may be left out. */
  lineOf(bib: string, leastMs = 0): Line {
    const { store } = this;
    return lineOf({ bib, began: store.began(bib), track: this.tracks.get(bib), marks: this.marksOf(bib), leastMs });
  }

  private trackOf(bib: string): Track {
    const track = this.tracks.get(bib) ?? new Track();
    this.tracks.set(bib, track);
    return track;
  }

  private marksOf(bib: string): Mark[] {
    const alongs = this.alongsOf(this.store.course(bib));
    return this.store.passages(bib).flatMap((passage) => {
      const along = alongs.get(placeKey(passage));
      return along === undefined ? [] : [{ time: Date.parse(passage.time), along }];
    });
  }

  private alongsOf(course: CourseData): Map<string, number> {
    const known = this.alongs.get(course);
    if (known) return known;
    const alongs = new Map(course.points.map((point) => [placeKey({ ...point, point: point.id }), point.along_m]));
    this.alongs.set(course, alongs);
    return alongs;
  }
}
