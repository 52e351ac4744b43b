// The stage that installs the npm packages of the lockfile, whenever they are not the ones in `node_modules`.

import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { childEnvironment, run, tail } from './processes.mjs';
import { hashFiles, readStamp, removeStamp, writeStamp } from './stamps.mjs';

const stampPath = (root) => join(root, 'node_modules', '.verseloom', 'dependencies.stamp');

/** Whether what is installed differs from what the lockfile asks for. */
export function needsDependencies(root) {
  const wanted = hashDependencies(root);
  if (readStamp(stampPath(root)) === wanted) return false;
  if (!isInstalled(root)) return true;
  writeStamp(stampPath(root), wanted); // somebody ran npm by hand, and it brought the same
  return false;
}

/** Installs them; returns null, or the output of npm when it failed. */
export async function installDependencies(root) {
  removeStamp(stampPath(root));
  letGoOfRunningNode(root);
  // Development and optional packages are parts of the clone whatever NODE_ENV or npm's configuration say,
  // and what packages run on installation is left to our own stages: see `.npmrc`.
  const flags = [
    '--include=dev',
    '--include=optional',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
  ];
  const [program, first, options] = findNpm();
  const { code, output } = await run(program, [...first, 'ci', ...flags, '--loglevel=error'], {
    cwd: root,
    env: childEnvironment(process.execPath),
    ...options,
  });
  if (code !== 0) return tail(output);
  writeStamp(stampPath(root), hashDependencies(root));
  return null;
}

/** A hash of everything that decides what npm would install. */
export function hashDependencies(root) {
  const { dependencies, devDependencies, optionalDependencies, overrides } = readJson(
    join(root, 'package.json'),
  );
  const parts = [dependencies, devDependencies, optionalDependencies, overrides];
  const platform = `${process.platform} ${process.arch} ${JSON.stringify(parts)}`;
  return hashFiles(root, ['package-lock.json', '.npmrc'], platform);
}

/** Compares the lockfile with npm's own note of what is in `node_modules`, which it writes last. */
function isInstalled(root) {
  const note = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(note)) return false;
  const { '': clone, ...wanted } = readJson(join(root, 'package-lock.json')).packages;
  const installed = readJson(note).packages;
  return (
    agrees(clone, readJson(join(root, 'package.json'))) &&
    Object.keys(installed).every((path) => path in wanted) &&
    Object.entries(wanted).every(([path, entry]) =>
      path in installed
        ? installed[path].version === entry.version && installed[path].integrity === entry.integrity
        : entry.optional && !isForThisPlatform(entry),
    )
  );
}

function agrees(clone, manifest) {
  return ['dependencies', 'devDependencies', 'optionalDependencies'].every(
    (kind) => JSON.stringify(clone[kind] ?? {}) === JSON.stringify(manifest[kind] ?? {}),
  );
}

function isForThisPlatform({ os, cpu, libc }) {
  return Boolean(os && cpu && !libc) && os.includes(process.platform) && cpu.includes(process.arch);
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** How to call npm: the one that called us, the one beside our Node, or the one on the path. */
export function findNpm() {
  const { npm_execpath: caller, npm_node_execpath: callerNode } = process.env;
  const folder = dirname(process.execPath);
  const besideNode = [
    join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(folder, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
  ].find(existsSync);
  if (caller?.endsWith('npm-cli.js')) return [callerNode ?? process.execPath, [caller], {}];
  if (besideNode) return [process.execPath, [besideNode], {}];
  if (process.platform === 'win32') return ['npm.cmd', [], { shell: true }]; // a .cmd runs in a shell only
  return ['npm', [], {}];
}

/** Windows does not delete a program that is running, which npm would have to if that is the Node in `node_modules`; renaming it is fine. */
function letGoOfRunningNode(root) {
  if (process.platform !== 'win32') return;
  if (!process.execPath.startsWith(join(root, 'node_modules'))) return;
  mkdirSync(join(root, 'dist'), { recursive: true });
  renameSync(process.execPath, join(root, 'dist', `node-${process.pid}.old`));
}
