import { tick as settled } from 'svelte';
import { type BoardView, type PageAddress, writeAddress } from '../core/address';
import { ArrivalReasons } from '../core/arrival_reasons';
import type { ReplaySpeed } from '../core/clock';
import { type RaceEvent, RaceEvents } from '../core/events';
import { GapTrends } from '../core/gaps';
import type { Frame, Race } from '../core/model';
import { Player } from '../core/player';
import { TileHistory } from '../core/tile_history';
import { TileShop } from '../core/tile_shop';
import type { Connection } from '../core/socket';
import type { Words } from '../words/words';
import { eventWords } from './feed';
import { keepFavourites, keepTheme, keptFavourites, keptTheme, type Theme } from './kept';
import type { Telling } from './rows';
import { everybody } from './sections';

/** How far the sheet of a phone is drawn up. */
export const sheetStops = ['peek', 'half', 'full'] as const;
export type SheetStop = (typeof sheetStops)[number];

/** What the panels show; made anew each second, and when somebody moved something. */
export interface Tick {
  /** The moment that is shown, race time. */
  raceTime: number;
  /** That of now. */
  serverTime: number;
  /** The last moment that can be shown: now, or when the race was over. */
  newest: number;
  /** Wall milliseconds since the newest frame. */
  dataAge: number;
  /** Up to that moment, the oldest first. */
  events: readonly RaceEvent[];
}

const tickEveryMs = 1000;

/** The live page's state and what can be done with it; components show it. Lives as long as the page. */
export class LivePage {
  readonly player: Player;
  readonly trends = new GapTrends();
  private openPast = (): Promise<void> => Promise.resolve();
  private readonly reasons: ArrivalReasons;
  private readonly raceEvents = new RaceEvents();
  private tickedAt = -Infinity;
  private wanted: number | undefined;
  private announced: number | undefined;

  /** Undefined before the first frame: then the server's own board stands. */
  tick = $state.raw<Tick>();
  connection = $state<Connection>('connecting');
  isOnline = $state(navigator.onLine);
  view = $state<BoardView>('overall');
  followed = $state<string>();
  favourites: ReadonlySet<string> = $state.raw(new Set());
  choice = $state(everybody);
  stop = $state<SheetStop>('peek');
  theme = $state<Theme>(keptTheme());
  /** Whether the device likes it dark. */
  private isDark = $state(false);
  /** The camera goes with the followed athlete, until somebody drags the map. */
  isCameraFollowing = $state(true);
  /** Where on the shown course somebody points, metres along: on the map, the profile or a graph. */
  along = $state.raw<number>();
  /** Why there is no map; undefined: there is one, or it is on its way. */
  mapFault = $state<string>();
  /** Undefined: what is drawn cannot be moved. */
  showWholeCourse = $state.raw<() => void>();
  /** What a screen reader says of the favourites. */
  announcement = $state('');

  constructor(
    readonly race: Race,
    readonly words: Words,
    private readonly address: PageAddress,
  ) {
    const delayMs = address.delay * 1000;
    this.player = new Player(race, {
      delayMs,
      history: (own, heard) => {
        const passagesUntil = (raceTime: number) => heard.passagesUntil(raceTime);
        const past = new TileHistory({ shop: new TileShop(race.slug), own, rate: heard.rate, passagesUntil });
        this.openPast = () => past.open();
        return past;
      },
    });
    this.reasons = new ArrivalReasons(race.slug, (bib, arrivals) => this.player.shown.explain(bib, arrivals));
    const has = (bib: string) => this.player.shown.athletes.has(bib);
    this.favourites = new Set([...keptFavourites(race.slug, has), ...address.athletes.filter(has)]);
    this.followed = address.follow !== undefined && has(address.follow) ? address.follow : undefined;
    this.view = address.view;
    this.wanted = address.moment;
    const dark = matchMedia('(prefers-color-scheme: dark)');
    this.isDark = dark.matches;
    dark.addEventListener('change', () => (this.isDark = dark.matches));
    if (this.followed !== undefined || address.view !== 'overall') this.stop = 'half';
  }

  /** The colours that the theme comes to. */
  get colours(): 'light' | 'dark' | 'sun' {
    if (this.theme !== 'auto') return this.theme;
    return this.isDark ? 'dark' : 'light';
  }

  /** One sentence on how the race stands: what the map says to who does not see it. */
  get summary(): string {
    if (!this.tick) return this.words.say('map.label');
    const entries = this.player.shown.board();
    const count = (...statuses: string[]) => entries.filter((entry) => statuses.includes(entry.status)).length;
    const leader = entries.find((entry) => entry.rank === 1);
    return this.words.say('map.summary', {
      racing: count('racing', 'off_course', 'stopped', 'silent'),
      finished: count('finished'),
      leader: leader ? this.nameOf(leader.bib) : this.words.say('map.nobody'),
    });
  }

  get startsAt(): number {
    return Date.parse(this.race.starts_at);
  }

  get clock() {
    return this.player.clock;
  }

  /** The race ended, so that its last moment is not that of now. */
  get isOver(): boolean {
    return this.tick !== undefined && this.clock.endsAt < Infinity;
  }

  /** What a row needs to be written, as of the last tick. */
  telling(tick: Tick): Telling {
    return { store: this.player.shown, words: this.words, raceTime: tick.raceTime };
  }

  nameOf(bib: string): string {
    return `${bib} ${this.player.shown.athletes.get(bib)?.name ?? ''}`;
  }

  take(frame: Frame, now: number): void {
    this.player.take(frame, now);
    const past = this.openPast();
    this.raceEvents.note(this.player.heard, frame);
    if (this.wanted !== undefined) {
      const moment = this.startsAt + this.wanted * 1000;
      this.wanted = undefined;
      void past.then(() => this.seek(moment)); // how far back it goes is known then
    }
  }

  /** Once a frame of the screen. Answers the moment to draw and how fast it goes; undefined: nothing is known yet. */
  step(now: number): { raceTime: number; rate: number } | undefined {
    const raceTime = this.player.step(now);
    if (now - this.tickedAt >= tickEveryMs) this.renew(now, raceTime);
    if (raceTime === undefined) return undefined;
    const { mode, speed } = this.clock;
    return { raceTime, rate: mode === 'live' ? this.player.heard.rate : mode === 'replay' ? speed : 0 };
  }

  toggleFollow(bib: string | undefined): void {
    this.followed = bib === this.followed ? undefined : bib;
    this.isCameraFollowing = true;
    if (this.followed !== undefined && this.stop === 'peek') this.stop = 'half';
    this.writeAddress();
  }

  toggleFavourite(bib: string): void {
    const favourites = new Set(this.favourites);
    if (!favourites.delete(bib)) favourites.add(bib);
    this.favourites = favourites;
    keepFavourites(this.race.slug, favourites);
  }

  show(view: BoardView): void {
    this.view = view;
    this.writeAddress();
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    keepTheme(theme);
  }

  /** `moment` in race time. */
  seek(moment: number): void {
    this.player.seek(moment, performance.now());
    this.moved();
  }

  pause(): void {
    this.clock.pause(performance.now());
    this.moved();
  }

  /** Goes on from the moment that is shown; of a race that is over, from its start when that is its end. */
  play(speed?: ReplaySpeed): void {
    const now = performance.now();
    if (this.isOver && this.clock.mode === 'live') this.player.seek(Math.min(this.startsAt, this.clock.endsAt - 1), now);
    this.clock.play(now, speed);
    this.moved();
  }

  goLive(): void {
    this.clock.goLive();
    this.moved();
  }

  /** The address of what is shown: favourites too, and the moment unless it is live. */
  sharedAddress(bib?: string): string {
    const search = writeAddress({
      ...this.currentAddress(),
      athletes: [...this.favourites],
      follow: bib ?? this.followed,
    });
    return new URL(search || location.pathname, location.href).href;
  }

  private moved(): void {
    this.writeAddress();
    this.tickedAt = -Infinity;
  }

  private currentAddress(): PageAddress {
    const shown = this.clock.shown(performance.now());
    const isLive = this.clock.mode === 'live' || shown === undefined;
    const moment = isLive ? undefined : (shown - this.startsAt) / 1000;
    return { ...this.address, moment, follow: this.followed, view: this.view };
  }

  private writeAddress(): void {
    history.replaceState(null, '', location.pathname + writeAddress(this.currentAddress()));
  }

  private renew(now: number, raceTime: number | undefined): void {
    this.tickedAt = now;
    if (raceTime === undefined) return;
    const { heard, shown } = this.player;
    this.trends.note(shown, raceTime);
    this.reasons.look(this.followed, now);
    const events = this.raceEvents.until(shown, raceTime, this.clock.endsAt);
    const serverTime = this.clock.server(now) ?? raceTime;
    if (!this.tick) void settled().then(() => performance.mark('lanterne:board'));
    const newest = this.clock.newest(now) ?? raceTime;
    this.tick = { raceTime, serverTime, newest, dataAge: heard.ageOfData(now), events };
    this.announce(this.tick);
  }

  /** Says what favourites did since the last tick; nothing of what was before the page was opened. */
  private announce(tick: Tick): void {
    const since = this.announced;
    this.announced = tick.raceTime;
    if (since === undefined || this.clock.mode !== 'live') return;
    const isNews = (event: RaceEvent) => event.time > since && this.favourites.has(event.bib);
    const news = tick.events.filter(isNews).map((event) => eventWords(event, this.telling(tick)));
    if (news.length > 0) this.announcement = news.join('. ');
  }
}
