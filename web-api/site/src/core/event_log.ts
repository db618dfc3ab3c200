import { askServer } from './ask_server';
import type { Frame, LiveEvent, Passage, Status } from './model';

/** As /api/v1/races/SLUG/events writes one. */
type ToldEvent = { number: number; kind: string; at: string; bib: string | null; status?: Status } & Partial<Passage>;

const pageSize = 1000;
const firstRetryMs = 1_000;
const longestRetryMs = 30_000;

/** Tells what came: events in their order, or at first all passages that there are, in place of what was known. */
export type Tell = (events: LiveEvent[], passages?: Passage[]) => void;

/**
 * Counts the events of a race, so that each is told once and none is missed: those that the stream does not tell, behind
 * a keyframe for instance, are asked for.
 */
export class EventLog {
  /** Number of the last event that was told; -1: nothing is known yet. */
  private told = -1;
  private wanted = 0;
  private isAsking = false;
  private retryMs = firstRetryMs;

  constructor(
    private readonly slug: string,
    private readonly tell: Tell,
    private readonly ask: (address: string) => Promise<unknown> = askServer,
  ) {}

  /** The events of a frame that are to be told now: none while some before them are being asked for. */
  take(frame: Frame): LiveEvent[] {
    const first = frame.last_event - frame.events.length + 1;
    if (frame.last_event < this.told) this.told = -1; // another life of the database: it numbers anew
    const followsOn = this.told >= 0 && !this.isAsking && first <= this.told + 1;
    if (followsOn) {
      const fresh = frame.events.filter((event) => event.number > this.told);
      this.told = Math.max(this.told, frame.last_event);
      return fresh;
    }
    this.wanted = frame.last_event;
    if (this.told < this.wanted && !this.isAsking) void this.catchUp();
    return [];
  }

  private async catchUp(): Promise<void> {
    this.isAsking = true;
    try {
      if (this.told < 0) await this.askForAll();
      while (this.told < this.wanted) await this.askForPage();
      this.retryMs = firstRetryMs;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, this.retryMs * (0.5 + Math.random())));
      this.retryMs = Math.min(this.retryMs * 2, longestRetryMs);
    } finally {
      this.isAsking = false;
    }
    if (this.told < this.wanted) void this.catchUp();
  }

  private async askForAll(): Promise<void> {
    const answer = (await this.ask(`/api/v1/races/${this.slug}/passages`)) as { last_event: number; passages: Passage[] };
    this.told = answer.last_event;
    this.tell([], answer.passages);
  }

  private async askForPage(): Promise<void> {
    const address = `/api/v1/races/${this.slug}/events?since=${this.told}&limit=${pageSize}`;
    const { events } = (await this.ask(address)) as { events: ToldEvent[] };
    if (events.length === 0) throw new Error('the server does not have them yet');
    this.told = events[events.length - 1]!.number;
    this.tell(events.flatMap(toEvent));
  }
}

function toEvent({ number, kind, at, bib, status, ...rest }: ToldEvent): LiveEvent[] {
  if (bib === null) return [];
  if (kind === 'status') return status ? [{ number, kind, bib, status, time: at }] : [];
  if (kind !== 'passage' && kind !== 'finish' && kind !== 'withdrawn') return [];
  return [{ number, kind, bib, passage: { ...rest, bib, time: at } as Passage }];
}
