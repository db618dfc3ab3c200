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

// Names carry a hash, so that a browser may keep each file for ever; the manifest tells C++ which to name.
export default defineConfig({
  base: '/assets/',
  plugins: [svelte(), landFile()],
  build: {
    outDir: 'dist',
    assetsDir: '.',
    manifest: 'manifest.json',
    target: 'es2020',
    modulePreload: { polyfill: false },
    rollupOptions: { input: ['src/race.ts', 'src/style.css'] },
  },
});
