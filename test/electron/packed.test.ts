/** `npm run dist` tries out what it has packed: the archive's own main process, preload, screens and engines, on the stand-in. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tryOut, whyNotTried } from '../../src-main/setup/packaging/smoke.mjs';
import { isPresent } from '../engines/on-each-engine.ts';
import { packForTest, type Packed } from '../setup/packaging/packed-for-test.ts';
import { temporaryFolder } from '../store/files/temporary-folder.ts';
import { openScreens, type Screens } from './screens.ts';
import { standInOptions } from './desktop.ts';
import { OPTIONS_VARIABLE } from './stand-in/options.ts';

const clone = join(import.meta.dirname, '..', '..');
const engines = isPresent('tensorflow') ? ['onnx', 'tensorflow'] : ['onnx'];

describe.skipIf(process.platform !== 'linux')('a package for Linux', () => {
  let packed: Packed;
  let screens: Screens;

  beforeAll(async () => {
    screens = await openScreens();
    const register = join(clone, 'test', 'electron', 'stand-in', 'register.ts');
    const runner = join(clone, 'test', 'setup', 'packaging', 'run-packed.ts');
    packed = await packForTest(
      ['--smoke-test'],
      { script: `exec '${process.execPath}' --import '${register}' '${runner}' "$0" "$@"` },
      {
        [OPTIONS_VARIABLE]: JSON.stringify(standInOptions(screens.address, { isPackaged: true })),
      },
    );
  }, 240_000);

  afterAll(async () => {
    await screens.close();
    await packed.remove();
  });

  it('passes its smoke test with every engine that is in it', { tags: ['long'] }, () => {
    const { application, said } = packed;
    const line = said.split('\n').find((line) => line.startsWith('{"smokeTest"'));
    const report = JSON.parse(line!) as { engines: { name: string }[] };
    expect(report).toMatchObject({ smokeTest: 'passed', packaged: true, problems: [] });
    expect(report.engines.map(({ name }) => name)).toEqual(engines);
    expect(said).toContain(`: ${join(application, 'verseloom')}\n`);
  });

  it(
    'fails it by name when an engine is missing, or a library of one',
    { tags: ['long'] },
    async () => {
      const { application, environment } = packed;
      const around = {
        ...process,
        platform: process.platform,
        arch: process.arch,
        env: environment,
      };
      const program = join(application, 'verseloom');
      await expect(tryOut(program, ['onnx', 'abacus'], around)).rejects.toThrow('without abacus');

      // The classic one: the binding is there, and what it links to is not.
      const library = join(
        ...[application, 'resources', 'app.asar.unpacked', 'node_modules', 'onnxruntime-node'],
        ...['bin', 'napi-v6', 'linux', process.arch, 'libonnxruntime.so.1'],
      );
      await rm(library);
      await expect(tryOut(program, engines, around)).rejects.toThrow(/smoke test \(onnx: train\)/);
    },
  );
});

describe('what is packed is tried', () => {
  const linux = { platform: 'linux', arch: 'x64', env: { DISPLAY: ':0' }, getuid: () => 1000 };

  it('on its own system and processor, where a window can be', async () => {
    const why = (changes: object, program = '/nowhere/verseloom', arch = 'x64') =>
      whyNotTried('linux', arch, program, { ...linux, ...changes } as never);
    expect(await why({}, undefined, 'arm64')).toBe('it is for linux on arm64');
    expect(await why({ platform: 'darwin' })).toBe('it is for linux on x64');
    expect(await why({ getuid: () => 0 })).toMatch(/root/);
    const folder = await temporaryFolder();
    expect(await why({ env: { PATH: folder } })).toMatch(/no display, and no xvfb-run/);
    // Neither the system's way nor Chromium's own: this `unshare` says what a system that forbids it would.
    for (const [code, words] of [
      ['1', /forbids user namespaces/],
      ['0', undefined],
    ] as const) {
      await writeFile(join(folder, 'unshare'), `#!/bin/sh\nexit ${code}\n`, { mode: 0o755 });
      const reason = await why({ env: { DISPLAY: ':0', PATH: folder } });
      if (words) expect(reason).toMatch(words);
      else expect(reason).toBeUndefined();
    }
  });
});
