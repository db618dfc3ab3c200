import { getContext } from 'svelte';
import type { LivePage } from './live_page.svelte';

const key = Symbol('the live page');

/** What a tree of panels is mounted with. */
export const contextOf = (page: LivePage) => new Map([[key, page]]);

/** The page that these panels are of; while a component is being made. */
export const livePage = (): LivePage => getContext(key);
