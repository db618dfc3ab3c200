/** What a browser keeps of a reader's choices. Where it keeps nothing (a private window), they last as long as the page. */

const mostFavourites = 200;

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // the choice lasts as long as the page
  }
}

const favouritesKey = (slug: string) => `lanterne.favourites.${slug}`;

/** Bibs of that race; those that it does not have are left aside. */
export function keptFavourites(slug: string, has: (bib: string) => boolean): Set<string> {
  let kept: unknown;
  try {
    kept = JSON.parse(read(favouritesKey(slug)) ?? '[]');
  } catch {
    kept = [];
  }
  const bibs = Array.isArray(kept) ? kept : [];
  return new Set(bibs.filter((bib): bib is string => typeof bib === 'string' && has(bib)).slice(0, mostFavourites));
}

export function keepFavourites(slug: string, bibs: ReadonlySet<string>): void {
  write(favouritesKey(slug), JSON.stringify([...bibs].slice(0, mostFavourites)));
}

export const themes = ['auto', 'light', 'dark', 'sun'] as const;
export type Theme = (typeof themes)[number];

const themeKey = 'lanterne.theme';

export function keptTheme(): Theme {
  return themes.find((theme) => theme === read(themeKey)) ?? 'auto';
}

export function keepTheme(theme: Theme): void {
  write(themeKey, theme);
}
