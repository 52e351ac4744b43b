/** What the halves of the product are built from: a folder that is not named there, or is no longer there, would leave an old build. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { halves } from '../../src-main/setup/build.mjs';

const root = join(import.meta.dirname, '..', '..');

test.each(Object.entries(halves))('all sources of the half %s are there', (_, { sources }) => {
  expect(sources.filter((source) => !existsSync(join(root, source)))).toEqual([]);
});
