// Finds the Electron binary and gets it where a window can be shown; without it, the application opens in the browser.
//
// The package `electron` is never required: in plain Node its index starts the download by itself. What its own `install.js`
// gets comes from Electron's cache where it is there. A failure is written down and not repeated for that version in this
// clone, so that a server out of reach costs its time once; `npm start -- --window` tries again.

import {
  accessSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { childEnvironment, run } from './processes.mjs';
import { say } from './say.mjs';
import { readStamp, removeStamp, writeStamp } from './stamps.mjs';

const LIMIT = 20 * 60; // s: some 120 MB at 1 Mbit/s
const PATIENCE = 30; // s in which nothing at all arrives

/** The path of the binary, where one of the right version is complete. */
export function findElectron(root, { platform, env } = process) {
  const program = programs[platform] ?? 'electron';
  const elsewhere = env.ELECTRON_OVERRIDE_DIST_PATH;
  if (elsewhere) return findIn(elsewhere, program);
  const folder = packageFolder(root);
  // The name of the program is what the installer writes last.
  const isComplete =
    readStamp(join(folder, 'path.txt')) === program &&
    readStamp(join(folder, 'dist', 'version'))?.replace(/^v/, '') === wantedVersion(root);
  return isComplete ? findIn(join(folder, 'dist'), program) : undefined;
}

/** Whether a window would be seen by the person who started us. */
export function hasDisplay({ platform, env } = process) {
  if (platform === 'linux') return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
  return !env.SSH_CONNECTION; // a Mac or a Windows machine has one, but somebody who came over SSH does not sit at it
}

/** Whether it should be got now; `insists`: somebody asked for the window, whatever speaks against it. */
export function needsElectron(root, insists = false, where = process) {
  if (wantedVersion(root) === undefined) return false; // nothing is installed yet: asked again when it is
  if (where.env.ELECTRON_OVERRIDE_DIST_PATH || findElectron(root, where)) return false;
  if (!isWritable(packageFolder(root))) return false;
  return insists || (hasDisplay(where) && whyNoElectron(root, where) === undefined);
}

/** Why it is not there and will not be got unasked, as half a sentence; undefined where nothing speaks against it. */
export function whyNoElectron(root, { platform, env, getuid } = process) {
  if (env.ELECTRON_OVERRIDE_DIST_PATH) {
    return say('electronElsewhere');
  }
  if (!isWritable(packageFolder(root))) return say('electronReadOnly');
  const failure = readFailure(root);
  if (failure) {
    return say('electronFailed', { reason: inWords(failure) });
  }
  if (isLinuxRoot(platform, getuid)) return say('sandboxOfRoot');
  if (env.CI && env.CI !== 'false') return say('electronInTests');
  return undefined;
}

/** Why it ended before it had shown anything, as half a sentence; `how` says with which code or signal. */
export function whyNoWindow(how, { platform, getuid } = process) {
  return isLinuxRoot(platform, getuid) ? say('sandboxOfRoot') : say('windowFailed', { how });
}

/**
 * Lets the package's own installer get the binary.
 *
 * @param limit seconds that it may take at most
 * @param patience seconds after which it is given up when nothing has arrived in them
 * @returns null, or why it could not be got, as half a sentence
 */
export async function getElectron(root, node, { limit = LIMIT, patience = PATIENCE } = {}) {
  removeStamp(failurePath(root));
  const reason = await install(root, node, limit, patience).catch(({ message }) => ({ message }));
  if (findElectron(root)) return null;
  writeStamp(failurePath(root), JSON.stringify({ version: wantedVersion(root), reason }));
  return inWords(reason);
}

/** Runs the installer. @returns what went wrong in case that something did: a sentence's `key` with `facts`, or the installer's own `message` */
async function install(root, node, limit, patience) {
  const folder = packageFolder(root);
  const dist = join(folder, 'dist');
  // An unfinished download has a place that is known, so that it can be watched, and does not outlive a killed one.
  const downloads = join(root, 'node_modules', '.verseloom', 'electron-download');
  for (const path of [join(folder, 'path.txt'), dist, downloads]) remove(path);
  mkdirSync(downloads, { recursive: true });

  const stop = new AbortController();
  let before = 0;
  const watch = setInterval(() => {
    const now = measure(downloads) + measure(dist);
    if (now === before) stop.abort();
    before = now;
  }, patience * 1000);
  const started = performance.now();
  const { output } = await run(node, ['install.js'], {
    cwd: folder,
    env: childEnvironment(node, {
      ...{ TMPDIR: downloads, TEMP: downloads, TMP: downloads },
      NODE_USE_ENV_PROXY: '1', // through the proxy that HTTPS_PROXY names, as npm does
    }),
    seconds: limit,
    signal: stop.signal,
    killSignal: 'SIGKILL',
  });
  const seconds = (performance.now() - started) / 1000;
  clearInterval(watch);
  remove(downloads);
  if (stop.signal.aborted) return { key: 'electronStalled', facts: { seconds: patience } };
  if (seconds >= limit) return { key: 'electronTooSlow', facts: { seconds: limit } };
  return explain(output);
}

/** For root, Chromium's sandbox does not start. It holds what a page can do; a window without it would be the worse choice. */
function isLinuxRoot(platform, getuid) {
  return platform === 'linux' && getuid() === 0;
}

// As the package's own `install.js` and `index.js` name them.
const programs = {
  darwin: 'Electron.app/Contents/MacOS/Electron',
  linux: 'electron',
  win32: 'electron.exe',
};

function packageFolder(root) {
  return join(root, 'node_modules', 'electron');
}

function failurePath(root) {
  return join(root, 'node_modules', '.verseloom', 'electron.json');
}

function wantedVersion(root) {
  const manifest = join(packageFolder(root), 'package.json');
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).version : undefined;
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function findIn(folder, program) {
  const path = join(folder, program);
  return existsSync(path) ? path : undefined;
}

/** Why this version could not be got, if that was tried. */
function readFailure(root) {
  const { version, reason } = JSON.parse(readStamp(failurePath(root)) ?? '{}');
  return version === wantedVersion(root) && reason?.constructor === Object ? reason : undefined;
}

/** A failure in the language of the moment, which may not be that of the moment in which it was written down. */
const inWords = ({ key, facts, message }) => message ?? say(key, facts);

/** The one line of the installer's output that says what went wrong. */
function explain(output) {
  const message = /^\w*Error(?: \[\w+\])?: (.+)$/m.exec(output)?.[1];
  if (message === 'fetch failed') return { key: 'electronUnreachable' };
  const lastLine = output.trimEnd().split(/\r?\n/).at(-1);
  const said = (message ?? lastLine).trim();
  return said ? { message: said } : { key: 'electronIncomplete' };
}

/** The bytes in a folder; NaN, which equals nothing, while it is being changed. */
function measure(folder) {
  try {
    if (!existsSync(folder)) return 0;
    return readdirSync(folder, { recursive: true })
      .map((name) => lstatSync(join(folder, name)).size)
      .reduce((sum, size) => sum + size, 0);
  } catch {
    return NaN;
  }
}

function remove(path) {
  // Windows frees the files of a process that was killed a moment later.
  rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
