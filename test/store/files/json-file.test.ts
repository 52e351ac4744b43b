import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { preferences as schema } from '../../../src-main/contract/preferences.ts';
import { JsonFile } from '../../../src-main/store/files/json-file.ts';
import { listing, temporaryFolder } from './temporary-folder.ts';

const DEFAULTS = {
  ...{ language: 'system', theme: 'system', engine: 'auto', leavesRoom: false, threads: null },
  ...{ limitMb: 64, limitFiles: 5000, presets: [], forms: [] },
  ...{ pageSize: 'usual', pageFace: 'kai', pageColour: 'nothing', pageMarks: true },
  ...{ copiesEverywhere: false, copiedCharacters: 6, copiedWords: 5 },
  everySetting: false,
  charts: {
    ...{ over: 'epoch', scale: 'log', smoothing: 0, entropy: false, drag: 'read' },
    ...{ samples: 'list', book: true, shown: ['gradientNorm'] },
  },
};

const open = (path: string) => JsonFile.open(path, schema);

describe('JsonFile', () => {
  it('begins with the defaults and writes nothing by itself', async () => {
    const folder = await temporaryFolder();
    const preferences = await open(join(folder, 'preferences.json'));
    expect(preferences.get()).toEqual(DEFAULTS);
    expect(await listing(folder)).toEqual([]);
  });

  it('keeps what was changed, and nothing else changes', async () => {
    const path = join(await temporaryFolder(), 'preferences.json');
    const preferences = await open(path);
    await preferences.set({ theme: 'dark' });
    expect(await preferences.set({ language: 'en' })).toEqual({
      ...DEFAULTS,
      theme: 'dark',
      language: 'en',
    });
    expect((await open(path)).get()).toEqual(preferences.get());
  });

  it('loses none of several changes at once', async () => {
    const path = join(await temporaryFolder(), 'preferences.json');
    const preferences = await open(path);
    await Promise.all([
      preferences.set({ theme: 'dark' }),
      preferences.set({ language: 'zh' }),
      preferences.set({ engine: 'onnx' }),
    ]);
    const expected = { ...DEFAULTS, theme: 'dark', language: 'zh', engine: 'onnx' };
    expect(preferences.get()).toEqual(expected);
    expect((await open(path)).get()).toEqual(expected);
  });

  it('sets a broken file aside', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'preferences.json'), '{"theme":"pink"}');
    const preferences = await open(join(folder, 'preferences.json'));
    expect(preferences.get()).toEqual(DEFAULTS);
    const names = await listing(folder);
    expect(names).toHaveLength(1);
    expect(preferences.setAside).toBe(join(folder, names[0]!));
    expect(await readFile(join(folder, names[0]!), 'utf8')).toBe('{"theme":"pink"}');
  });

  it('stays as it was when a change cannot be written', async () => {
    const folder = await temporaryFolder();
    const preferences = await open(join(folder, 'gone', 'preferences.json'));
    await writeFile(join(folder, 'gone'), 'a file where the folder should be');
    await expect(preferences.set({ theme: 'dark' })).rejects.toMatchObject({
      code: 'file.unwritable',
    });
    expect(preferences.get()).toEqual(DEFAULTS);
  });
});
