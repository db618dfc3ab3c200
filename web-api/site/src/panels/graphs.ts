import type { LivePage } from './live_page.svelte';

/** Fetches the graphs, which few look at, when somebody first does. From then on they show themselves. */
export async function openGraphs(target: HTMLElement, page: LivePage): Promise<void> {
  if (page.view !== 'graphs' || target.ariaBusy) return;
  target.ariaBusy = 'true';
  try {
    const { mountGraphs } = await import('../graphs');
    await mountGraphs(target, page);
    target.ariaBusy = 'false';
  } catch {
    target.textContent = page.words.say('tab.graphs_fault');
    target.ariaBusy = null; // the next look asks again
  }
}
