/** What `npm run dist` packs: all that the application needs and nothing else, with native code outside the archive and the fuses set. */
import { execFile } from 'node:child_process';
import { createRequire, isBuiltin } from 'node:module';
import { mkdir, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { Arch, build, Platform } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { findPackage } from '../../../src-main/services/sweeps/cluster/package.ts';
import { childProcessSpawn } from '../../../src-main/supervisor/child-process.ts';
import { smallJob, startCompute } from '../../compute/compute-process.ts';
import { train } from '../../compute/train.ts';
import { isPresent, onEachEngine } from '../../engines/on-each-engine.ts';
import { layOut } from './lay-out.ts';
import { packForTest, type Packed } from './packed-for-test.ts';

const clone = join(import.meta.dirname, '..', '..', '..');
const modules = 'node_modules';
const onnxFolder = `${modules}/onnxruntime-node/bin/napi-v6/linux/${process.arch}`;
const tensorflowFolder = `${modules}/@tensorflow/tfjs-node`;

/** Native code and what it links to. */
const natives = [
  `${onnxFolder}/libonnxruntime.so.1`,
  `${onnxFolder}/onnxruntime_binding.node`,
  ...(isPresent('tensorflow') ? [`${tensorflowFolder}/lib/napi-v8/tfjs_binding.node`] : []),
];
const tensorflowLibrary = new RegExp(`^${tensorflowFolder}/deps/lib/libtensorflow[\\w.]+$`);

/** Packages that tfjs-node requires when it is loaded. */
const required = [
  ...['@mapbox/node-pre-gyp', 'abbrev', 'ansi-regex', 'aproba', 'are-we-there-yet'],
  ...['color-support', 'console-control-strings', 'delegates', 'detect-libc', 'emoji-regex'],
  ...['gauge', 'google-protobuf', 'has-unicode', 'inherits', 'is-fullwidth-code-point', 'long'],
  ...['nopt', 'npmlog', 'object-assign', 'progress', 'readable-stream', 'safe-buffer'],
  ...['seedrandom', 'semver', 'set-blocking', 'signal-exit', 'string-width', 'string_decoder'],
  ...['strip-ansi', 'util-deprecate', 'wide-align'],
];

const archiveList = [
  /^package\.json$/,
  /^dist\/main\/(main|preload|compute|corpus-worker)\.cjs$/,
  /^dist\/main\/(exported-page\.html|corpora\.json)$/,
  /^dist\/main\/shared-[\w-]{8}\.cjs$/,
  /^dist\/renderer\/index\.html$/,
  /^dist\/renderer\/assets\/index-[\w-]{8}\.(js|css)$/,
  // What knows readings and rhymes, and what finds the changes of a text: loaded when somebody asks.
  /^dist\/renderer\/assets\/(wishes|by-hand|form-text|measure|readings|rhyme-books|english|phones|polyphone|pinyin-filter|line-(end|measures)|cmu-pronouncing-dictionary)-[\w-]{8}\.js$/,
  /^dist\/renderer\/assets\/verseloom-[\w-]{8}\.svg$/,
  /^dist\/renderer\/assets\/lxgwwenkai-[\w-]+-[\w-]{8}\.woff2$/,
  /^resources\/corpora\/LICENSE\.md$/,
  /^resources\/model-manifest\.schema\.json$/,
  /^node_modules\/onnxruntime-(node|common)\/package\.json$/,
  /^node_modules\/onnxruntime-node\/dist\/(backend|binding|index|version)\.js$/,
  /^node_modules\/onnxruntime-common\/dist\/cjs\/([\w-]+\.js|package\.json)$/,
  ...(isPresent('tensorflow')
    ? [
        /^node_modules\/@tensorflow\/tfjs[\w-]*\/package\.json$/,
        /^node_modules\/@tensorflow\/tfjs(-(?!node)\w+)*\/dist\/tf[\w-]*\.node\.js$/,
        /^node_modules\/@tensorflow\/tfjs-node\/dist\/([\w-]+\/)*(?!\w+_test\.)\w+\.js$/,
        tensorflowLibrary,
        new RegExp(
          `^${modules}/(${required.join('|')})/(package\\.json|licen[cs]e[\\w.-]*|(?!.*(test|bin)/).+\\.js|lib/util/abi_crosswalk\\.json)$`,
          'i',
        ),
      ]
    : []),
  ...natives.map((path) => new RegExp(`^${path.replaceAll('.', '\\.')}$`)),
];

// The stand-in is a Linux one: on macOS and Windows, more of the real Electron is read.
describe.skipIf(process.platform !== 'linux')('a package for Linux', () => {
  let dist: Packed;
  let folder: string;
  let application: string;
  let archive: string;
  /** What is in the archive and what is beside it, in their places. */
  let laidOut: string;
  let said: string;
  let packed: string[];

  beforeAll(async () => {
    dist = await packForTest();
    ({ folder, application, said } = dist);
    archive = join(application, 'resources', 'app.asar');
    laidOut = join(folder, 'laid-out');
    layOut(archive, laidOut);
    const entries = listPackage(archive, { isPack: false }).map((path) => path.slice(1));
    packed = entries.filter((path) => !entries.some((other) => other.startsWith(`${path}/`)));
  }, 120_000);

  afterAll(() => dist.remove());

  const outside = async (): Promise<string[]> => {
    const entries = await readdir(`${archive}.unpacked`, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(`${archive}.unpacked/`.length));
  };

  it('has in its archive what is on the list, and nothing else', () => {
    expect(packed.filter((path) => !archiveList.some((pattern) => pattern.test(path)))).toEqual([]);
    const unused = archiveList.filter((pattern) => !packed.some((path) => pattern.test(path)));
    expect(unused).toEqual([]);
  });

  it('has in its manifest what a program needs, and not how it is made', async () => {
    const manifest = JSON.parse(await readFile(join(laidOut, 'package.json'), 'utf8')) as unknown;
    expect(manifest).toMatchObject({
      main: 'dist/main/main.cjs',
      desktopName: 'verseloom.desktop',
      type: 'module',
    });
    expect(manifest).not.toHaveProperty('scripts');
    expect(manifest).not.toHaveProperty('devDependencies');
  });

  it('has native code and all that it links to outside the archive, as files', async () => {
    const paths = await outside();
    const libraries = paths.filter((path) => tensorflowLibrary.test(path));
    expect(paths.sort()).toEqual([...natives, ...libraries].sort());
    expect(libraries.length > 0).toBe(isPresent('tensorflow'));
    for (const path of paths) {
      const file = await realpath(join(`${archive}.unpacked`, path)); // one library may have two names
      expect(file).toContain(`${archive}.unpacked`);
      expect((await stat(file)).size, path).toBe((await stat(join(clone, path))).size);
    }
    for (const path of natives.filter((path) => path.endsWith('.node'))) {
      const { stdout } = await promisify(execFile)('ldd', [join(`${archive}.unpacked`, path)]);
      const linked = stdout.split('\n').filter((line) => /lib(onnxruntime|tensorflow)/.test(line));
      expect(linked.length, path).toBeGreaterThan(0);
      for (const line of linked) expect(line).toContain(`${archive}.unpacked`);
    }
  });

  it(
    'has what jobs on a cluster run, as a clone puts it together',
    { tags: ['long'] },
    async () => {
      const packages = await Promise.all(
        [null, join(application, 'resources', 'cluster')].map((packed) =>
          findPackage({ root: clone, programs: join(clone, 'dist', 'main'), packed }, 'linux-x64'),
        ),
      );
      expect(packages[1]!.name).toBe(packages[0]!.name);
      expect(packages[1]!.files.filter(({ isProgram }) => isProgram)).toMatchObject([
        { name: 'node' },
      ]);
      const licences = join(application, 'resources', 'licences', 'node.LICENSE.txt');
      expect(await readFile(licences, 'utf8')).toContain('Node.js');
    },
  );

  it('has no way past its own code into the Electron that carries it', async () => {
    const wire = await getCurrentFuseWire(join(application, 'verseloom'));
    expect(wire).toMatchObject({
      [FuseV1Options.RunAsNode]: FuseState.DISABLE,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: FuseState.DISABLE,
      [FuseV1Options.EnableNodeCliInspectArguments]: FuseState.DISABLE,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: FuseState.ENABLE,
      [FuseV1Options.OnlyLoadAppFromAsar]: FuseState.ENABLE,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: FuseState.DISABLE,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: FuseState.DISABLE,
      [FuseV1Options.EnableCookieEncryption]: FuseState.DISABLE,
      [FuseV1Options.WasmTrapHandlers]: FuseState.ENABLE, // as it came
    });
    expect((await readdir(join(application, 'resources'))).sort()).toEqual([
      ...['app.asar', 'app.asar.unpacked', 'cluster', 'licences', 'starters'],
    ]);
  });

  it("keeps the product's languages of Chromium, and the licences of everybody", async () => {
    expect((await readdir(join(application, 'locales'))).sort()).toEqual([
      ...['en-US.pak', 'zh-CN.pak', 'zh-TW.pak'],
    ]);
    expect(await readFile(join(application, 'LICENSE.electron.txt'), 'utf8')).toBe('of Electron');
    expect(await readdir(application)).toContain('LICENSES.chromium.html');
    const licences = join(application, 'resources', 'licences');
    const texts = await readdir(licences);
    for (const name of ['verseloom', 'onnxruntime', 'tensorflow'])
      expect(texts).toContain(`${name}.LICENSE.txt`);
    expect(texts).toContain('lxgw-wenkai.OFL.txt');
    const read = (name: string): Promise<string> => readFile(join(licences, name), 'utf8');
    expect(await read('screens.md')).toMatch(/^## svelte - .*\n\n.+/m);
    expect(await read('program.md')).toMatch(/^## zod - .*\n\n.+/m);
    const packages = await read('packages.md');
    for (const path of packed) {
      const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
      if (name) expect(packages).toContain(`\n## ${name} - `);
    }
  });

  it(
    'is what opens .verse files, under a Chinese name where Chinese is spoken',
    { tags: ['long'] },
    async () => {
      let entry = '';
      let mimeTypes = '';
      const prepackaged = join(folder, 'prepackaged');
      await mkdir(join(prepackaged, 'resources'), { recursive: true });
      // As far as a .deb gets without the program that writes it: electron-builder asks before it calls that.
      await build({
        projectDir: clone,
        prepackaged,
        targets: new Map([[Platform.LINUX, new Map([[Arch.x64, ['deb']]])]]),
        config: {
          directories: { output: join(folder, 'deb') },
          extraMetadata: { homepage: 'https://verseloom.example' },
        },
        effectiveOptionComputed: async ([args, desktopFile]: [string[], string]) => {
          entry = await readFile(desktopFile, 'utf8');
          const xml = args.find((arg) => arg.endsWith('=/usr/share/mime/packages/verseloom.xml'));
          mimeTypes = await readFile(xml!.split('=')[0]!, 'utf8');
          return true;
        },
      });
      expect(entry).toMatch(/^Name=Verseloom$/m);
      expect(entry).toMatch(/^Name\[zh_CN\]=词织$/m);
      expect(entry).toMatch(/^Comment\[zh_CN\]=.+$/m);
      expect(entry).toMatch(/^Exec=\/opt\/Verseloom\/verseloom %U$/m);
      expect(entry).toMatch(/^MimeType=(.+;)?application\/x-verseloom-model;$/m);
      expect(mimeTypes).toContain('<mime-type type="application/x-verseloom-model">');
      expect(mimeTypes).toContain('<glob pattern="*.verse"/>');
    },
  );

  it('says how large it is, and what of it is', () => {
    const lines = said.split('\n').filter((line) => / MB {2}/.test(line));
    expect(lines.length).toBe(1 + 10);
    expect(lines[0]).toContain(application);
    expect(lines.join('\n')).toContain('libonnxruntime.so.1');
  });

  it('requires nothing that is not in it', async () => {
    for (const path of packed.filter((path) => path.startsWith('dist/main/'))) {
      const { resolve } = createRequire(join(laidOut, path));
      const code = await readFile(join(laidOut, path), 'utf8');
      const withoutComments = code.replaceAll(/^\s*\*.*/gm, '');
      expect(withoutComments, path).not.toMatch(/\bimport\("/); // Node's loader of ES modules knows no archives
      for (const [, name] of withoutComments.matchAll(/\brequire\("([^"]+)"\)/g)) {
        if (isBuiltin(name!) || name === 'electron') continue;
        if (name!.startsWith('@tensorflow/') && !isPresent('tensorflow')) continue;
        expect(resolve(name!), `${name} in ${path}`).toMatch(laidOut);
      }
    }
  });

  onEachEngine((engine) => {
    it(
      'trains out of the archive itself, where `require` alone finds anything',
      { tags: ['long'] },
      async () => {
        const loader = pathToFileURL(join(import.meta.dirname, 'archive-loader.ts')).href;
        vi.stubEnv('NODE_OPTIONS', `--import ${loader}`);
        vi.stubEnv('VERSELOOM_ARCHIVE', archive);
        onTestFinished(() => void vi.unstubAllEnvs());
        const program = join(archive, 'dist', 'main', 'compute.cjs');
        const { link, calls } = startCompute(engine, childProcessSpawn(program));
        expect((await train(calls, smallJob({ epochs: 1 }))).outcome).toBe('finished');
        const loaded = await readFile(`/proc/${link.pid}/maps`, 'utf8');
        expect(loaded).toContain(`${archive}.unpacked`);
        expect(loaded).not.toContain(join(clone, modules, 'onnxruntime-node'));
        expect(loaded).not.toContain(join(clone, modules, '@tensorflow'));
      },
    );

    it('trains three steps, laid out for plain Node', async () => {
      const program = join(laidOut, 'dist', 'main', 'compute.cjs');
      const { link, calls, heard } = startCompute(engine, childProcessSpawn(program));
      const { settings, ids, ...job } = smallJob({ epochs: 1 });
      const steps = 3;
      const length = steps * settings.batchSize * settings.timeSteps + 1;
      const { outcome } = await train(calls, { ...job, settings, ids: ids.slice(0, length) });
      expect(outcome).toBe('finished');
      expect(heard.epochs.length).toBe(1);
      expect(heard.epochs[0]!.perplexity).toBeGreaterThan(1);
      const loaded = await readFile(`/proc/${link.pid}/maps`, 'utf8');
      expect(loaded).toContain(laidOut);
      expect(loaded).not.toContain(join(clone, modules, 'onnxruntime-node'));
      expect(loaded).not.toContain(join(clone, modules, '@tensorflow'));
    });
  });
});
