import { Board } from './panels/board';
import { fillCard } from './panels/card';
import { categoryClasses } from './core/colours';
import { renewDigest } from './panels/digest';
import { DotPlacer } from './core/dots';
import { Dots, toView } from './flat/dots';
import type { Race } from './core/model';
import { keepResults } from './panels/results';
import { type Connection, LiveSocket } from './core/socket';
import { RaceStore } from './core/store';
import { ageText, duration, gradeWords, statusWords } from './words/words';
import { Zoom } from './flat/zoom';

// The island that upgrades a race page. The server has rendered the same content; here it begins to move.

const boardEveryMs = 1000;

function byId<T extends Element = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found as unknown as T;
}

function followedFromAddress(): string | undefined {
  return new URLSearchParams(location.hash.slice(1)).get('bib') ?? undefined;
}

class RacePage {
  private readonly race = JSON.parse(byId('race').textContent ?? '') as Race;
  private readonly store = new RaceStore(this.race);
  private readonly classOf = categoryClasses(this.race);
  private readonly follow = (bib: string) => this.toggle(bib);
  private readonly dots = new Dots(
    byId<SVGSVGElement>('course'), this.classOf, this.follow);
  private readonly placer = new DotPlacer(this.store);
  private readonly board = new Board(
    byId<HTMLTableElement>('board').tBodies[0]!, this.classOf, this.follow);
  private followed = followedFromAddress();
  private connection: Connection = 'connecting';
  private boardDrawnAt = -Infinity;

  start(): void {
    document.documentElement.classList.add('upgraded');
    byId('card-close').addEventListener('click', () => this.toggle(undefined));
    addEventListener('hashchange', () => {
      this.followed = followedFromAddress();
      this.boardDrawnAt = -Infinity;
    });
    renewDigest(document, this.race.slug);
    keepResults(document, this.race.slug);
    const svg = byId<SVGSVGElement>('course');
    const courses = [this.race.course, ...this.race.variants.map((variant) => variant.course)];
    new Zoom(svg, courses.flatMap((course) => course.legs), byId('legend'), (place) => toView(svg, place));
    new LiveSocket(
      `/live/${this.race.slug}`,
      () => this.store.lastId,
      (frame) => {
        this.store.apply(frame, performance.now());
        this.boardDrawnAt = -Infinity;
      },
      (connection) => (this.connection = connection),
    ).open();
    const draw = (now: number) => {
      this.draw(now);
      requestAnimationFrame(draw);
    };
    requestAnimationFrame(draw);
  }

  private draw(now: number): void {
    this.drawDots(now);
    if (now - this.boardDrawnAt < boardEveryMs) return;
    this.boardDrawnAt = now;
    const raceTime = this.store.raceTime(now);
    if (raceTime !== undefined) {
      this.board.update(this.store, this.followed, raceTime);
      fillCard(byId('card'), this.store, this.followed, raceTime);
      byId('clock').textContent = duration(raceTime - Date.parse(this.race.starts_at));
      byId('grade').textContent = gradeWords(this.store.grades()) || byId('grade').textContent;
      byId('empty').hidden = this.store.state !== 'before';
    }
    this.sayConnection(now);
  }

  private drawDots(now: number): void {
    const raceTime = this.store.raceTime(now);
    if (raceTime === undefined) return;
    const { store } = this;
    const dots = this.placer.place(raceTime, now, store.rate, this.followed, new Set());
    this.dots.draw(dots, store, (bib) => {
      const entry = store.entry(bib);
      const state = entry ? statusWords[entry.status] : '';
      return `${bib} ${store.athletes.get(bib)?.name ?? ''}: ${state}, ${ageText(entry, raceTime, store.rate)}`;
    });
  }

  private sayConnection(now: number): void {
    const line = byId('connection');
    const age = this.store.ageOfData(now);
    const words = { connecting: 'connecting', live: 'live', lost: 'connection lost, trying again' };
    const old = Number.isFinite(age) && age > 3000 ? `, data ${Math.round(age / 1000)} s old` : '';
    line.dataset.state = this.connection === 'live' && old ? 'old' : this.connection;
    line.textContent = words[this.connection] + old;
  }

  private toggle(bib: string | undefined): void {
    this.followed = bib === this.followed ? undefined : bib;
    const address = this.followed === undefined ? '' : `#bib=${encodeURIComponent(this.followed)}`;
    history.replaceState(null, '', location.pathname + location.search + address);
    this.boardDrawnAt = -Infinity;
  }
}

new RacePage().start();
