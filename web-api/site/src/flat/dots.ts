import { Course, type LonLat } from '../core/course';
import type { CourseData, LiveEntry } from '../core/model';
import { Follower, predictedAlong } from '../core/motion';
import type { RaceStore } from '../core/store';
import { ageText, statusWords } from '../words/words';

const svgNamespace = 'http://www.w3.org/2000/svg';

interface Dot {
  group: SVGGElement;
  title: SVGTitleElement;
  follower: Follower;
}

/** A place in the drawing's own units; the server says how, on the drawing itself. */
export function toView(svg: SVGSVGElement, [lon, lat]: LonLat): [number, number] {
  const { lon0, lat0, kx, ky } = svg.dataset;
  return [(lon - Number(lon0)) * Number(kx), (Number(lat0) - lat) * Number(ky)];
}

/** The athletes on the course's SVG: a dot each, with the bib, in the colour of the category. */
export class Dots {
  private readonly layer: SVGGElement;
  private readonly dots = new Map<string, Dot>();
  private readonly courses = new Map<CourseData, Course>();

  constructor(
    private readonly svg: SVGSVGElement,
    private readonly classOf: (bib: string) => string,
    private readonly onTap: (bib: string) => void,
  ) {
    this.layer = svg.querySelector<SVGGElement>('#dots')!;
  }

  /** Draws everybody where they are by now. `now` is performance.now(). */
  draw(store: RaceStore, followed: string | undefined, now: number): void {
    const raceTime = store.raceTime(now);
    if (raceTime === undefined) return;
    const unitsPerPixel = this.svg.viewBox.baseVal.width / Math.max(this.svg.clientWidth, 1);
    const present = new Set<string>();
    for (const entry of store.board()) {
      const dot = this.dots.get(entry.bib) ?? this.make(entry.bib, store);
      const place = this.placeOf(entry, dot, raceTime, store, now);
      if (!place) continue;
      present.add(entry.bib);
      const [x, y] = toView(this.svg, place);
      const scale = unitsPerPixel * (entry.bib === followed ? 1.45 : 1);
      dot.group.setAttribute('transform', `translate(${x.toFixed(2)} ${y.toFixed(2)}) scale(${scale.toFixed(3)})`);
      dot.group.setAttribute('class', `dot ${this.classOf(entry.bib)} ${entry.status}${entry.bib === followed ? ' followed' : ''}`);
      const name = store.athletes.get(entry.bib)?.name ?? '';
      const words = `${entry.bib} ${name}: ${statusWords[entry.status]}, ${ageText(entry, raceTime, store.rate)}`;
      if (dot.title.textContent !== words) dot.title.textContent = words;
    }
    this.layer.toggleAttribute('data-any', present.size > 0);
    for (const [bib, dot] of this.dots) dot.group.style.display = present.has(bib) ? '' : 'none';
    const front = followed && this.dots.get(followed)?.group;
    if (front && front !== this.layer.lastChild) this.layer.append(front);
  }

  private placeOf(entry: LiveEntry, dot: Dot, raceTime: number, store: RaceStore, now: number): LonLat | undefined {
    const along = predictedAlong(entry, raceTime, store.rate);
    if (along !== undefined) {
      return this.courseOf(store.course(entry.bib)).positionAt(dot.follower.step(along, now));
    }
    return entry.lat !== null && entry.lon !== null ? [entry.lon, entry.lat] : undefined;
  }

  private courseOf(data: CourseData): Course {
    const known = this.courses.get(data) ?? new Course(data.legs);
    this.courses.set(data, known);
    return known;
  }

  private make(bib: string, store: RaceStore): Dot {
    const group = document.createElementNS(svgNamespace, 'g');
    const circle = document.createElementNS(svgNamespace, 'circle');
    const text = document.createElementNS(svgNamespace, 'text');
    const title = document.createElementNS(svgNamespace, 'title');
    circle.setAttribute('r', '11');
    text.textContent = bib;
    text.setAttribute('dy', '0.35em');
    group.dataset.bib = bib;
    group.setAttribute('role', 'button');
    group.setAttribute('tabindex', '0');
    group.setAttribute('aria-label', `Follow ${bib} ${store.athletes.get(bib)?.name ?? ''}`);
    group.append(title, circle, text);
    group.addEventListener('click', () => this.onTap(bib));
    group.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') this.onTap(bib);
    });
    this.layer.append(group);
    const dot = { group, title, follower: new Follower() };
    this.dots.set(bib, dot);
    return dot;
  }
}
