/** What the build of the screens must ship beside the font. */
import { expect, test } from 'vitest';
import type { Plugin } from 'vite';
import config from '../../../src-renderer/vite.config.ts';

test("the font's licence and copyright are among the built files", async () => {
  const plugins = (config.plugins ?? []).flat() as Plugin[];
  const plugin = plugins.find((candidate) => candidate?.name === 'font-licences');
  const emitted = new Map<string, string>();
  const emitFile = (file: { fileName: string; source: string }): void => {
    emitted.set(file.fileName, file.source);
  };
  await (plugin!.generateBundle as (this: unknown) => Promise<void>).call({ emitFile });

  const ofl = emitted.get('licences/lxgw-wenkai.OFL.txt');
  expect(ofl).toMatch(/^Copyright 2021-2023 LXGW .*\nCopyright 2020 The Klee Project Authors /);
  expect(ofl).toContain('SIL OPEN FONT LICENSE Version 1.1');
  expect(ofl).toContain('PERMISSION & CONDITIONS');
  expect(emitted.get('licences/lxgw-wenkai-webfont.LICENSE.txt')).toContain('MIT License');
});
