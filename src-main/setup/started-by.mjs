// What a person writes to start the command line, so that what it says to do next can be done as it stands.

import { isAbsolute, relative } from 'node:path';

/**
 * The command without its arguments, as a shell takes it; `argv`, `env` and `platform` are those of a process that runs a
 * script of this folder.
 */
export function commandOf(root, { argv, env, platform }) {
  const script = argv[1];
  // The installed command is started by a link of its own name or, on Windows, among the packages that npm has installed.
  if (!script.endsWith('.mjs') || /[\\/]node_modules[\\/]/.test(script)) return 'verseloom';
  if (!script.endsWith('run.mjs')) return `node ${quoted(script, platform)}`;
  if (env.npm_lifecycle_event !== 'cli') return `node ${quoted(script, platform)} cli`;
  // npm finds the package from any folder below its root.
  const where = relative(root, env.INIT_CWD);
  const isWithin = !where.startsWith('..') && !isAbsolute(where);
  return `npm ${isWithin ? '' : `--prefix ${quoted(root, platform)} `}run -s cli --`;
}

/** As `quoted` of the command line; this file runs before that one is built. */
function quoted(path, platform) {
  if (/^[\p{L}\p{N}._/:@=+-]+$/u.test(path)) return path;
  return platform === 'win32' ? `"${path}"` : `'${path.replaceAll("'", `'\\''`)}'`;
}
