/**
 * What a job runs, as one zip for Ray: Node, the command line's programs, and ONNX Runtime, for the system and processor of the cluster's
 * machines. It has no text of anybody's.
 *
 * Its name is a hash of what is in it, so that a cluster gets it once, and a job runs what was sent for it and nothing else.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import JSZip from 'jszip';
import { VerseloomError } from '../../../contract/errors.ts';
import type { ClusterPlatform } from '../../../contract/sweeps/cluster.ts';

/** Where the program lies that is sent to a cluster. */
export interface Installed {
  readonly root: string;
  /** Folder of the built programs. */
  readonly programs: string;
  /** Folder with all that jobs need, a folder a platform; null in a clone, where it is put together. */
  readonly packed: string | null;
}

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
}

/** The program that a job begins with, in the package. */
export const NODE = 'node';
export const PROGRAM = 'dist/main/cli.cjs';

/**
 * Finds what is to be sent, and its name, without making the zip. The Node of another platform is got from npm, once.
 * @throws VerseloomError `cluster.package` {missing, platform} where this installation has not what a cluster needs
 */
export async function findPackage(
  installed: Installed,
  platform: ClusterPlatform,
): Promise<JobPackage> {
  const files = await filesOf(installed, platform);
  const hash = createHash('sha256');
  for (const file of files) {
    const size = await sizeOf(file);
    hash.update(`${file.name} ${size}\n`);
    if ('text' in file.from) hash.update(file.from.text);
    else for await (const piece of createReadStream(file.from.path)) hash.update(piece as Buffer);
  }
  return { name: `_ray_pkg_${hash.digest('hex').slice(0, 32)}.zip`, files };
}

/** Writes all that jobs need into a folder, as an installation has it where nothing is put together. @throws VerseloomError as `findPackage` */
export async function writePackage(
  installed: Installed,
  platform: ClusterPlatform,
  folder: string,
): Promise<void> {
  for (const { name, from } of await filesOf(installed, platform)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await ('text' in from ? writeFile(path, from.text) : copyFile(from.path, path));
  }
}

async function filesOf(installed: Installed, platform: ClusterPlatform): Promise<PackageFile[]> {
  const { root, programs, packed } = installed;
  const files =
    packed === null
      ? await filesOfClone(root, programs, platform)
      : await filesPacked(join(packed, platform), platform);
  return files.sort((a, b) => (a.name < b.name ? -1 : 1));
}

const filesOfClone = async (
  root: string,
  programs: string,
  platform: ClusterPlatform,
): Promise<PackageFile[]> => [
  { name: NODE, from: { path: await nodeFor(root, platform) }, isProgram: true },
  { name: 'package.json', from: { path: join(root, 'package.json') }, isProgram: false },
  // A job has no use for the models that come with the product.
  { name: 'resources/starters/starters.json', from: { text: '[]' }, isProgram: false },
  ...(await filesIn(programs, 'dist/main', (name) =>
    /(\.cjs|^corpora\.json|^exported-page\.html)$/.test(name),
  )),
  ...(await engineFiles(platform)),
];

/** @throws VerseloomError `cluster.package` where this installation was made for other clusters */
async function filesPacked(folder: string, platform: ClusterPlatform): Promise<PackageFile[]> {
  if (!existsSync(folder)) throw missing('Verseloom', platform);
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const name = relative(folder, path).replaceAll('\\', '/');
      return { name, from: { path }, isProgram: name === NODE };
    });
}

const missing = (what: string, platform: ClusterPlatform, cause?: unknown): VerseloomError =>
  new VerseloomError('cluster.package', { missing: what, platform }, { cause });

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
async function nodeFor(root: string, platform: ClusterPlatform): Promise<string> {
  const isSame = platform === `${process.platform}-${process.arch}`;
  if (isSame && process.versions['electron'] === undefined) return process.execPath;
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(root, 'src-main', 'setup', 'other-node.mjs'), platform],
      { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } },
    );
    return stdout.trim();
  } catch (error) {
    throw missing('Node', platform, error);
  }
}

/** @throws VerseloomError `cluster.package` */
async function engineFiles(platform: ClusterPlatform): Promise<PackageFile[]> {
  const { resolve } = createRequire(import.meta.url);
  const of = (name: string): string => dirname(dirname(resolve(name))); // of <package>/dist/index.js
  try {
    const engine = of('onnxruntime-node');
    const common = dirname(of('onnxruntime-common')); // of <package>/dist/cjs/index.js
    const binding = join('bin', 'napi-v6', ...platform.split('-'));
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
        /^(libonnxruntime(\.so\.1|\.1\.dylib)|onnxruntime_binding\.node)$/.test(name),
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
    throw missing('ONNX Runtime', platform, error);
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
