const everyMs = 10_000;

/** The results as the server renders them now, in place of those before; what a reader opened or scrolled stays so. */
export function replaceResults(page: Document, html: string): void {
  const before = page.querySelector('#results');
  const now = new DOMParser().parseFromString(html, 'text/html').querySelector('#results');
  if (!before || !now || before.outerHTML === now.outerHTML) return;
  for (const was of before.querySelectorAll<HTMLDetailsElement>('details')) {
    const is = now.querySelector<HTMLDetailsElement>(`#${CSS.escape(was.id)}`);
    if (is) is.open = was.open;
  }
  const places = [...before.querySelectorAll('.scroll')].map((each) => each.scrollLeft);
  before.replaceWith(page.adoptNode(now));
  page.querySelectorAll('#results .scroll').forEach((each, index) => {
    each.scrollLeft = places[index] ?? 0;
  });
}

/** Asks for them again and again, while the page is looked at. */
export function keepResults(page: Document, slug: string): void {
  setInterval(async () => {
    if (page.visibilityState === 'hidden') return;
    const answer = await fetch(`/${page.documentElement.lang}/r/${slug}/results`).catch(() => undefined);
    if (answer?.ok) replaceResults(page, await answer.text()); // else what was shown stays
  }, everyMs);
}
