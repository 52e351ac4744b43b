/**
 * Loaded first in a program of plain Node: its `require` and `fs` then read from an archive as Electron's do. `import()` does not, as
 * Node's own loader of ES modules would not: what works here asks nothing more of Electron than it has promised since its first years.
 */
import { extractFile, statFile } from '@electron/asar';
import fs from 'node:fs';
import { isBuiltin, registerHooks, syncBuiltinESMExports } from 'node:module';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const archive = process.env['VERSELOOM_ARCHIVE']!;
const isInside = (path: string): boolean => path.startsWith(archive + sep);
const inner = (path: string): string => path.slice(archive.length + 1);

type Kind = 'file' | 'folder' | 'outside';

/** @returns undefined for what is not there */
function kindOf(path: string): Kind | undefined {
  if (path === archive) return 'folder';
  if (!isInside(path)) return undefined;
  try {
    const found = statFile(archive, inner(path), true);
    if ('files' in found) return 'folder';
    return 'unpacked' in found && found.unpacked ? 'outside' : 'file';
  } catch {
    return undefined;
  }
}

const read = (path: string): Buffer => extractFile(archive, inner(path), true);
const outsideOf = (path: string): string => join(`${archive}.unpacked`, inner(path));
const readJson = (path: string): Record<string, unknown> =>
  JSON.parse(read(path).toString()) as Record<string, unknown>;

const isFile = (path: string): boolean => ['file', 'outside'].includes(kindOf(path) ?? '');

function asFile(path: string): string | undefined {
  return ['', '.js', '.json', '.node'].map((ending) => path + ending).find(isFile);
}

function asFolder(path: string): string | undefined {
  if (kindOf(path) !== 'folder') return undefined;
  const manifest = join(path, 'package.json');
  const { main } = isFile(manifest) ? readJson(manifest) : {};
  const entry = typeof main === 'string' ? join(path, main) : path;
  return asFile(entry) ?? asFile(join(entry, 'index'));
}

/** @returns what the map of a package says for `require` */
function exported(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports;
  for (const [condition, target] of Object.entries(exports ?? {})) {
    const found = ['node', 'require', 'default'].includes(condition) && exported(target);
    if (found) return found;
  }
  return undefined;
}

function asPackage(name: string, from: string): string | undefined {
  const [, own, rest = ''] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(name)!;
  for (let folder = from; folder.startsWith(archive); folder = dirname(folder)) {
    const path = join(folder, 'node_modules', own!);
    if (kindOf(path) !== 'folder') continue;
    const { exports } = readJson(join(path, 'package.json'));
    const key = rest === '' ? '.' : `./${rest}`;
    const map = (exports as Record<string, unknown> | undefined)?.[key] ?? (key === '.' && exports);
    const target = map ? exported(map) : undefined;
    return target ? join(path, target) : (asFile(join(path, rest)) ?? asFolder(join(path, rest)));
  }
  return undefined;
}

registerHooks({
  resolve: (specifier, context, next) => {
    const parent = context.parentURL?.startsWith('file:') ? fileURLToPath(context.parentURL) : '';
    const asked = specifier.startsWith('file:') ? fileURLToPath(specifier) : specifier;
    if (isBuiltin(specifier) || !(isInside(parent) || isInside(asked)))
      return next(specifier, context);
    if (parent !== '' && context.conditions.includes('import'))
      throw new Error(`the loader of ES modules finds no ${specifier} in an archive`);
    const from = dirname(parent);
    const path = resolve(from, asked);
    const found = /^(\.{1,2}$|\.{0,2}\/)/.test(asked)
      ? (asFile(path) ?? asFolder(path))
      : asPackage(asked, from);
    if (found === undefined) {
      const error = new Error(`Cannot find module '${specifier}' in the archive`);
      throw Object.assign(error, { code: 'MODULE_NOT_FOUND' });
    }
    const real = kindOf(found) === 'outside' ? outsideOf(found) : found;
    return { url: pathToFileURL(real).href, shortCircuit: true };
  },
  load: (url, context, next) => {
    const path = url.startsWith('file:') ? fileURLToPath(url) : '';
    if (!isInside(path)) return next(url, context);
    const format = path.endsWith('.json') ? 'json' : 'commonjs';
    return { format, source: read(path), shortCircuit: true };
  },
});

const { existsSync, readFileSync } = fs;
fs.existsSync = (path) =>
  typeof path === 'string' && isInside(path) ? kindOf(path) !== undefined : existsSync(path);
fs.readFileSync = ((path: unknown, options: unknown) => {
  if (typeof path !== 'string' || !isInside(path))
    return readFileSync(path as string, options as BufferEncoding);
  if (!isFile(path))
    throw Object.assign(new Error(`ENOENT: no such file, open '${path}'`), { code: 'ENOENT' });
  const content = read(path);
  return options ? content.toString() : content;
}) as typeof fs.readFileSync;
syncBuiltinESMExports();
