/** Pages with one panel of the corpus screen each, bundled as the screens are, and without any application behind them. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';

const here = import.meta.dirname;
const ORIGIN = 'http://panels.test';
const types: Readonly<Record<string, string>> = {
  ...{ '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' },
  '.woff2': 'font/woff2',
};

export interface PanelPages {
  /** @param wanted what `main.ts` reads from the address */
  open(browser: Browser, wanted: Readonly<Record<string, string>>): Promise<{ page: Page; complaints: string[] }>;
  close(): Promise<void>;
}

export async function buildPanels(): Promise<PanelPages> {
  const folder = await mkdtemp(join(tmpdir(), 'verseloom-panels-'));
  const out = join(folder, 'out');
  await build({
    ...{ root: here, base: './', configFile: false, logLevel: 'error' },
    plugins: [svelte({ configFile: false })],
    build: {
      ...{ outDir: out, emptyOutDir: true, target: 'es2023', minify: false },
      ...{ assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 9999 },
      rollupOptions: { input: join(here, 'index.html') },
    },
  });
  return {
    async open(browser, wanted) {
      const context = await browser.newContext({
        ...{ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', locale: 'en-US' },
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      await page.route(`${ORIGIN}/**`, async (route) => {
        const { pathname } = new URL(route.request().url());
        const path = join(out, pathname === '/' ? 'index.html' : pathname);
        const body = await readFile(path).catch(() => null);
        if (body) await route.fulfill({ body, contentType: types[extname(path)] ?? 'text/plain' });
        else await route.fulfill({ status: 404, body: '' });
      });
      await page.goto(`${ORIGIN}/?${new URLSearchParams(wanted).toString()}`);
      return { page, complaints };
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
