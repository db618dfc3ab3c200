import type { Arrival, LiveEntry, Passage } from './model';
import type { RaceStore } from './store';
import { ageText, arrivalWords, duration, gapText, isVague, statusWords } from './words';

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

/** The standings table: one row an entry, the same columns that the server renders. */
export class Board {
  private readonly rows = new Map<string, HTMLTableRowElement>();

  constructor(
    private readonly body: HTMLTableSectionElement,
    private readonly classOf: (bib: string) => string,
    onTap: (bib: string) => void,
  ) {
    for (const row of body.rows) if (row.dataset.bib) this.rows.set(row.dataset.bib, row);
    body.addEventListener('click', (event) => {
      const row = (event.target as Element).closest<HTMLTableRowElement>('tr[data-bib]');
      if (row?.dataset.bib) onTap(row.dataset.bib);
    });
  }

  update(store: RaceStore, followed: string | undefined, raceTime: number): void {
    store.board().forEach((entry, index) => {
      const row = this.rows.get(entry.bib) ?? this.make(entry.bib);
      this.fill(row, store, entry, raceTime);
      row.classList.toggle('followed', entry.bib === followed);
      if (this.body.rows[index] !== row) this.body.insertBefore(row, this.body.rows[index] ?? null);
    });
  }

  private fill(row: HTMLTableRowElement, store: RaceStore, entry: LiveEntry, raceTime: number): void {
    const athlete = store.athletes.get(entry.bib);
    const last = store.lastPassage(entry.bib);
    const since = last ? Date.parse(last.time) - store.began(entry.bib) : undefined;
    const texts = [
      (entry.linked ? '≈' : '') + (entry.rank === null ? '–' : String(entry.rank)),
      entry.bib,
      athlete?.name ?? '',
      last ? passageName(store, last) + (last.bridged ? ', bridged' : '') : '',
      since === undefined ? '' : duration(since),
      gapText(entry),
      entry.status === 'racing' ? ageText(entry, raceTime, store.rate) : statusWords[entry.status],
    ];
    texts.forEach((text, column) => {
      const cell = row.cells[column]!;
      const target = column === 2 ? cell.querySelector('button')! : cell;
      if (target.textContent !== text) target.textContent = text;
    });
    this.fillExpected(row.cells[2]!, store, entry.bib);
    const hint = entry.linked ? 'not separated from the one above' : '';
    if (row.cells[0]!.title !== hint) row.cells[0]!.title = hint;
    row.dataset.status = entry.status;
  }

  /** Under the name, a line an arrival; the last is the finish. */
  private fillExpected(cell: HTMLTableCellElement, store: RaceStore, bib: string): void {
    const arrivals = store.arrivals(bib);
    const lines = [...cell.querySelectorAll<HTMLElement>('.eta')];
    lines.splice(arrivals.length).forEach((line) => line.remove());
    arrivals.forEach((arrival, index) => {
      const line = lines[index] ?? cell.appendChild(document.createElement('span'));
      const words = arrivalWords(arrival, pointName(store, bib, arrival), store.race.time_zone);
      const name = ['eta', index === arrivals.length - 1 && 'goal', isVague(arrival) && 'vague'].filter(Boolean).join(' ');
      if (line.textContent !== words) line.textContent = words;
      if (line.className !== name) line.className = name;
    });
  }

  private make(bib: string): HTMLTableRowElement {
    const row = this.body.insertRow();
    row.dataset.bib = bib;
    row.classList.add(this.classOf(bib));
    ['rank', 'bib', 'name', 'last', 'time', 'gap', 'state'].forEach((name) => {
      row.insertCell().className = name;
    });
    const button = document.createElement('button');
    button.type = 'button';
    row.cells[2]!.append(button);
    this.rows.set(bib, row);
    return row;
  }
}
