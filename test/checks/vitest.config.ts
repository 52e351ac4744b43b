// How the tests run: a few files side by side, those in a real browser first since they take longest; the long ones only when asked for.

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const root = join(import.meta.dirname, '..', '..');

/** What neither starts a process nor loads a native library, and changes nothing outside of itself. */
const pure = ['contract', 'core', 'corpus', 'messages', 'renderer'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);
const inBrowser = ['test/e2e/**/*.test.ts', 'test/electron/**/*.test.ts'];

export default defineConfig({
  root,
  plugins: [svelte({ configFile: false })], // for the runes in the renderer's state
  test: {
    environment: 'node',
    pool: 'forks', // a native engine loads in one thread of a process only
    env: { TF_CPP_MIN_LOG_LEVEL: '2' },
    // One more than there are cores: much of what a file does is to wait for the processes that it has started.
    maxWorkers: availableParallelism() + 1,
    // Against hangs alone: a machine that does other things besides makes every test slower.
    testTimeout: 120_000,
    hookTimeout: 120_000,
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
        // Likewise: to start a process takes longer than most of these do.
        test: { name: 'pure', include: pure, isolate: false },
      },
      {
        extends: true,
        test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: [...pure, ...inBrowser] },
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
