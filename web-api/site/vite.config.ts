import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

/** The coast of the whole world (Natural Earth, public domain): `lanterne-web race import` clips it to a race. */
function landFile(): Plugin {
  const file = createRequire(import.meta.url).resolve('world-atlas/land-10m.json');
  return {
    name: 'land-file',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'land-10m.json', source: readFileSync(file) });
    },
  };
}

/** Messages of the graphs are a file of their own: who does not look at them need not fetch their words. */
function graphMessages(): Plugin {
  return {
    name: 'graph-messages',
    enforce: 'pre',
    apply: 'build',
    load(id) {
      const [file = '', query] = id.split('?');
      if (!/\/messages\/\w+\.json$/.test(file)) return undefined;
      const all = Object.entries(JSON.parse(readFileSync(file, 'utf8')));
      const isAsked = ([key]: [string, unknown]) => key.startsWith('graph.') === (query === 'graphs');
      return JSON.stringify(Object.fromEntries(all.filter(isAsked)));
    },
  };
}

// Names carry a hash, so that a browser may keep each file for ever; the manifest tells C++ which to name.
export default defineConfig({
  base: '/assets/',
  plugins: [svelte(), landFile(), graphMessages()],
  build: {
    outDir: 'dist',
    assetsDir: '.',
    manifest: 'manifest.json',
    target: 'es2020',
    modulePreload: { polyfill: false },
    rollupOptions: { input: ['src/race.ts', 'src/style.css'] },
  },
});
