// The stages that bundle the two halves of the product, each only when its own sources have changed.

import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeBuildFolder, putInPlace } from './build-folders.mjs';
import { childEnvironment, findNode, run, tail } from './processes.mjs';
import { bindSongbooks } from './songbooks.mjs';
import { hashFiles, readStamp, writeStamp } from './stamps.mjs';

/** What the main half is made of: each entry becomes `dist/main/<name>.cjs`. */
export const programs = {
  main: 'src-main/main.ts',
  preload: 'src-main/preload.ts',
  serve: 'src-main/serve.ts',
  cli: 'src-main/cli.ts',
  compute: 'src-main/compute/main.ts',
  'corpus-worker': 'src-main/corpus-worker.ts',
};

/** What the page that a model is exported as is made of; services put the model in. */
const exportedPage = [
  'exported-page',
  'client',
  'controls',
  'paper',
  'state',
  'styles',
  'text',
].map((folder) => `src-renderer/${folder}`);

/** Which are bound into one file, `dist/main/corpora.json`. */
const songbooks = 'resources/corpora';

const shared = ['package.json', 'package-lock.json', 'resources/messages'];
export const halves = {
  main: {
    builds: [
      ['src-main/vite.config.ts', 'production'],
      ['src-main/vite.config.ts', 'preload'],
      ['src-renderer/exported-page/vite.config.ts', 'production'],
    ],
    sources: [...shared, 'src-main', ...exportedPage, songbooks, 'LICENSE'],
    makes: (root) =>
      [
        ...Object.entries(programs).map(([name, source]) => [source, `dist/main/${name}.cjs`]),
        ['src-renderer/exported-page/page.html', 'dist/main/exported-page.html'],
        [`${songbooks}/corpora.json`, 'dist/main/corpora.json'],
      ]
        .filter(([source]) => existsSync(join(root, source)))
        .map(([, made]) => made),
  },
  renderer: {
    builds: [['src-renderer/vite.config.ts', 'production']],
    sources: [...shared, 'src-renderer', 'src-main/contract', 'resources/icons'],
    makes: (root) =>
      existsSync(join(root, 'src-renderer', 'index.html')) ? ['dist/renderer/index.html'] : [],
  },
};

const stampPath = (root, half) => join(root, 'dist', `${half}.stamp`);

/** Whether `half` ('main' or 'renderer') is not there or was built from other sources. */
export function needsBuild(root, half) {
  const made = halves[half].makes(root);
  if (made.length === 0) return false;
  if (!made.every((file) => existsSync(join(root, file)))) return true;
  return readStamp(stampPath(root, half)) !== hashFiles(root, halves[half].sources);
}

/** Builds it; returns null, or what the bundler said when it failed: then, and after a kill, the build before is still in place. */
export async function build(root, half) {
  // Taken first: what somebody saves while it builds must count as a change.
  const hash = hashFiles(root, halves[half].sources);
  const folder = makeBuildFolder(root, half);
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const node = findNode(root);
  const env = childEnvironment(node, { NODE_ENV: 'production' });
  for (const [config, mode] of halves[half].builds) {
    const where = ['--outDir', folder, '--emptyOutDir', 'false'];
    const args = ['build', '--config', config, '--mode', mode, ...where, '--logLevel', 'warn'];
    const { code, output } = await run(node, [vite, ...args], { cwd: root, env });
    if (code === 0) continue;
    rmSync(folder, { recursive: true });
    return tail(output, 40);
  }
  if (half === 'main') bindSongbooks(join(root, songbooks), join(folder, 'corpora.json'));
  putInPlace(root, half, folder);
  writeStamp(stampPath(root, half), hash);
  return null;
}
