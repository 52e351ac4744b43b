/** Migrations of a data folder for tests. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Migration } from '../../../src-main/store/data/migrations.ts';

async function prepend(path: string, text: string): Promise<void> {
  await writeFile(path, text + (await readFile(path, 'utf8')));
}

/** Changes every model, and gives a file another name. */
export const second: Migration = {
  from: 1,
  changes: () => Promise.resolve(['models', 'preferences.json', 'settings.json']),
  run: async (root) => {
    await mkdir(join(root, 'models', 'half'));
    await prepend(join(root, 'models', 'a.verse'), 'second: ');
    await rename(join(root, 'preferences.json'), join(root, 'settings.json'));
    await prepend(join(root, 'models', '.trash', 'b.verse'), 'second: ');
    await rm(join(root, 'models', 'half'), { recursive: true });
  },
};

export const third: Migration = {
  from: 2,
  changes: () => Promise.resolve([join('models', 'a.verse')]),
  run: (root) => prepend(join(root, 'models', 'a.verse'), 'third: '),
};

/** Fails when it has changed, removed and made something. */
export const failing = (from: number): Migration => ({
  from,
  changes: () => Promise.resolve(['models', 'recent.json', 'made']),
  run: async (root) => {
    await prepend(join(root, 'models', 'a.verse'), 'half: ');
    await rm(join(root, 'recent.json'));
    await mkdir(join(root, 'made', 'deep'), { recursive: true });
    throw new Error('failed on purpose');
  },
});
