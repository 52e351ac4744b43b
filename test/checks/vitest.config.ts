// How the tests run: a few files side by side, those in a real browser first since they take longest; the long ones only when asked for.

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { LONG } from './results.mjs';

const root = join(import.meta.dirname, '..', '..');

/** What needs a process of its own: a native library is loaded once and for all, and a module that is mocked stays so. */
const alone = [
  'test/engines/*.test.ts',
  'test/services/installed-product.test.ts',
  'test/supervisor/electron-process.test.ts',
];
const inBrowser = ['test/e2e/**/*.test.ts', 'test/electron/**/*.test.ts'];

export default defineConfig({
  root,
  plugins: [svelte({ configFile: false })], // for the runes in the renderer's state
  test: {
    environment: 'node',
    tags: [{ name: LONG, description: 'Takes long, or repeats what another test shows at once.' }],
    pool: 'forks', // a native engine loads in one thread of a process only
    env: {
      TF_CPP_MIN_LOG_LEVEL: '2',
      // What they count are models that they have made; the tests of a first start have those that come with the product.
      VERSELOOM_STARTERS: join(root, 'test', 'starters', 'none'),
    },
    // One more than there are cores: much of what a file does is to wait for the processes that it has started.
    maxWorkers: availableParallelism() + 1,
    // Against hangs alone: a machine that does other things besides makes every test slower.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What it has made of the sources; as sure as the lock file is, which it keeps to as well.
    experimental: {
      fsModuleCache: true,
      fsModuleCachePath: join(root, 'node_modules', '.cache', 'verseloom', 'vitest'),
    },
    expect: { poll: { timeout: 20_000, interval: 20 } },
    projects: [
      {
        extends: true,
        // One process for many files, and so one browser.
        test: {
          ...{ name: 'e2e', include: inBrowser, isolate: false },
          ...{ testTimeout: 240_000, hookTimeout: 240_000 },
        },
      },
      {
        extends: true,
        // Likewise: to start a process and to load what is tested takes longer than most of these do.
        test: {
          ...{ name: 'unit', include: ['test/**/*.test.ts'], exclude: [...alone, ...inBrowser] },
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: alone },
      },
      {
        extends: true,
        test: {
          name: 'soak',
          include: ['test/soak/**/*.soak.ts'],
          testTimeout: 3_600_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
