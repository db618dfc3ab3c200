import { askServer } from './ask_server';
import type { Arrival } from './model';

const askEveryMs = 10_000;

/** Why somebody is expected when: REST says it of one athlete, the stream of nobody. */
export class ArrivalReasons {
  private asked: { bib: string; at: number } | undefined;

  constructor(
    private readonly slug: string,
    private readonly tell: (bib: string, arrivals: Arrival[]) => void,
    private readonly ask: (address: string) => Promise<unknown> = askServer,
  ) {}

  /** Somebody looks at that athlete: asks when it is another one, and now and then. `now` in milliseconds. */
  look(bib: string | undefined, now: number): void {
    if (bib === undefined) return;
    if (this.asked?.bib === bib && now - this.asked.at < askEveryMs) return;
    this.asked = { bib, at: now };
    void this.fetch(bib);
  }

  private async fetch(bib: string): Promise<void> {
    try {
      const answer = await this.ask(`/api/v1/races/${this.slug}/entries/${encodeURIComponent(bib)}`);
      const { standing } = answer as { standing: { eta: Arrival[] } | null };
      this.tell(bib, standing?.eta ?? []);
    } catch {
      // The card stands without them; the next look asks again.
    }
  }
}
