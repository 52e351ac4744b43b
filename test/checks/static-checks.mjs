// The checks that run nothing of the product: lint, types, formatting and the import table.
//
// What has passed is not looked at again while all that it reads is the same.

import { join } from 'node:path';
import { root, run, tail } from '../../src-main/setup/processes.mjs';
import { hashFiles, readStamp, writeStamp } from '../../src-main/setup/stamps.mjs';

const bin = (path) => join(root, 'node_modules', path);
/** The compiler without its programming interface, for which others have version 6. One thread does it all at half the price. */
const tsc = [bin('@typescript/native/bin/tsc'), '--singleThreaded', '--pretty', 'false'];
/** Of these checks and the tests: all in it can be made again. */
export const cache = join(root, 'node_modules', '.cache', 'verseloom');

const common = ['package.json', 'package-lock.json', '.oxlintrc.json', 'test/checks'];
const sources = ['src-main', 'src-renderer', 'resources'];
/** Of what others have made and how it is told to work: the tools' caches do not all know their plugins. */
const tools = hashFiles(root, [...common, '.prettierrc', '.prettierignore'], process.version);

// Slow ones first, so that the lanes end together. `reads` is what the outcome depends on, where that can be listed.
export const checks = [
  {
    name: 'formatting',
    word: 'format',
    runs: [
      ...[bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'],
      ...['--cache', '--cache-strategy', 'content'],
      ...['--cache-location', join(cache, `prettier-${tools.slice(0, 16)}`)],
    ],
    advice: 'npm run format puts it right.',
  },
  {
    name: 'lint',
    word: 'lint',
    reads: [...sources, 'test'],
    runs: [bin('oxlint/bin/oxlint')],
  },
  {
    name: 'lint of the screens',
    word: 'lint',
    reads: ['src-renderer'],
    runs: [
      bin('eslint/bin/eslint.js'),
      ...['--config', 'test/checks/eslint.config.mjs', '--max-warnings', '0', 'src-renderer'],
    ],
  },
  {
    name: 'lint of the components',
    word: 'lint',
    reads: sources,
    runs: [join(root, 'test', 'checks', 'lint-components.mjs')],
  },
  {
    name: 'types of the tests',
    word: 'types',
    reads: [...sources, 'test'],
    runs: [...tsc, '--project', 'test'],
  },
  {
    name: 'types of the screens',
    word: 'types',
    reads: sources,
    runs: [
      bin('svelte-check/bin/svelte-check'),
      ...['--workspace', 'src-renderer', '--tsconfig', './tsconfig.json'],
      ...['--fail-on-warnings', '--output', 'human', '--tsgo-experimental-api'],
    ],
  },
  {
    name: 'types of the main half',
    word: 'types',
    reads: ['src-main', 'resources'],
    runs: [...tsc, '--project', 'src-main'],
  },
  {
    name: 'import table',
    word: 'imports',
    reads: ['src-main', 'src-renderer'],
    runs: [
      bin('dependency-cruiser/bin/dependency-cruise.mjs'),
      ...['--config', 'test/checks/dependency-cruiser.cjs', '--output-type', 'err-long'],
      ...['src-main', 'src-renderer'],
    ],
  },
];

/**
 * Runs them in a number of lanes: each is one process that keeps one core busy.
 *
 * @param report told the result, the name, the seconds and the details of each
 */
export async function runChecks(list, lanes, report) {
  const waiting = [...list];
  const lane = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) await runCheck(check, report);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function runCheck({ name, reads, runs, advice }, report) {
  const started = performance.now();
  const stamp = join(cache, `${name.replaceAll(' ', '-')}.stamp`);
  // Taken first: what somebody saves meanwhile must count as a change.
  const hash = reads && hashFiles(root, [...common, ...reads], runs.join('\0') + process.version);
  if (hash && readStamp(stamp) === hash) return report('passed', `${name} (unchanged)`);
  // Its output is shown indented, so it should be plain text; and what is written in Go keeps to one core.
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, GOMAXPROCS: '1' };
  const { code, output } = await run(process.execPath, runs, { env });
  if (code === 0 && hash) writeStamp(stamp, hash);
  const details = [tail(output, 200), advice && `    ${advice}`].filter(Boolean).join('\n');
  report(code === 0 ? 'passed' : 'failed', name, (performance.now() - started) / 1000, details);
}
