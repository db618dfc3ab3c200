import type { LiveEntry } from '../core/model';
import { type Row, rowOf, type Telling } from './rows';

export type SortOrder = 'rank' | 'bib' | 'name';

/** Rows under a heading; without one where there is a single ranking alone. */
export interface Section {
  key: string;
  heading: string | undefined;
  rows: Row[];
}

export interface Choice {
  search: string;
  sort: SortOrder;
  /** Those of one category alone; empty: all. */
  category: string;
}

export const everybody: Choice = { search: '', sort: 'rank', category: '' };

/** Lower case without accents: "Le Goff" is found by "goff", "Zoë" by "zoe". */
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function chosen(telling: Telling, choice: Choice): LiveEntry[] {
  const { store } = telling;
  const wanted = plain(choice.search.trim());
  const nameOf = (entry: LiveEntry) => store.athletes.get(entry.bib)?.name ?? '';
  const matches = (entry: LiveEntry) =>
    (choice.category === '' || store.athletes.get(entry.bib)?.category === choice.category) &&
    (wanted === '' || plain(nameOf(entry)).includes(wanted) || entry.bib.toLowerCase().startsWith(wanted));
  const found = store.board().filter(matches);
  const byBib = (a: LiveEntry, b: LiveEntry) => a.bib.localeCompare(b.bib, 'en', { numeric: true });
  const byName = (a: LiveEntry, b: LiveEntry) => nameOf(a).localeCompare(nameOf(b), telling.words.language);
  if (choice.sort === 'bib') found.sort(byBib);
  if (choice.sort === 'name') found.sort(byName);
  return found;
}

/** By the rankings of the race, as the server orders them; in one piece where the reader orders otherwise. */
export function overallSections(telling: Telling, choice: Choice): Section[] {
  const entries = chosen(telling, choice);
  if (choice.sort !== 'rank') return [{ key: 'all', heading: undefined, rows: entries.map((each) => rowOf(each, telling)) }];
  const { store, words } = telling;
  const places = new Set(store.board().map((entry) => store.section(entry)));
  const headingOf = (section: number | undefined) =>
    section === undefined ? words.say('board.no_rank') : (store.race.boards[section]?.name ?? '');
  return grouped(entries, (entry) => store.section(entry)).map(([section, members]) => ({
    key: String(section ?? 'none'),
    heading: places.size < 2 ? undefined : headingOf(section),
    rows: members.map((entry) => rowOf(entry, telling)),
  }));
}

/** By category, each with the ranks within it. */
export function categorySections(telling: Telling, choice: Choice): Section[] {
  const { store } = telling;
  const byCategory = new Map(
    grouped(chosen(telling, choice), (entry) => store.athletes.get(entry.bib)?.category ?? ''),
  );
  const ranks = categoryRanks(telling);
  return store.race.categories
    .filter(({ id }) => byCategory.has(id))
    .map(({ id, name }) => ({
      key: id,
      heading: name,
      rows: byCategory.get(id)!.map((entry) => rowOf(entry, telling, ranks.get(entry.bib) ?? null)),
    }));
}

export function favouriteSections(telling: Telling, choice: Choice, favourites: ReadonlySet<string>): Section[] {
  const entries = chosen(telling, choice).filter((entry) => favourites.has(entry.bib));
  return [{ key: 'favourites', heading: undefined, rows: entries.map((entry) => rowOf(entry, telling)) }];
}

/** So many rows from the top, under the headings of those. */
export function firstRows(sections: readonly Section[], most: number): Section[] {
  let left = most;
  const kept: Section[] = [];
  for (const section of sections) {
    if (left <= 0) break;
    kept.push({ ...section, rows: section.rows.slice(0, left) });
    left -= section.rows.length;
  }
  return kept;
}

/** The rank of each within the own category: of equal ranks there, equal ones here. */
export function categoryRanks({ store }: Pick<Telling, 'store'>): Map<string, number> {
  const ranks = new Map<string, number>();
  const last = new Map<string, { count: number; rank: number; overall: string }>();
  for (const entry of store.board()) {
    if (entry.rank === null) continue;
    const category = store.athletes.get(entry.bib)?.category ?? '';
    const before = last.get(category) ?? { count: 0, rank: 0, overall: '' };
    const overall = `${store.section(entry)}/${entry.rank}`;
    const count = before.count + 1;
    const rank = overall === before.overall ? before.rank : count;
    last.set(category, { count, rank, overall });
    ranks.set(entry.bib, rank);
  }
  return ranks;
}

/** In the order in which the groups begin. */
function grouped<Key>(entries: LiveEntry[], keyOf: (entry: LiveEntry) => Key): [Key, LiveEntry[]][] {
  const groups = new Map<Key, LiveEntry[]>();
  for (const entry of entries) {
    const group = groups.get(keyOf(entry));
    if (group) group.push(entry);
    else groups.set(keyOf(entry), [entry]);
  }
  return [...groups];
}
