/** Where the product's own files are, as seen from its built programs; a rebuild while they run changes none of it. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pinned, useBuilds } from './setup/build-folders.mjs';

/** Of the build that this program belongs to: `dist/main`, or in a clone what that was a link to when the program started. */
const programs = import.meta.dirname;
const root = findRoot(programs);
const isPackage = root.endsWith('.asar');
const screens = pinned(join(root, 'dist', 'renderer'));

/** The nearest folder above with a `package.json`: in a clone the programs lie deeper than in a package. */
function findRoot(folder: string): string {
  const above = dirname(folder);
  if (existsSync(join(folder, 'package.json')) || above === folder) return folder;
  return findRoot(above);
}

export const installation = {
  root,
  programs,
  version: (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string })
    .version,
  preload: join(programs, 'preload.cjs'),
  compute: join(programs, 'compute.cjs'),
  /** A thread finds it in a package's archive as well: Electron wraps `fs` in each thread of Node's. */
  corpusWorker: join(programs, 'corpus-worker.cjs'),
  screens,
  exportedPage: join(programs, 'exported-page.html'),
  builtInCorpora: join(programs, 'corpora.json'),
  /**
   * In a package they are files like any other, beside its archive: each can be shown in its folder. `VERSELOOM_STARTERS` names
   * another folder of them.
   */
  starters:
    process.env['VERSELOOM_STARTERS'] ??
    (isPackage ? join(root, '..', 'starters') : join(root, 'resources', 'starters')),
  /** What jobs on clusters run, a folder a platform; a clone puts it together when it is needed. */
  clusterPrograms: isPackage ? join(root, '..', 'cluster') : null,
  /** Of what others have made; in a package they lie where every program of the system can read them. */
  licences: isPackage ? join(root, '..', 'licences') : join(screens, 'licences'),
} as const;

/** For the start of every program that goes on reading from here: the next build leaves these files alone until it ends. */
export const holdInstallation = (): void => useBuilds(root, [programs, screens]);
