import { mount } from 'svelte';
import { contextOf } from '../panels/context';
import type { LivePage } from '../panels/live_page.svelte';
import { loadGraphMessages } from '../words/messages';
import Graphs from './Graphs.svelte';

/** Fills the target with the graphs, for as long as the page lives; they show themselves while their view is chosen. */
export async function mountGraphs(target: HTMLElement, page: LivePage): Promise<void> {
  page.words.learn(await loadGraphMessages(page.words.language));
  target.replaceChildren();
  mount(Graphs, { target, context: contextOf(page) });
}
