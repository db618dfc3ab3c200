import { timeOf } from '../core/history';
import type { CourseData, Frame } from '../core/model';
import { TileShop } from '../core/tile_shop';
import type { LivePage, Tick } from '../panels/live_page.svelte';
import { chosenOf, type Choosing, graphCourse, leaderOf } from './chosen';
import { Field } from './field';
import type { Basis } from './flow_graph';
import { type Expected, forecastOf } from './forecast';
import { type Line, until } from './line';
import { Past } from './past';

/** What both graphs and their table are made from, as of the moment that is shown. */
export interface Scene {
  course: CourseData;
  startsAt: number;
  moment: number;
  newest: number;
  /** Who stands out, the most wanted first; lines end at that moment. */
  chosen: Line[];
  /** All others who race on that course; their lines may go on behind that moment where x is the race's time. */
  field: readonly Line[];
  expected: Expected[];
  /** Whom gaps are to; undefined: nobody yet. */
  other: Line | undefined;
  isToLeader: boolean;
}

const fieldEveryMs = 15_000; // wall time: nobody sees thin lines grow
const fieldKnots = 120; // of a thin line, about one each three pixels
const fieldSteps = 100; // of the race, by which its lines grow in a replay over own times
const rowsAtOnce = 25_000; // of what was heard: reading them takes a phone some 100 ms

/** What a reader chose. */
export interface Choices {
  basis: Basis;
  /** A bib; empty: who leads. */
  other: string;
}

/** Gathers how everybody went: what this page heard itself, what was before from tiles, and the passages. */
export class Desk {
  private readonly field: Field;
  private readonly past: Past;
  private readUntil = -Infinity;
  private others: { key: string; at: number; lines: readonly Line[] } = { key: '', at: -Infinity, lines: [] };

  /** States of before were told, and may be drawn. */
  onNews: () => void = () => {};

  constructor(private readonly page: LivePage) {
    this.field = new Field(page.player.heard);
    this.past = new Past({
      shop: new TileShop(page.race.slug), rate: page.player.heard.rate, onFrame: (frame) => this.hearPast(frame),
    });
  }

  /** Asks for what was before this page was opened, of that stretch of race time; closer, the shorter it is. */
  look(begin: number, end: number): void {
    const own = this.page.player.own.span;
    void this.past.look(begin, Math.min(end, own?.begin ?? end));
  }

  /** `now` never goes back, milliseconds. */
  scene(tick: Tick, now: number, { basis, other }: Choices): Scene {
    this.read();
    const { page } = this;
    const choosing: Choosing = { store: page.player.shown, followed: page.followed, favourites: page.favourites };
    const course = graphCourse(choosing);
    const bibs = chosenOf(choosing, course);
    const lineOf = (bib: string) => until(this.field.lineOf(bib), tick.raceTime);
    const chosen = bibs.map(lineOf);
    const leader = leaderOf(choosing.store, bibs, course);
    const reference = bibs.includes(other) ? other : leader;
    return {
      course, startsAt: page.startsAt, moment: tick.raceTime, newest: tick.newest, chosen,
      field: this.othersThan(new Set(bibs), course, this.fieldEnd(tick, basis), now),
      expected: chosen[0] ? forecastOf(choosing.store, chosen[0], course) : [],
      other: reference === undefined ? undefined : chosen.find(({ bib }) => bib === reference) ?? lineOf(reference),
      isToLeader: reference === leader,
    };
  }

  private hearPast(frame: Frame): void {
    this.field.hear(frame);
    this.others.at = -Infinity;
    this.onNews();
  }

  /** Takes what was heard since the last look; of much a part, and the next soon. */
  private read(): void {
    const { own } = this.page.player;
    const end = own.span?.end;
    if (end === undefined) return;
    if (end < this.readUntil) {
      this.field.forget(); // the race began anew
      this.readUntil = -Infinity;
    }
    let rows = 0;
    for (const frame of own.framesBetween(this.readUntil, end)) {
      if (rows > rowsAtOnce && timeOf(frame) > this.readUntil) {
        setTimeout(() => this.onNews());
        return;
      }
      this.field.hear(frame);
      this.readUntil = timeOf(frame);
      rows += frame.entries.length;
    }
  }

  /**
   * Up to when thin lines are drawn; undefined: as far as they go. Over the race's time the picture of them is cut at
   * the moment; over own times each ends elsewhere, and to draw five hundred anew each second costs too much.
   */
  private fieldEnd({ raceTime, newest }: Tick, basis: Basis): number | undefined {
    const { startsAt, clock } = this.page;
    const isNow = clock.mode === 'live' && clock.delay === 0;
    if (basis === 'race' || isNow) return undefined;
    const step = Math.max((newest - startsAt) / fieldSteps, 1);
    return startsAt + Math.floor((raceTime - startsAt) / step) * step;
  }

  private othersThan(chosen: ReadonlySet<string>, course: CourseData, end: number | undefined, now: number): readonly Line[] {
    const { heard } = this.page.player;
    const key = `${[...chosen].join()} ${heard.race.variants.findIndex((each) => each.course === course)} ${end}`;
    if (key === this.others.key && now - this.others.at < fieldEveryMs) return this.others.lines;
    const leastMs = ((this.page.player.own.span?.end ?? 0) - this.page.startsAt) / fieldKnots;
    const lines = [...heard.athletes.keys()]
      .filter((bib) => !chosen.has(bib) && heard.course(bib) === course)
      .map((bib) => this.field.lineOf(bib, leastMs))
      .map((line) => (end === undefined ? line : until(line, end)))
      .filter((line) => line.times.length > 1);
    this.others = { key, at: now, lines };
    return lines;
  }
}
