import { ageLimits, type DotState, stateOf } from './ages';
import { courseOf, type LonLat } from './course';
import type { Athlete, CourseData, LiveEntry } from './model';
import { type Moment, Motion } from './motion';
import type { RaceStore } from './store';

export type { DotState } from './ages';

/** Where an athlete is drawn at a moment, and as what. Valid until the next `place`. */
export interface Dot {
  readonly bib: string;
  /** Which of the race's categories, from 0. */
  readonly category: number;
  state: DotState;
  /** Metres; undefined off the course. */
  along: number | undefined;
  place: LonLat;
  /** Metres along between which it is; undefined: it is known well enough. */
  band: [number, number] | undefined;
  readonly course: CourseData;
  rank: number | null;
  selected: boolean;
  favourite: boolean;
  /** Where it has just been, the oldest first; empty for most. */
  trail: readonly LonLat[];
  /** 0 to 1: it appears anew after a jump. */
  opacity: number;
}

const trailedRanks = 20; // besides the selected one and the favourites
const trailSeconds = 30; // of race time, at the present speed
const mostTrailMetres = 600;
const moving: ReadonlySet<DotState> = new Set<DotState>(['live', 'predicted', 'late']);

interface Track {
  dot: Dot;
  motion: Motion;
  /** The fix heard last, as the frame said it. */
  heard: LiveEntry | undefined;
}

/** Where everybody is drawn; it remembers what it needs to draw motion, so one page has one. */
export class DotPlacer {
  private readonly tracks = new Map<string, Track>();
  private readonly categories: Map<string, number>;

  constructor(private readonly store: RaceStore) {
    this.categories = new Map(store.race.categories.map((category, index) => [category.id, index]));
  }

  /**
   * Everybody who has a place at that race time, in the order of the start list. `now` is a clock that never goes
   * back, milliseconds; `rate` race time over wall time, 0 while paused.
   */
  place(
    raceTime: number,
    now: number,
    rate: number,
    selected: string | undefined,
    favourites: ReadonlySet<string>,
  ): Dot[] {
    const dots: Dot[] = [];
    for (const athlete of this.store.athletes.values()) {
      const entry = this.store.entry(athlete.bib);
      if (!entry || entry.status === 'did_not_start') continue;
      const track = this.trackOf(athlete);
      this.hear(track, entry);
      const { dot } = track;
      dot.selected = athlete.bib === selected;
      dot.favourite = favourites.has(athlete.bib);
      if (this.fill(track, entry, { raceTime, now, rate })) dots.push(dot);
    }
    return dots;
  }

  /** Race time of the fix by which somebody was placed last, milliseconds; undefined: by none. */
  fixTimeOf(bib: string): number | undefined {
    const told = this.tracks.get(bib)?.heard?.fix_time ?? null;
    return told === null ? undefined : Date.parse(told);
  }

  private trackOf(athlete: Athlete): Track {
    const known = this.tracks.get(athlete.bib);
    if (known) return known;
    const dot: Dot = {
      bib: athlete.bib,
      category: this.categories.get(athlete.category) ?? 0,
      course: this.store.course(athlete.bib),
      state: 'waiting', along: undefined, place: [0, 0], band: undefined, rank: null,
      selected: false, favourite: false, trail: [], opacity: 1,
    };
    const track = { dot, motion: new Motion(), heard: undefined };
    this.tracks.set(athlete.bib, track);
    return track;
  }

  private hear(track: Track, entry: LiveEntry): void {
    const before = track.heard;
    if (entry === before) return;
    track.heard = entry;
    if (entry.fix_time === null || (entry.along_m === null && entry.lat === null)) return;
    if (before && before.fix_time === entry.fix_time && before.along_m === entry.along_m) return;
    const along = entry.along_m ?? undefined;
    const place: LonLat =
      entry.lat !== null && entry.lon !== null
        ? [entry.lon, entry.lat]
        : courseOf(track.dot.course).positionAt(along ?? 0);
    track.motion.hear({ time: Date.parse(entry.fix_time), along, speed: entry.speed_mps ?? undefined, place });
  }

  /** False: it has no place yet. */
  private fill({ dot, motion }: Track, entry: LiveEntry, at: Pick<Moment, 'raceTime' | 'now' | 'rate'>): boolean {
    const pace = this.store.rate;
    dot.state = stateOf(entry, at.raceTime, pace);
    dot.rank = entry.rank;
    const course = courseOf(dot.course);
    const isMoving = moving.has(dot.state);
    const placed = motion.at({ ...at, course, limits: ageLimits(entry, pace), isMoving });
    if (!placed) return false;
    const { speed, ...where } = placed;
    Object.assign(dot, where);
    dot.trail = isMoving && this.isTrailed(dot) ? trailOf(dot, speed) : [];
    return true;
  }

  private isTrailed({ selected, favourite, rank }: Dot): boolean {
    return selected || favourite || (rank !== null && rank <= trailedRanks);
  }
}

function trailOf({ along, course }: Dot, speed: number): LonLat[] {
  if (along === undefined || speed <= 0) return [];
  return courseOf(course).slice(along - Math.min(speed * trailSeconds, mostTrailMetres), along);
}
