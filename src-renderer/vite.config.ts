// Bundles the screens into static files that need no inline script or style, since the hosts' Content-Security-Policy allows none.

import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: './', // the same files are served over HTTP and opened from inside app.asar
  plugins: [svelte({ configFile: false })],
  build: {
    outDir: join(import.meta.dirname, '..', 'dist', 'renderer'),
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: true,
    chunkSizeWarningLimit: 2000, // kB; it comes from this machine's own disk
  },
});
