import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PreferencesFile } from '../../src-main/store/preferences-file.ts';
import { listing, temporaryFolder } from './temporary-folder.ts';

const DEFAULTS = { language: 'system', theme: 'system', engine: 'auto' };

describe('PreferencesFile', () => {
  it('begins with the defaults and writes nothing by itself', async () => {
    const folder = await temporaryFolder();
    const preferences = await PreferencesFile.open(join(folder, 'preferences.json'));
    expect(preferences.get()).toEqual(DEFAULTS);
    expect(await listing(folder)).toEqual([]);
  });

  it('keeps what was changed, and nothing else changes', async () => {
    const path = join(await temporaryFolder(), 'preferences.json');
    const preferences = await PreferencesFile.open(path);
    await preferences.set({ theme: 'dark' });
    expect(await preferences.set({ language: 'en' })).toEqual({
      ...DEFAULTS,
      theme: 'dark',
      language: 'en',
    });
    expect((await PreferencesFile.open(path)).get()).toEqual(preferences.get());
  });

  it('loses none of several changes at once', async () => {
    const path = join(await temporaryFolder(), 'preferences.json');
    const preferences = await PreferencesFile.open(path);
    await Promise.all([
      preferences.set({ theme: 'dark' }),
      preferences.set({ language: 'zh' }),
      preferences.set({ engine: 'onnx' }),
    ]);
    const expected = { theme: 'dark', language: 'zh', engine: 'onnx' };
    expect(preferences.get()).toEqual(expected);
    expect((await PreferencesFile.open(path)).get()).toEqual(expected);
  });

  it('sets a broken file aside', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'preferences.json'), '{"theme":"pink"}');
    const preferences = await PreferencesFile.open(join(folder, 'preferences.json'));
    expect(preferences.get()).toEqual(DEFAULTS);
    const names = await listing(folder);
    expect(names).toHaveLength(1);
    expect(await readFile(join(folder, names[0]!), 'utf8')).toBe('{"theme":"pink"}');
  });

  it('stays as it was when a change cannot be written', async () => {
    const folder = await temporaryFolder();
    const preferences = await PreferencesFile.open(join(folder, 'gone', 'preferences.json'));
    await writeFile(join(folder, 'gone'), 'a file where the folder should be');
    await expect(preferences.set({ theme: 'dark' })).rejects.toMatchObject({
      code: 'file.unwritable',
    });
    expect(preferences.get()).toEqual(DEFAULTS);
  });
});
