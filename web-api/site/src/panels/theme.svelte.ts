import type { LivePage } from './live_page.svelte';

/** Puts the chosen theme on the page; "auto" leaves it to the device. */
export function followTheme(page: LivePage): void {
  $effect.root(() => {
    $effect(() => {
      if (page.theme === 'auto') delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = page.theme;
    });
  });
}
