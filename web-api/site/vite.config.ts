import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

// Names carry a hash, so that a browser may keep each file for ever; the manifest tells C++ which to name.
export default defineConfig({
  base: '/assets/',
  plugins: [svelte()],
  build: {
    outDir: 'dist',
    assetsDir: '.',
    manifest: 'manifest.json',
    target: 'es2020',
    modulePreload: { polyfill: false },
    rollupOptions: { input: ['src/race.ts', 'src/style.css'] },
  },
});
