// Gets the native part of @tensorflow/tfjs-node: from the user's cache, from its own installer, or from TensorFlow's Python wheel.
//
// Nothing here is needed for the product to run: without it, ONNX Runtime is the only engine. So every way may fail, softly.
// What was got is kept in the user's cache folder, since a clean checkout should not pay 200 MB twice; in `node_modules` stand hard links to it.

import {
  copyFileSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { childEnvironment, run } from './processes.mjs';
import { readStamp, writeStamp } from './stamps.mjs';
import { makePartial, usableCache } from './user-cache.mjs';

const WHEEL_VERSION = '2.15.1'; // the one that tfjs-node 4.22 was checked with; the cached result is named after it
const BINDING = join('lib', 'napi-v8', 'tfjs_binding.node');
const PARTS = ['deps', 'lib']; // the folders of the package that its installer would have made

/** Where the outcome is written down: `{ state: 'ready' | 'unavailable', reason }`. */
export function outcomePath(root) {
  return join(root, 'node_modules', '.verseloom', 'native-tensorflow.json');
}

/** What came of the last attempt in this clone, or null when there was none or its result is gone. */
export function readOutcome(root) {
  const text = readStamp(outcomePath(root));
  if (text === null) return null;
  const outcome = JSON.parse(text);
  const gone = outcome.state === 'ready' && !existsSync(join(packageFolder(root), BINDING));
  return gone ? null : outcome;
}

/** Whether there is something to do: nothing was tried yet, or it failed and the caller wants another attempt. */
export function needsNativeTensorFlow(root, retry) {
  const outcome = readOutcome(root);
  return outcome === null || (retry && outcome.state === 'unavailable');
}

/** Whether this machine must be able to build it, so that a failure to do so is an error and not bad luck. */
export async function canBuildFromWheel() {
  return (
    process.platform === 'linux' &&
    process.arch === 'x64' &&
    (await findPython()) !== null &&
    (await has('g++'))
  );
}

/** Tries every way in turn and writes down what came of it: `{ state, reason }`, where `reason` is a sentence. */
export async function getNativeTensorFlow(root, node) {
  const place = new Place(root, node);
  const ways = [() => fromCache(place), () => fromInstaller(place), () => fromWheel(place)];
  const reasons = [];
  let outcome = null;
  for (const way of ways) {
    const { got, reason } = await way();
    if (got) {
      outcome = { state: 'ready', reason: got };
      break;
    }
    if (reason) reasons.push(reason);
  }
  outcome ??= { state: 'unavailable', reason: reasons.join(' ') };
  writeStamp(outcomePath(root), JSON.stringify(outcome));
  return outcome;
}

function packageFolder(root) {
  return join(root, 'node_modules', '@tensorflow', 'tfjs-node');
}

/** Where things are: the package, the cache, and one cache entry for each way of getting the library. */
class Place {
  constructor(root, node) {
    this.root = root;
    this.node = node;
    this.package = packageFolder(root);
    const { version } = JSON.parse(readFileSync(join(this.package, 'package.json'), 'utf8'));
    const constantsFile = readFileSync(join(this.package, 'scripts', 'deps-constants.js'), 'utf8');
    const installerVersion =
      /LIBTENSORFLOW_VERSION = '(.+?)'/.exec(constantsFile)?.[1] ?? 'unknown';
    this.cache = usableCache(root, 'native-tensorflow');
    const entry = (source) =>
      join(this.cache, `tfjs-node-${version}-${source}-${process.platform}-${process.arch}`);
    this.installed = entry(`libtensorflow-${installerVersion}`);
    this.wheel = entry(`wheel-${WHEEL_VERSION}`);
  }
}

async function fromCache(place) {
  for (const entry of [place.installed, place.wheel]) {
    if (!existsSync(entry)) continue;
    if (await putInPlace(place, entry)) return { got: 'linked from the cache' };
    remove(entry); // damaged, or made for another C library: make it anew
  }
  return {};
}

async function fromInstaller(place) {
  if (process.platform === 'win32') {
    return { reason: 'There is no prebuilt tfjs-node 4 for Windows.' };
  }
  clear(place);
  const nodeHeaders = dirname(dirname(place.node));
  const env = childEnvironment(
    place.node,
    existsSync(join(nodeHeaders, 'include', 'node')) ? { npm_config_nodedir: nodeHeaders } : {},
  );
  const stop = new AbortController();
  // An office's firewall swallows packets without a word. So when nothing at all has come after a while, nothing will.
  const impatience = setTimeout(() => {
    const deps = join(place.package, 'deps');
    if (!existsSync(deps) || readdirSync(deps).length === 0) stop.abort();
  }, 20_000);
  const { code, output } = await run(place.node, ['scripts/install.js'], {
    cwd: place.package,
    env,
    seconds: 600,
    signal: stop.signal,
    killSignal: 'SIGKILL',
  });
  clearTimeout(impatience);
  if (code === 0 && existsSync(join(place.package, BINDING)) && (await multiplies(place))) {
    const partial = makePartial(place.cache);
    for (const part of PARTS) linkTree(join(place.package, part), join(partial, part));
    keep(partial, place.installed);
    return { got: 'downloaded by its own installer' };
  }
  clear(place);
  const cause = /^Error: (.+)$/m.exec(output)?.[1] ?? 'what it got does not load here';
  return { reason: `Its own installer failed (${cause.trim()}).` };
}

async function fromWheel(place) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return {};
  const python = await findPython();
  if (python === null || !(await has('g++'))) {
    return { reason: 'Building it from the Python wheel needs pip and g++.' };
  }
  const headers = findNodeHeaders(place);
  if (headers === null)
    return { reason: "Building it from the Python wheel needs Node's headers." };

  const partial = makePartial(place.cache);
  try {
    return await buildFromWheel(place, python, headers, partial);
  } finally {
    remove(partial);
  }
}

async function buildFromWheel(place, python, headers, partial) {
  const download = [
    '-m',
    'pip',
    'download',
    '--quiet',
    '--no-deps',
    '--only-binary=:all:',
    '--python-version',
    '3.11',
  ];
  const wheel = [
    '--platform',
    'manylinux2014_x86_64',
    '--retries',
    '2',
    '--dest',
    partial,
    `tensorflow-cpu==${WHEEL_VERSION}`,
  ];
  const downloaded = await run(python, [...download, ...wheel], { seconds: 900 });
  const file = readdirSync(partial).find((name) => name.endsWith('.whl'));
  if (downloaded.code !== 0 || !file)
    return failure('pip could not download the wheel', downloaded);

  const unpacked = await run(python, ['-c', UNPACK, join(partial, file), join(partial, 'deps')], {
    seconds: 300,
  });
  if (unpacked.code !== 0) return failure('The wheel could not be unpacked', unpacked);

  const libraries = join(partial, 'deps', 'lib');
  const binding = join(partial, BINDING);
  mkdirSync(dirname(binding), { recursive: true });
  const sources = listSources(place);
  const compiled = await run(
    'g++',
    [
      ...['-O2', '-shared', '-fPIC', '-std=c++17', '-DNAPI_VERSION=8', '-w'],
      ...['-I', headers, '-I', place.package, '-I', join(partial, 'deps', 'include')],
      ...sources,
      ...[
        '-o',
        binding,
        '-L',
        libraries,
        '-l:libtensorflow_cc.so.2',
        '-l:libtensorflow_framework.so.2',
      ],
      '-Wl,-rpath,$ORIGIN/../../deps/lib',
    ],
    { seconds: 300 },
  );
  if (compiled.code !== 0) return failure('g++ could not compile the binding', compiled);
  // The names of what nobody links to are a quarter of a package; without `strip` they stay.
  const named = readdirSync(libraries).map((name) => join(libraries, name));
  await run('strip', ['--strip-unneeded', ...named], { seconds: 60 });

  // Only what is loaded is worth its place in the cache.
  remove(join(partial, file));
  remove(join(partial, 'deps', 'include'));
  keep(partial, place.wheel);
  if (await putInPlace(place, place.wheel))
    return { got: `built from the wheel of TensorFlow ${WHEEL_VERSION}` };
  remove(place.wheel);
  return { reason: 'What was built from the Python wheel does not load here.' };
}

// Takes the two libraries and the headers out of a wheel, which is a zip; streamed, since one of them has 560 MB.
const UNPACK = `
import os, shutil, sys, zipfile
wheel, deps = sys.argv[1:]
include = 'tensorflow/include/'
wanted = tuple(include + part for part in ('tensorflow/', 'tsl/', 'xla/c/'))
libraries = {'tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2'}
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        if name in libraries:
            target = os.path.join(deps, 'lib', os.path.basename(name))
        elif name.startswith(wanted) and not name.endswith('/'):
            target = os.path.join(deps, 'include', name[len(include):])
        else:
            continue
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with archive.open(name) as source, open(target, 'wb') as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
`;

function failure(sentence, { output }) {
  const lastLine = output.trimEnd().split(/\r?\n/).at(-1);
  return { reason: `${sentence} (${lastLine}).` };
}

function listSources(place) {
  const folder = join(place.package, 'binding');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.cc'))
    .map((name) => join(folder, name));
}

/** Node-API is stable across versions, so the headers of any Node will do. */
function findNodeHeaders(place) {
  return (
    [place.node, process.execPath]
      .map((node) => join(dirname(dirname(node)), 'include', 'node'))
      .find((folder) => existsSync(join(folder, 'node_api.h'))) ?? null
  );
}

async function findPython() {
  for (const python of ['python3', 'python']) {
    if ((await run(python, ['-m', 'pip', '--version'])).code === 0) return python;
  }
  return null;
}

async function has(program) {
  return (await run(program, ['--version'])).code === 0;
}

/** Links a cache entry into the package and multiplies two matrices with it; takes it out again when that fails. */
async function putInPlace(place, entry) {
  try {
    clear(place);
    for (const part of PARTS) linkTree(join(entry, part), join(place.package, part));
    if (await multiplies(place)) return true;
  } catch {
    // A half-empty cache entry ends here: treated like one that does not load.
  }
  clear(place);
  return false;
}

function clear(place) {
  for (const part of PARTS) remove(join(place.package, part));
}

// In a process of its own, because a library that does not fit this machine may end the process that loads it.
// The two functions left `util` in Node 23, and tfjs-node 4.22 still calls them.
const MULTIPLY = `
const util = require('node:util');
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;
const tf = require('@tensorflow/tfjs-node');
const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2]));
process.exit(tf.getBackend() === 'tensorflow' && product.dataSync().join() === '19,22,43,50' ? 0 : 1);
`;

async function multiplies(place) {
  const env = childEnvironment(place.node, { TF_CPP_MIN_LOG_LEVEL: '2' });
  return (
    (await run(place.node, ['-e', MULTIPLY], { cwd: place.root, env, seconds: 60 })).code === 0
  );
}

/** Moves a complete partial folder to its name; when another set-up was faster, its result is as good. */
function keep(partial, entry) {
  try {
    renameSync(partial, entry);
  } catch (error) {
    if (!existsSync(entry)) throw error;
    remove(partial);
  }
}

/** The same tree again at no cost: hard links, or copies where the cache is on another disk. */
function linkTree(from, to) {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkFile(source, target);
  }
}

function linkFile(source, target) {
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target, constants.COPYFILE_FICLONE);
  }
}

function remove(path) {
  rmSync(path, { recursive: true, force: true });
}
