import type { Arrival, LiveEntry, Passage } from '../core/model';
import type { RaceStore } from '../core/store';
import { ageText, arrivalSpan, arrivalWords, duration, gapText, isVague, statusWords } from '../words/words';

/** "Bike lap 1": a point with its lap where its leg has several; there is one finish. */
export function pointName(store: RaceStore, bib: string, at: Pick<Arrival, 'point' | 'leg' | 'lap'>): string {
  const { points, legs } = store.course(bib);
  const point = points.find((each) => each.id === at.point && each.leg === at.leg && each.lap === at.lap);
  const many = (legs[at.leg]?.laps ?? 1) > 1 && point?.kind !== 'finish';
  return `${point?.name ?? at.point}${many ? ` ${at.lap}` : ''}`;
}

export function passageName(store: RaceStore, passage: Passage): string {
  return pointName(store, passage.bib, passage);
}

const columns = ['rank', 'bib', 'name', 'last', 'gap', 'expected'];

function spanOf(name: string): HTMLSpanElement {
  const span = document.createElement('span');
  span.className = name;
  return span;
}

/** What stands above each row; nothing above most, and nowhere when there is one ranking alone. */
export function headingsOf(store: RaceStore, entries: LiveEntry[]): (string | undefined)[] {
  const sections = entries.map((entry) => store.section(entry));
  if (new Set(sections).size < 2) return sections.map(() => undefined);
  return sections.map((section, index) => {
    if (index > 0 && sections[index - 1] === section) return undefined;
    return section === undefined ? 'Without a rank' : (store.race.boards[section]?.name ?? '');
  });
}

/** The standings table: one row an entry and a heading a ranking, as the server renders them. */
export class Board {
  private readonly rows = new Map<string, HTMLTableRowElement>();
  private readonly headings = new Map<string, HTMLTableRowElement>();

  constructor(
    private readonly body: HTMLTableSectionElement,
    private readonly classOf: (bib: string) => string,
    onTap: (bib: string) => void,
  ) {
    for (const row of body.rows) {
      if (row.dataset.bib) this.rows.set(row.dataset.bib, row);
      else this.headings.set(row.textContent!.trim(), row);
    }
    body.addEventListener('click', (event) => {
      const row = (event.target as Element).closest<HTMLTableRowElement>('tr[data-bib]');
      if (row?.dataset.bib) onTap(row.dataset.bib);
    });
  }

  update(store: RaceStore, followed: string | undefined, raceTime: number): void {
    const entries = store.board();
    const headings = headingsOf(store, entries);
    const inOrder = entries.flatMap((entry, index) => {
      const row = this.rows.get(entry.bib) ?? this.make(entry.bib);
      this.fill(row, store, entry, raceTime);
      row.classList.toggle('followed', entry.bib === followed);
      const heading = headings[index];
      return heading === undefined ? [row] : [this.heading(heading), row];
    });
    inOrder.forEach((row, index) => {
      if (this.body.rows[index] !== row) this.body.insertBefore(row, this.body.rows[index] ?? null);
    });
    for (const heading of this.headings.values()) if (!inOrder.includes(heading)) heading.remove();
  }

  private heading(text: string): HTMLTableRowElement {
    const known = this.headings.get(text);
    if (known) return known;
    const row = document.createElement('tr');
    row.className = 'section';
    const cell = document.createElement('th');
    cell.colSpan = columns.length;
    cell.scope = 'rowgroup';
    cell.textContent = text;
    row.append(cell);
    this.headings.set(text, row);
    return row;
  }

  private fill(row: HTMLTableRowElement, store: RaceStore, entry: LiveEntry, raceTime: number): void {
    const athlete = store.athletes.get(entry.bib);
    const last = store.lastPassage(entry.bib);
    const since = last ? Date.parse(last.time) - store.began(entry.bib) : undefined;
    const texts = {
      '.rank': (entry.linked ? '≈' : '') + (entry.rank === null ? '–' : String(entry.rank)),
      '.bib': entry.bib,
      '.name button': athlete?.name ?? '',
      '.state': entry.status === 'racing' ? ageText(entry, raceTime, store.rate) : statusWords[entry.status],
      '.point': last ? passageName(store, last) + (last.bridged ? ', bridged' : '') : '',
      '.time': since === undefined ? '' : duration(since),
      '.gap': gapText(entry),
    };
    for (const [where, text] of Object.entries(texts)) {
      const target = row.querySelector(where)!;
      if (target.textContent !== text) target.textContent = text;
    }
    this.fillExpected(row.querySelector('.expected')!, store, entry.bib);
    const hint = entry.linked ? 'not separated from the one above' : '';
    if (row.cells[0]!.title !== hint) row.cells[0]!.title = hint;
    row.dataset.status = entry.status;
  }

  /** A line an arrival; the last is the finish. */
  private fillExpected(cell: Element, store: RaceStore, bib: string): void {
    const arrivals = store.arrivals(bib);
    const lines = [...cell.querySelectorAll<HTMLElement>('.eta')];
    lines.splice(arrivals.length).forEach((line) => line.remove());
    arrivals.forEach((arrival, index) => {
      const line = lines[index] ?? cell.appendChild(document.createElement('span'));
      const point = pointName(store, bib, arrival);
      const words = arrivalSpan(arrival, point, store.race.time_zone);
      const whole = arrivalWords(arrival, point, store.race.time_zone);
      const name = ['eta', index === arrivals.length - 1 && 'goal', isVague(arrival) && 'vague'].filter(Boolean).join(' ');
      if (line.textContent !== words) line.textContent = words;
      if (line.title !== whole) line.title = whole;
      if (line.className !== name) line.className = name;
    });
  }

  private make(bib: string): HTMLTableRowElement {
    const row = this.body.insertRow();
    row.dataset.bib = bib;
    row.classList.add(this.classOf(bib));
    const cells = columns.map((name) => {
      const cell = row.insertCell();
      cell.className = name;
      return cell;
    });
    const button = document.createElement('button');
    button.type = 'button';
    cells[2]!.append(button, spanOf('state'));
    cells[3]!.append(spanOf('time'), spanOf('point'));
    this.rows.set(bib, row);
    return row;
  }
}
