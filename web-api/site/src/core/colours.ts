import type { Race } from './model';

/** As many as the style sheet has (.category-0 ...); further categories begin again. */
export const categoryColours = 6;

/** The class that colours a bib: that of its category, in the order in which the race names them. */
export function categoryClasses(race: Race): (bib: string) => string {
  const order = new Map(race.categories.map((category, index) => [category.id, index]));
  const byBib = new Map(race.entries.map((athlete) => [athlete.bib, order.get(athlete.category) ?? 0]));
  return (bib) => `category-${(byBib.get(bib) ?? 0) % categoryColours}`;
}
