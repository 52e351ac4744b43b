// Gets the Node of another system or processor than this one's, which npm leaves out here: the machines of a cluster need theirs.
//
//   node src-main/setup/other-node.mjs linux-arm64
//
// prints where its program lies. It is the one of the lockfile, by its hash, and stays in the user's cache.

import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findNpm } from './dependencies.mjs';
import { makePartial, usableCache } from './user-cache.mjs';
import { carriedNodes, childEnvironment, root, run, tail } from './processes.mjs';

/**
 * @param platform such as `linux-arm64`
 * @returns the path of its program
 * @throws Error in npm's words where it cannot be got
 */
export async function getOtherNode(platform, cache = usableCache(root, 'node')) {
  const path = carriedNodes[platform];
  if (!path) throw new Error(`There is no Node for ${platform}.`);
  const [name] = path.split('/');
  const present = join(root, 'node_modules', path);
  if (existsSync(present)) return present;
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const { [`node_modules/${name}`]: entry } = lock.packages;
  const folder = join(cache, `${name}-${entry.version}`);
  const program = join(folder, 'node_modules', path);
  if (existsSync(program)) return program;
  const partial = makePartial(cache);
  try {
    await install(partial, name, entry);
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(program)) throw error; // else another was quicker
  }
  return program;
}

/** Installs one package of the lockfile, and nothing else. */
async function install(folder, name, entry) {
  const manifest = { private: true, name: 'other-node', version: '1.0.0' };
  const { version, integrity } = entry; // npm would refuse what the rest says: for which systems it is
  const dependencies = { [name]: version };
  const lock = {
    ...{ ...manifest, lockfileVersion: 3, requires: true },
    packages: {
      '': { ...manifest, dependencies },
      [`node_modules/${name}`]: { version, integrity },
    },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, dependencies }));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lock));
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const [npm, first, options] = findNpm();
  const args = [...first, 'ci', ...flags];
  const env = childEnvironment(process.execPath);
  const { code, output } = await run(npm, args, { ...options, cwd: folder, env });
  if (code !== 0) throw new Error(tail(output));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(await getOtherNode(process.argv[2]));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
