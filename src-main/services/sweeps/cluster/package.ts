/**
 * What a job runs, as one zip for Ray: Node, the command line's programs, and ONNX Runtime for Linux on x64. It has no text of anybody's.
 *
 * Its name is a hash of what is in it, so that a cluster gets it once, and a job runs what was sent for it and nothing else.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import JSZip from 'jszip';
import { VerseloomError } from '../../../contract/errors.ts';

/** What the machines of a cluster are. */
const PLATFORM = { os: 'linux', arch: 'x64' } as const;
/** Of every file in the zip, so that the same files make the same bytes. */
const DATE = new Date(Date.UTC(2000, 0, 1));

export interface PackageFile {
  /** In the package, with slashes. */
  readonly name: string;
  /** Where it lies here, or what is in it. */
  readonly from: { readonly path: string } | { readonly text: string };
  readonly isProgram: boolean;
}

export interface JobPackage {
  /** As Ray wants it. */
  readonly name: string;
  readonly files: readonly PackageFile[];
  /** Of all files as they are. */
  readonly bytes: number;
}

/** The program that a job begins with, in the package. */
export const NODE = 'node';
export const PROGRAM = 'dist/main/cli.cjs';

/**
 * Finds what is to be sent, and its name, without making the zip.
 * @param root of the installation
 * @param programs folder of the built programs
 * @throws VerseloomError `cluster.package` {missing} where this installation has not what a cluster needs
 */
export async function findPackage(root: string, programs: string): Promise<JobPackage> {
  const files = await filesOf(root, programs);
  const hash = createHash('sha256');
  let bytes = 0;
  for (const file of files) {
    const size = await sizeOf(file);
    hash.update(`${file.name} ${size}\n`);
    if ('text' in file.from) hash.update(file.from.text);
    else for await (const piece of createReadStream(file.from.path)) hash.update(piece as Buffer);
    bytes += size;
  }
  return { name: `_ray_pkg_${hash.digest('hex').slice(0, 32)}.zip`, files, bytes };
}

/** @returns how large it is before it is packed, without reading it. @throws VerseloomError as `findPackage` */
export async function packageBytes(root: string, programs: string): Promise<number> {
  const sizes = await Promise.all((await filesOf(root, programs)).map(sizeOf));
  return sizes.reduce((sum, size) => sum + size, 0);
}

const filesOf = async (root: string, programs: string): Promise<PackageFile[]> =>
  [
    { name: NODE, from: { path: await nodeForCluster(root) }, isProgram: true },
    { name: 'package.json', from: { path: join(root, 'package.json') }, isProgram: false },
    // A job has no use for the models that come with the product.
    { name: 'resources/starters/starters.json', from: { text: '[]' }, isProgram: false },
    ...(await filesIn(programs, 'dist/main', (name) =>
      /(\.cjs|^corpora\.json|^exported-page\.html)$/.test(name),
    )),
    ...(await engineFiles()),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));

const sizeOf = async ({ from }: PackageFile): Promise<number> =>
  'text' in from ? from.text.length : (await stat(from.path)).size;

/** @returns the zip. It takes seconds, and as much memory as the files. */
export async function zipPackage({ files }: JobPackage): Promise<Uint8Array> {
  const zip = new JSZip();
  for (const { name, from, isProgram } of files)
    zip.file(name, 'text' in from ? from.text : await readFile(from.path), {
      ...{ date: DATE, createFolders: false },
      unixPermissions: isProgram ? 0o755 : 0o644,
    });
  return zip.generateAsync({
    ...{ type: 'uint8array', platform: 'UNIX' },
    ...{ compression: 'DEFLATE', compressionOptions: { level: 6 } },
  });
}

/** @throws VerseloomError `cluster.package` */
async function nodeForCluster(root: string): Promise<string> {
  const isSame = process.platform === PLATFORM.os && process.arch === PLATFORM.arch;
  if (isSame && process.versions['electron'] === undefined) return process.execPath;
  const packed = join(root, 'node_modules', `node-${PLATFORM.os}-${PLATFORM.arch}`, 'bin', 'node');
  if (existsSync(packed)) return packed;
  throw new VerseloomError('cluster.package', {
    missing: `Node (${PLATFORM.os} ${PLATFORM.arch})`,
  });
}

/** @throws VerseloomError `cluster.package` */
async function engineFiles(): Promise<PackageFile[]> {
  const { resolve } = createRequire(import.meta.url);
  const of = (name: string): string => dirname(dirname(resolve(name))); // of <package>/dist/index.js
  try {
    const engine = of('onnxruntime-node');
    const common = dirname(of('onnxruntime-common')); // of <package>/dist/cjs/index.js
    const binding = join('bin', 'napi-v6', PLATFORM.os, PLATFORM.arch);
    const isCode = (name: string): boolean => /\.(js|json)$/.test(name);
    const at = 'node_modules/onnxruntime-node';
    return [
      {
        name: `${at}/package.json`,
        from: { path: join(engine, 'package.json') },
        isProgram: false,
      },
      ...(await filesIn(join(engine, 'dist'), `${at}/dist`, isCode)),
      ...(await filesIn(join(engine, binding), `${at}/${binding.replaceAll('\\', '/')}`, (name) =>
        /^(libonnxruntime\.so\.1|onnxruntime_binding\.node)$/.test(name),
      )),
      {
        name: 'node_modules/onnxruntime-common/package.json',
        ...{ from: { path: join(common, 'package.json') }, isProgram: false },
      },
      ...(await filesIn(
        join(common, 'dist', 'cjs'),
        'node_modules/onnxruntime-common/dist/cjs',
        isCode,
      )),
    ];
  } catch (error) {
    throw new VerseloomError('cluster.package', { missing: 'ONNX Runtime' }, { cause: error });
  }
}

async function filesIn(
  folder: string,
  name: string,
  isWanted: (name: string) => boolean,
): Promise<PackageFile[]> {
  const found = await readdir(folder, { withFileTypes: true });
  return found
    .filter((entry) => entry.isFile() && isWanted(entry.name))
    .map((entry) => ({
      name: `${name}/${entry.name}`,
      from: { path: join(folder, entry.name) },
      isProgram: false,
    }));
}
