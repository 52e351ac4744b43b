// The folders of builds: each build is made in one of its own and put in place whole, and the old one stays while it is used.
//
// `dist/main` and `dist/renderer` are links to `dist/builds/<half>-<letters>`. Node follows them when it starts a program, so
// that whatever runs goes on with the files it was started from, its compute program and its screens included. `dist/builds/in-use`
// has a file for every process that runs, named by its number, with the names of the builds it uses.

import { randomBytes } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { isAlive } from './lock.mjs';

const buildsIn = (root) => join(root, 'dist', 'builds');
const marksIn = (root) => join(buildsIn(root), 'in-use');
const linkTo = (root, half) => join(root, 'dist', half);

/** Makes an empty folder for the next build of `half`, and returns its path. */
export function makeBuildFolder(root, half) {
  const folder = join(buildsIn(root), `${half}-${randomBytes(4).toString('hex')}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Makes `folder` the build of `half`. What nobody uses any more is removed, but for the last one: who is just starting may need it. */
export function putInPlace(root, half, folder) {
  const link = linkTo(root, half);
  const last = makeWayFor(root, half);
  if (process.platform === 'win32') {
    // There no link takes another's place in one step. After a kill in between there is no build, and the next start makes one.
    if (last) unlinkSync(link);
    symlinkSync(folder, link, 'junction');
  } else {
    const next = `${folder}.link`;
    symlinkSync(relative(dirname(link), folder), next);
    renameSync(next, link);
  }
  sweep(root, half, new Set([basename(folder), last, ...namesInUse(root)]));
}

/** @returns the name of the build that is in place, if there is one. A folder instead of a link, as a bundler alone makes it, becomes one */
function makeWayFor(root, half) {
  const link = linkTo(root, half);
  const found = lstatSync(link, { throwIfNoEntry: false });
  if (!found) return undefined;
  if (found.isDirectory()) {
    const folder = makeBuildFolder(root, half);
    rmSync(folder, { recursive: true });
    renameSync(link, folder);
    symlinkSync(folder, link, 'junction');
  }
  try {
    return basename(realpathSync(link));
  } catch {
    return basename(link); // it leads nowhere; it is there all the same
  }
}

function sweep(root, half, kept) {
  for (const name of readdirSync(buildsIn(root))) {
    if (!name.startsWith(`${half}-`) || kept.has(name)) continue;
    try {
      rmSync(join(buildsIn(root), name), { recursive: true });
    } catch {
      // Windows keeps open files; the next build tries again.
    }
  }
}

/** The builds that living processes have said to use. A number that somebody else has by now keeps one for longer, which costs only room. */
function namesInUse(root) {
  return readMarks(root).flatMap((pid) => {
    const mark = join(marksIn(root), pid);
    try {
      if (isAlive(Number(pid))) return readFileSync(mark, 'utf8').split('\n');
      rmSync(mark, { force: true });
    } catch {
      // It has just ended.
    }
    return [];
  });
}

function readMarks(root) {
  try {
    return readdirSync(marksIn(root));
  } catch {
    return []; // nothing was ever started
  }
}

/**
 * Where the path leads as long as this process runs; the path itself while there is nothing.
 *
 * @param {string} path
 * @returns {string}
 */
export function pinned(path) {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/**
 * Says that this process uses what is in these folders, as long as it runs.
 *
 * @param {string} root
 * @param {readonly string[]} folders
 */
export function useBuilds(root, folders) {
  const used = folders.filter((folder) => dirname(folder) === pinned(buildsIn(root)));
  if (used.length === 0) return; // inside of a package
  const mark = join(marksIn(root), String(process.pid));
  try {
    mkdirSync(dirname(mark), { recursive: true });
    writeFileSync(mark, used.map((folder) => basename(folder)).join('\n'));
  } catch {
    return; // a clone that cannot be written to is not built anew either
  }
  process.once('exit', () => rmSync(mark, { force: true }));
}
