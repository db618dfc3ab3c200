import type { Arrival, Athlete, CourseData, Frame, Grade, LiveEntry, LiveEvent, Passage, Race } from './model';

const keyOf = (passage: Passage) => `${passage.leg}/${passage.lap}/${passage.point}`;

/** All that the page knows of a race: what was rendered into it, and every frame since. */
export class RaceStore {
  readonly athletes: Map<string, Athlete>;
  private readonly entries = new Map<string, LiveEntry>();
  private readonly passagesByBib = new Map<string, Map<string, Passage>>();
  private readonly arrivalsByBib = new Map<string, Arrival[]>();
  private readonly reasonsByBib = new Map<string, Arrival[]>();
  private readonly gradesByHorizon = new Map<string, Grade>();
  private sorted: LiveEntry[] | undefined;
  private raceTimeMs: number | undefined;
  private receivedAt = 0;
  private lastEvent = 0;
  lastId: string | undefined;
  state: Frame['state'] = 'before';

  constructor(readonly race: Race) {
    this.athletes = new Map(race.entries.map((athlete) => [athlete.bib, athlete]));
  }

  /** `now` is a clock that never goes back, in milliseconds (performance.now). */
  apply(frame: Frame, now: number): void {
    if (frame.type === 'keyframe') {
      this.entries.clear();
      this.arrivalsByBib.clear();
    }
    if (frame.has_all_passages) this.passagesByBib.clear();
    for (const entry of frame.entries) this.entries.set(entry.bib, entry);
    for (const passage of frame.passages) this.keep(passage);
    for (const event of frame.events) this.take(event);
    for (const forecast of frame.forecasts) this.arrivalsByBib.set(forecast.bib, forecast.arrivals);
    for (const grade of frame.grades) this.gradesByHorizon.set(grade.horizon, grade);
    this.raceTimeMs = Date.parse(frame.race_time);
    this.receivedAt = now;
    this.lastId = frame.id;
    this.lastEvent = frame.last_event;
    this.state = frame.state;
    this.sorted = undefined;
  }

  /** Nothing is known any more but the race itself. */
  forget(): void {
    for (const known of [this.entries, this.passagesByBib, this.arrivalsByBib, this.gradesByHorizon]) known.clear();
    this.sorted = undefined;
  }

  /** All that is known, as one frame; the rows are shared with the store, and never changed. */
  whole(): Frame {
    return {
      type: 'keyframe',
      id: this.lastId ?? '',
      race_time: new Date(this.raceTimeMs ?? Date.parse(this.race.starts_at)).toISOString(),
      state: this.state,
      entries: [...this.entries.values()],
      passages: [...this.passagesByBib.values()].flatMap((known) => [...known.values()]),
      has_all_passages: true,
      forecasts: [...this.arrivalsByBib].map(([bib, arrivals]) => ({ bib, arrivals })),
      grades: this.grades(),
      last_event: this.lastEvent,
      events: [],
    };
  }

  /** Race time over wall time. */
  get rate(): number {
    return this.race.rehearsal?.rate ?? 1;
  }

  /** Race time now, run on from the newest frame at the race's rate; undefined before the first. */
  raceTime(now: number): number | undefined {
    if (this.raceTimeMs === undefined) return undefined;
    return this.raceTimeMs + (now - this.receivedAt) * this.rate;
  }

  /** Wall milliseconds since the newest frame; Infinity before the first. */
  ageOfData(now: number): number {
    return this.raceTimeMs === undefined ? Infinity : now - this.receivedAt;
  }

  entry(bib: string): LiveEntry | undefined {
    return this.entries.get(bib);
  }

  /** In the order of the board: those of one ranking together, by rank; those without one behind all, by bib. */
  board(): readonly LiveEntry[] {
    this.sorted ??= this.inOrder();
    return this.sorted;
  }

  /** Which of the race's rankings the board shows it in; undefined: it has no rank. */
  section(entry: LiveEntry): number | undefined {
    return entry.rank === null ? undefined : (this.athletes.get(entry.bib)?.board ?? 0);
  }

  /** In the order in which they happened. */
  passages(bib: string): Passage[] {
    const known = this.passagesByBib.get(bib);
    return known ? [...known.values()].sort((a, b) => Date.parse(a.time) - Date.parse(b.time)) : [];
  }

  /** Of everybody, up to that moment. */
  passagesUntil(raceTime: number): Passage[] {
    const all = [...this.passagesByBib.values()].flatMap((known) => [...known.values()]);
    return all.filter((passage) => Date.parse(passage.time) <= raceTime);
  }

  lastPassage(bib: string): Passage | undefined {
    return this.passages(bib).slice(-1)[0];
  }

  /** When the newest passage of all was, race time; -Infinity: there is none. */
  lastPassageTime(): number {
    let last = -Infinity;
    for (const known of this.passagesByBib.values()) {
      for (const { time } of known.values()) last = Math.max(last, Date.parse(time));
    }
    return last;
  }

  /** Where it is expected: the next timing point and the finish; with what weighs in it, of whom explain() told that. */
  arrivals(bib: string): Arrival[] {
    const reasons = this.reasonsByBib.get(bib) ?? [];
    return (this.arrivalsByBib.get(bib) ?? []).map((arrival) => {
      const known = reasons.find(({ point, leg, lap }) => point === arrival.point && leg === arrival.leg && lap === arrival.lap);
      return known ? { ...known, ...arrival } : arrival;
    });
  }

  /** What weighs in the arrivals of that bib, in place of what was told of anybody before. */
  explain(bib: string, arrivals: Arrival[]): void {
    this.reasonsByBib.clear();
    this.reasonsByBib.set(bib, arrivals);
  }

  grades(): Grade[] {
    return [...this.gradesByHorizon.values()];
  }

  /** The course that this entry races. */
  course(bib: string): CourseData {
    const id = this.athletes.get(bib)?.variant;
    return this.race.variants.find((each) => each.id === id)?.course ?? this.race.course;
  }

  /** When the clock of that bib began to run: its start passage, else its wave's gun. */
  began(bib: string): number {
    const start = this.course(bib).points.find((point) => point.kind === 'start');
    const passage = this.passages(bib).find((each) => each.point === start?.id);
    return passage ? Date.parse(passage.time) : this.gun(bib);
  }

  gun(bib: string): number {
    const wave = this.race.waves.find((each) => each.id === this.athletes.get(bib)?.wave);
    return Date.parse(wave?.gun ?? this.race.starts_at);
  }

  private take(event: LiveEvent): void {
    if (event.kind === 'withdrawn') this.passagesByBib.get(event.bib)?.delete(keyOf(event.passage));
    else if (event.kind !== 'status') this.keep(event.passage);
  }

  /** Of the timing point where that was: start, split, finish, ... */
  kindOf(at: Pick<Passage, 'bib' | 'point'>): string | undefined {
    return this.course(at.bib).points.find((point) => point.id === at.point)?.kind;
  }

  private inOrder(): LiveEntry[] {
    const last = Number.MAX_SAFE_INTEGER;
    const section = (entry: LiveEntry) => this.section(entry) ?? last;
    return [...this.entries.values()].sort(
      (a, b) =>
        section(a) - section(b) ||
        (a.rank ?? last) - (b.rank ?? last) ||
        a.bib.localeCompare(b.bib, 'en', { numeric: true }),
    );
  }

  private keep(passage: Passage): void {
    const key = keyOf(passage);
    const known = this.passagesByBib.get(passage.bib) ?? new Map<string, Passage>();
    const before = known.get(key);
    if (!before || passage.revision >= before.revision) known.set(key, passage);
    this.passagesByBib.set(passage.bib, known);
  }
}
