import { passageName, pointName } from './board';
import type { RaceStore } from '../core/store';
import { ageText, arrivalWords, duration, gapText, isVague, passageWords, reasonWords, statusWords } from '../words/words';

function term(list: HTMLElement, name: string, value: string): HTMLElement | undefined {
  if (!value) return undefined;
  const dt = document.createElement('dt');
  const dd = document.createElement('dd');
  dt.textContent = name;
  dd.textContent = value;
  list.append(dt, dd);
  return dd;
}

/** The followed athlete: where, how fast, how sure, and every passage so far. */
export function fillCard(card: HTMLElement, store: RaceStore, bib: string | undefined, raceTime: number): void {
  const athlete = bib === undefined ? undefined : store.athletes.get(bib);
  card.hidden = athlete === undefined;
  if (!athlete) return;
  const entry = store.entry(athlete.bib);
  card.querySelector('.card-name')!.textContent = `${athlete.bib} ${athlete.name}`;
  const facts = card.querySelector<HTMLElement>('dl')!;
  facts.replaceChildren();
  if (entry) {
    term(facts, 'State', statusWords[entry.status]);
    term(facts, 'Position', ageText(entry, raceTime, store.rate));
    term(facts, 'Gap', gapText(entry));
    if (entry.along_m !== null) {
      const km = (metres: number) => (metres / 1000).toFixed(1);
      term(facts, 'Along', `${km(entry.along_m)} of ${km(store.course(athlete.bib).length_m)} km`);
    }
    if (entry.speed_mps !== null && entry.status === 'racing') {
      term(facts, 'Speed', `${(entry.speed_mps * 3.6).toFixed(1)} km/h`);
    }
    for (const arrival of store.arrivals(athlete.bib)) {
      const words = arrivalWords(arrival, pointName(store, athlete.bib, arrival), store.race.time_zone);
      const line = term(facts, 'Expected', words);
      line?.classList.toggle('vague', isVague(arrival));
      const reasons = document.createElement('small');
      reasons.textContent = `by ${reasonWords(arrival)}`;
      line?.append(document.createElement('br'), reasons);
    }
    if (entry.battery_pct !== null) term(facts, 'Unit battery', `${entry.battery_pct} %`);
  }
  const list = card.querySelector<HTMLElement>('ol')!;
  list.replaceChildren(
    ...store.passages(athlete.bib).map((passage) => {
      const item = document.createElement('li');
      const since = duration(Date.parse(passage.time) - store.began(athlete.bib));
      item.textContent = `${passageName(store, passage)}: ${since}${passageWords(passage)}`;
      return item;
    }),
  );
}
