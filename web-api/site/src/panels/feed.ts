import type { RaceEvent } from '../core/events';
import { pointName } from '../core/points';
import { clockText } from '../words/arrivals';
import { duration } from '../words/duration';
import type { Telling } from './rows';

/** Lines of the feed; what is older is in the splits. */
export const mostLines = 150;

export interface FeedLine {
  key: string;
  bib: string;
  kind: RaceEvent['kind'];
  clock: string;
  text: string;
}

/** "Ada leads at Chapel, 12:30". */
export function eventWords(event: RaceEvent, { store, words }: Telling): string {
  const name = `${event.bib} ${store.athletes.get(event.bib)?.name ?? ''}`;
  if (!event.passage) {
    return words.say('feed.out', { name, status: event.entry ? words.status(event.entry.status) : '' });
  }
  const time = duration(event.time - store.began(event.bib));
  const point = pointName(store, event.bib, event.passage);
  return words.say(`feed.${event.kind}`, { name, point, rank: event.rank, time });
}

/** The newest first. */
export function feedLines(events: readonly RaceEvent[], telling: Telling): FeedLine[] {
  return events.slice(-mostLines).reverse().map((event) => ({
    key: event.key,
    bib: event.bib,
    kind: event.kind,
    clock: clockText(event.time, telling.words.timeZone),
    text: eventWords(event, telling),
  }));
}
