import type { Gap, GapTrends } from '../core/gaps';
import type { LiveEntry } from '../core/model';
import { pointName } from '../core/points';
import type { RaceStore } from '../core/store';
import { isVague } from '../words/arrivals';
import { duration } from '../words/duration';
import type { Words } from '../words/words';
import type { Telling } from './rows';
import { categoryRanks } from './sections';

/** A line of the card: a term and what is said of it. */
export interface Fact {
  term: string;
  value: string;
  /** What explains it. */
  reasons?: string | undefined;
  isVague?: boolean;
}

const leastSpeed = 0.3; // m/s; below it a pace says nothing
const steadyMs = 1000; // a minute; less is not said to the second

/** Where, how fast, how sure, and between whom. */
export function cardFacts(entry: LiveEntry, telling: Telling, trends: GapTrends): Fact[] {
  const { words } = telling;
  return [
    ...rankFacts(entry, telling),
    { term: words.say('card.state'), value: words.status(entry.status) },
    { term: words.say('card.position'), value: words.age(entry, telling.raceTime, telling.store.rate) },
    ...wayFacts(entry, telling),
    { term: words.say('card.gap'), value: words.gap(entry) },
    gapFact('card.front', trends.beside(telling.store, entry.bib, -1), telling),
    gapFact('card.behind', trends.beside(telling.store, entry.bib, 1), telling),
    ...arrivalFacts(entry, telling),
    { term: words.say('card.battery'), value: entry.battery_pct === null ? '' : `${entry.battery_pct} %` },
  ].filter((fact) => fact.value !== '');
}

function rankFacts(entry: LiveEntry, { store, words }: Telling): Fact[] {
  if (entry.rank === null) return [];
  const athlete = store.athletes.get(entry.bib);
  const board = store.section(entry);
  const boardName = store.race.boards.length > 1 && board !== undefined ? store.race.boards[board]?.name : undefined;
  const category = store.race.categories.find((each) => each.id === athlete?.category)?.name;
  const ranks = categoryRanks({ store });
  const inBoard = store.race.entries.filter((each) => (each.board ?? 0) === board).length;
  const inCategory = store.race.entries.filter((each) => each.category === athlete?.category).length;
  const facts = [{
    term: boardName ?? words.say('card.overall'),
    value: words.say('card.rank', { rank: entry.rank, count: inBoard }),
  }];
  if (category && category !== boardName) {
    facts.push({ term: category, value: words.say('card.rank', { rank: ranks.get(entry.bib) ?? '–', count: inCategory }) });
  }
  return facts;
}

function wayFacts(entry: LiveEntry, { store, words }: Telling): Fact[] {
  const facts: Fact[] = [];
  const last = store.lastPassage(entry.bib);
  if (last) {
    const since = duration(Date.parse(last.time) - store.began(entry.bib));
    facts.push({ term: words.say('card.last'), value: `${pointName(store, entry.bib, last)}, ${since}` });
  }
  if (entry.along_m !== null) {
    const km = (metres: number) => words.number(metres / 1000);
    const [done, whole] = [km(entry.along_m), km(store.course(entry.bib).length_m)];
    facts.push({ term: words.say('card.along'), value: words.say('card.along_of', { done, whole }) });
  }
  return [...facts, ...speedFacts(entry, store, words)];
}

/** Runners and swimmers are told their pace too. */
function speedFacts(entry: LiveEntry, store: RaceStore, words: Words): Fact[] {
  const speed = entry.speed_mps;
  if (speed === null || speed < leastSpeed || entry.status !== 'racing') return [];
  const along = entry.along_m ?? 0;
  const sport = store.course(entry.bib).legs.find((leg) => along < leg.end_m)?.sport;
  const facts = [{ term: words.say('card.speed'), value: words.say('card.kmh', { speed: words.number(speed * 3.6) }) }];
  if (sport === 'run' || sport === 'other') {
    const pace = words.say('card.per_km', { time: duration(1_000_000 / speed) });
    facts.push({ term: words.say('card.pace'), value: pace });
  }
  return facts;
}

/** "7 Ada, 0:12, closing in, 0:03 a minute". */
function gapFact(key: 'card.front' | 'card.behind', gap: Gap | undefined, { store, words }: Telling): Fact {
  if (!gap) return { term: words.say(key), value: '' };
  const name = `${gap.other.bib} ${store.athletes.get(gap.other.bib)?.name ?? ''}`;
  return { term: words.say(key), value: `${name}, ${duration(gap.gapMs)}`, reasons: trendWords(gap.trendMs, words) };
}

function trendWords(trendMs: number | undefined, words: Words): string | undefined {
  if (trendMs === undefined) return undefined;
  if (Math.abs(trendMs) < steadyMs) return words.say('card.steady');
  const time = duration(Math.abs(trendMs));
  return trendMs < 0 ? `↘ ${words.say('card.closing', { time })}` : `↗ ${words.say('card.opening', { time })}`;
}

function arrivalFacts(entry: LiveEntry, { store, words }: Telling): Fact[] {
  return store.arrivals(entry.bib).map((arrival) => ({
    term: words.say('card.expected'),
    value: words.arrival(arrival, pointName(store, entry.bib, arrival)),
    reasons: words.say('card.by', { reasons: words.reasons(arrival) }),
    isVague: isVague(arrival),
  }));
}
