import { defineConfig } from 'vite';

// The page in bench/, built as the site is; where to is said on the command line.
export default defineConfig({
  root: 'bench',
  base: '/',
  build: { target: 'es2020', emptyOutDir: true, chunkSizeWarningLimit: 2_000 },
});
