/** The Visual C++ runtime of a package for Windows: what ONNX Runtime's own files ask for, found as Visual Studio lays it out. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configure, runtimeFor } from '../../../src-main/setup/packaging/config.mjs';
import { findVisualCpp } from '../../../src-main/setup/packaging/visual-cpp.mjs';
import { readImports } from '../../../src-main/setup/packaging/windows-imports.mjs';
import { temporaryFolder } from '../../store/files/temporary-folder.ts';
import { makeStandInElectron } from './stand-in-electron.ts';

const clone = join(import.meta.dirname, '..', '..', '..');
const onnx = join(clone, 'node_modules', 'onnxruntime-node', 'bin', 'napi-v6', 'win32');
const binariesOf = (processor: string): string[] =>
  ['onnxruntime_binding.node', 'onnxruntime.dll'].map((name) => join(onnx, processor, name));
const isRuntime = (name: string): boolean => /^(msvcp|vcruntime)/i.test(name);

/** What a linker of this version writes, with this one import: as much of a library as the reader looks at. */
function library(imports: string, [major, minor] = [14, 44]): Buffer {
  const bytes = Buffer.alloc(0x400);
  const [header, optional, section] = [0x40, 0x58, 0x148];
  bytes.writeUInt32LE(header, 0x3c);
  bytes.write('PE\0\0', header);
  bytes.writeUInt16LE(1, header + 6); // sections
  bytes.writeUInt16LE(section - optional, header + 20);
  bytes.writeUInt16LE(0x20b, optional);
  bytes.set([major, minor], optional + 2);
  bytes.writeUInt32LE(0x1000, optional + 112 + 8); // imports
  for (const [at, value] of [
    [8, 0x200],
    [12, 0x1000],
    [16, 0x200],
    [20, 0x200],
  ] as const)
    bytes.writeUInt32LE(value, section + at);
  bytes.writeUInt32LE(0x1100, 0x200 + 12);
  bytes.write(`${imports}\0`, 0x300);
  return bytes;
}

/** Lays a runtime out below a folder of programs. @returns the folder of its version */
async function install(
  programs: string,
  version: string,
  { names = everything, processor = 'x64', edition = '2022/BuildTools' } = {},
): Promise<string> {
  const folder = join(
    programs,
    'Microsoft Visual Studio',
    ...[edition, 'VC', 'Redist', 'MSVC', version],
  );
  const crt = join(folder, processor, 'Microsoft.VC143.CRT');
  await mkdir(crt, { recursive: true });
  for (const name of names) await writeFile(join(crt, name), library('VCRUNTIME140.dll'));
  return folder;
}
const everything = [
  ...['concrt140.dll', 'msvcp140.dll', 'msvcp140_1.dll', 'msvcp140_2.dll'],
  ...['msvcp140_atomic_wait.dll', 'vccorlib140.dll', 'vcruntime140.dll', 'vcruntime140_1.dll'],
];

describe.each(['x64', 'arm64'])('ONNX Runtime for %s', (processor) => {
  it('asks for libraries of the runtime, and of the system alone besides', () => {
    const names = binariesOf(processor).flatMap((path) => readImports(path).names);
    expect(names).toContain('onnxruntime.dll');
    // Node's program is the one that loads the binding. DirectML is loaded for graphics cards alone, which no engine of ours asks for.
    const system =
      /^(api-ms-win-[\w-]+|(kernel|shell|user)32|dbghelp|setupapi|d3d12|dxgi|onnxruntime|directml)\.dll$|^node\.exe$/i;
    const others = names.filter((name) => !isRuntime(name) && !system.test(name));
    expect(others).toEqual([]);
    expect(names.filter(isRuntime).map((name) => name.toLowerCase())).toContain('msvcp140.dll');
  });
});

describe('the runtime', () => {
  const wanted = [
    ...['msvcp140.dll', 'msvcp140_1.dll', 'msvcp140_atomic_wait.dll'],
    ...['vcruntime140.dll', 'vcruntime140_1.dll'],
  ];
  const find = (env: NodeJS.ProcessEnv): string[] => findVisualCpp(binariesOf('x64'), 'x64', env);

  it('is that of the newest version that is installed, and what is asked for of it', async () => {
    const programs = await temporaryFolder();
    await install(programs, '14.9.1');
    const newest = await install(programs, '14.44.35112', { edition: '2022/Enterprise' });
    await install(programs, 'v143');
    const found = find({ 'ProgramFiles(x86)': programs });
    expect(found.map((path) => basename(path))).toEqual(wanted);
    for (const path of found) expect(path).toContain(newest);
  });

  it('is that of the folder that is named, and no other', async () => {
    const programs = await temporaryFolder();
    await install(programs, '14.50.1');
    const named = await install(await temporaryFolder(), '14.44.35112');
    const env = { ProgramFiles: programs, VCToolsRedistDir: named };
    for (const path of find(env)) expect(path).toContain(named);
    expect(() => find({ ...env, VCToolsRedistDir: join(named, 'not') })).toThrow('MSVCP140.dll');
  });

  it('has with it what its own libraries ask for', async () => {
    const named = await install(await temporaryFolder(), '14.44.1');
    const crt = join(named, 'x64', 'Microsoft.VC143.CRT');
    await writeFile(join(crt, 'msvcp140_1.dll'), library('MSVCP140_2.dll'));
    const found = find({ VCToolsRedistDir: named }).map((path) => basename(path));
    expect(found).toEqual([...wanted, 'msvcp140_2.dll'].sort());
  });

  it.each([
    ['is not installed', '14.44.1', [], /MSVCP140.dll, .*does not have it all/],
    ['lacks one', '14.44.1', everything.slice(0, -1), /Runtime: VCRUNTIME140_1.dll\. /],
    ['is older than its libraries', '14.38.33130', everything, /is older than 14\.44/],
  ])('is a failure by name where it %s', async (_, version, names, message) => {
    const named = await install(await temporaryFolder(), version, { names });
    expect(() => find({ VCToolsRedistDir: named })).toThrow(message);
  });

  it('is a failure by name where what lies there is no library', async () => {
    const named = await install(await temporaryFolder(), '14.44.1');
    const path = join(named, 'x64', 'Microsoft.VC143.CRT', 'msvcp140.dll');
    await writeFile(path, Buffer.alloc(4096));
    expect(() => find({ VCToolsRedistDir: named })).toThrow(`${path} is no program of Windows.`);
  });
});

describe('a package for Windows', () => {
  let folder: string;
  let resources: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'verseloom-windows-'));
    const electron = join(folder, 'electron');
    const manifest = join(clone, 'node_modules', 'electron', 'package.json');
    const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
    await makeStandInElectron(electron, version, { program: 'electron.exe' });
    const named = await install(folder, '14.44.35112');
    const engines = { onnx: true, tensorflow: false };
    const VCToolsRedistDir = process.env.VCToolsRedistDir;
    process.env.VCToolsRedistDir = named;
    const runtime = runtimeFor('win32', 'x64', engines);
    if (VCToolsRedistDir === undefined) delete process.env.VCToolsRedistDir;
    else process.env.VCToolsRedistDir = VCToolsRedistDir;
    const output = join(folder, 'packages');
    const packed: { folder: string; program: string }[] = [];
    const rest = { system: 'win32', processor: 'x64', engines, runtime, output } as const;
    await build({
      projectDir: clone,
      targets: new Map([[Platform.WINDOWS, new Map([[Arch.x64, ['dir']]])]]),
      config: {
        ...configure({
          ...rest,
          packed: (one: { folder: string; program: string }) => packed.push(one),
        }),
        electronDist: electron,
        // The stand-in's program has no resources to be edited.
        win: { signAndEditExecutable: false },
        disableAsarIntegrity: true,
      },
    });
    resources = join(packed[0]!.folder, 'resources');
    expect(packed[0]!.program).toBe(join(packed[0]!.folder, 'Verseloom.exe'));
  }, 120_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('has the runtime beside the binding, with its licence', async () => {
    const beside = join(
      ...[resources, 'app.asar.unpacked', 'node_modules', 'onnxruntime-node'],
      ...['bin', 'napi-v6', 'win32', 'x64'],
    );
    const names = await readdir(beside);
    const present = new Set(names.map((name) => name.toLowerCase()));
    for (const name of names)
      for (const asked of readImports(join(beside, name)).names)
        if (isRuntime(asked))
          expect(present, `${asked} for ${name}`).toContain(asked.toLowerCase());
    expect(names).toEqual(expect.arrayContaining(['onnxruntime_binding.node', 'msvcp140.dll']));
    const licence = await readFile(join(resources, 'licences', 'visual-cpp-runtime.md'), 'utf8');
    for (const name of names.filter(isRuntime)) expect(licence).toContain(`- ${name}\n`);
    expect(licence).toContain('Microsoft Software License Terms');
  });
});
