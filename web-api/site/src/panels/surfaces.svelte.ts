import type { Dot } from '../core/dots';
import { shownCourse } from '../core/shown_course';
import { FlatMap } from '../flat/flat_map';
import type { MapOptions, RaceMap } from '../map';
import type { Profile } from '../profile';
import type { LivePage } from './live_page.svelte';
import { Palette } from './palette';

/** Where the athletes are drawn: the server's drawing at first, then map and profile. */
export interface Places {
  /** The server's drawing with its legend. */
  figure: HTMLElement;
  map: HTMLElement;
  profile: HTMLElement;
}

/** Everything that draws dots. The map is opened only when the board stands. */
export class Surfaces {
  private readonly palette = new Palette();
  private flat: FlatMap | undefined;
  private map: RaceMap | undefined;
  private profile: Profile | undefined;
  /** They are on their way while the first message is: an idle line would be a later map. */
  private readonly parts = Promise.all([import('../map'), import('../profile')]);

  constructor(
    private readonly page: LivePage,
    private readonly places: Places,
  ) {
    this.parts.catch(() => undefined); // open() says why
    this.flat = new FlatMap(places.figure, {
      store: page.player.shown,
      onTap: (bib) => page.toggleFollow(bib),
      nameOf: (bib) => page.words.say('dot.follow', { name: page.nameOf(bib) }),
      wordsOf: (bib) => this.wordsOf(bib),
    });
  }

  draw(dots: readonly Dot[], now: number): void {
    this.flat?.draw(dots, now);
    this.map?.draw(dots, now);
    this.profile?.draw(dots, now);
  }

  /** Where somebody is drawn, in pixels of the map; undefined: nowhere. */
  pixelOf(bib: string): { x: number; y: number } | undefined {
    return this.map ? this.map.pixelOf(bib) : this.flat?.pixelOf(bib);
  }

  /** Opens map and profile. Without WebGL, or when they do not come, the server's drawing stays. */
  async open(): Promise<void> {
    try {
      const [{ openMap }, { openProfile }] = await this.parts;
      this.profile = openProfile(this.places.profile, this.page.race, this.options());
      this.profile.describe(this.page.summary); // the map may take its time
      this.profile.onAlong((along) => (this.page.along = along));
      this.map = await openMap(this.places.map, this.page.race, this.options());
    } catch (error) {
      this.page.mapFault = error instanceof Error ? error.message : String(error);
      this.keepInStep();
      return;
    }
    this.places.figure.remove();
    this.flat = undefined;
    this.link(this.map, this.profile);
    this.keepInStep();
  }

  private options(): MapOptions {
    const { page, palette } = this;
    const { words } = page;
    return {
      theme: page.colours,
      reducedMotion: matchMedia('(prefers-reduced-motion: reduce)').matches,
      onTap: (bib) => bib !== undefined && page.toggleFollow(bib),
      colours: (category) => palette.of(category),
      words: {
        title: words.say('map.label'), zoomIn: words.say('map.zoom_in'), zoomOut: words.say('map.zoom_out'),
        north: words.say('map.north'), grade: words.say('map.grade'), coast: words.say('map.coast'),
      },
    };
  }

  /** The map's cursor is everybody's, and the strip knows what the map shows. */
  private link(map: RaceMap, profile: Profile): void {
    map.onAlong((along) => (this.page.along = along));
    map.onView((stretches) => profile.showView(stretches));
    map.onFollowEnd(() => (this.page.isCameraFollowing = false));
    this.page.showWholeCourse = () => map.fit();
  }

  /** Theme, followed athlete and summary go to map and profile whenever they change. */
  private keepInStep(): void {
    const { page, map, profile } = this;
    $effect.root(() => {
      $effect(() => {
        const theme = page.colours;
        this.palette.renew();
        map?.setTheme(theme);
        profile?.setTheme(theme);
      });
      $effect(() => {
        const shown = shownCourse(page.race, page.followed);
        profile?.showCourse(shown);
        map?.showCourse(shown.course);
      });
      $effect(() => {
        map?.showAlong(page.along);
        profile?.showAlong(page.along);
      });
      $effect(() => map?.follow(page.isCameraFollowing ? page.followed : undefined));
      $effect(() => {
        map?.describe(page.summary);
        profile?.describe(page.summary);
      });
    });
  }

  private wordsOf(bib: string): string {
    const { player, words, tick } = this.page;
    const entry = player.shown.entry(bib);
    const status = entry ? words.status(entry.status) : '';
    const age = words.age(entry, tick?.raceTime ?? 0, player.shown.rate);
    return words.say('dot.words', { name: this.page.nameOf(bib), status, age });
  }
}
