// What `npm test` runs once the set-up is done: the static checks, then the tests; ends with one line of counts.
//
//   npm test -- [words…]   types, lint, format, imports, tensorflow, unit, e2e, or anything that vitest takes, such as a path

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { needsBuild } from '../../src-main/setup/build.mjs';
import { canBuildFromWheel, readOutcome } from '../../src-main/setup/native-tensorflow.mjs';
import { root, run, tail } from '../../src-main/setup/processes.mjs';

const bin = (path) => join(root, 'node_modules', path);
const tsc = bin('typescript/bin/tsc');

// Their output is shown indented, so it should be plain text.
const plain = { ...process.env, NO_COLOR: '1' };
delete plain.FORCE_COLOR;

// Slow ones first, so that the two lanes end together.
const checks = [
  {
    name: 'lint',
    word: 'lint',
    runs: [
      bin('eslint/bin/eslint.js'),
      '--config',
      'test/checks/eslint.config.mjs',
      '--max-warnings=0',
      '.',
    ],
  },
  {
    name: 'types of the screens',
    word: 'types',
    runs: [
      bin('svelte-check/bin/svelte-check'),
      ...['--workspace', 'src-renderer', '--tsconfig', './tsconfig.json'],
      ...['--fail-on-warnings', '--output', 'human'],
    ],
  },
  {
    name: 'types of the tests',
    word: 'types',
    runs: [tsc, '--project', 'test', '--pretty', 'false'],
  },
  {
    name: 'types of the main half',
    word: 'types',
    runs: [tsc, '--project', 'src-main', '--pretty', 'false'],
  },
  {
    name: 'formatting',
    word: 'format',
    runs: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'],
    advice: 'npm run format puts it right.',
  },
  {
    name: 'import table',
    word: 'imports',
    runs: [
      bin('dependency-cruiser/bin/dependency-cruise.mjs'),
      ...['--config', 'test/checks/dependency-cruiser.cjs', '--output-type', 'err-long'],
      ...['src-main', 'src-renderer'],
    ],
  },
];

const counts = { passed: 0, failed: 0, skipped: 0 };
const { soak, words, filters } = readArguments(process.argv.slice(2));
const wants = (word) => (words.size === 0 ? filters.length === 0 && !soak : words.has(word));

await runChecks(checks.filter(({ word }) => wants(word)));
if (wants('tensorflow')) await checkTensorFlow();
if (words.size === 0) checkBuild();
const projects = soak ? ['soak'] : ['unit', 'e2e'].filter((word) => wants(word) || onlyFilters());
if (projects.length > 0) await runTests(projects);

const { passed, failed, skipped } = counts;
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;

function readArguments(args) {
  const known = new Set([...checks.map(({ word }) => word), 'tensorflow', 'unit', 'e2e']);
  return {
    soak: args[0] === 'soak',
    words: new Set(args.filter((arg) => known.has(arg))),
    filters: args.filter((arg, index) => !known.has(arg) && !(index === 0 && arg === 'soak')),
  };
}

function onlyFilters() {
  return words.size === 0 && filters.length > 0;
}

/** Runs the static checks, two at a time: each is one process that keeps one core busy. */
async function runChecks(list) {
  const waiting = [...list];
  const lane = async () => {
    for (let check = waiting.shift(); check; check = waiting.shift()) await runCheck(check);
  };
  await Promise.all([lane(), lane()]);
}

async function runCheck({ name, runs, advice }) {
  const started = performance.now();
  const { code, output } = await run(process.execPath, runs, { env: plain });
  const details = [tail(output, 200), advice && `    ${advice}`].filter(Boolean).join('\n');
  report(code === 0 ? 'passed' : 'failed', name, started, details);
}

/** Where it can be built, it must be there: without it, half of what the engine tests claim would go untested. */
async function checkTensorFlow() {
  const outcome = readOutcome(root);
  if (outcome?.state === 'ready') return report('passed', 'native TensorFlow');
  report(
    (await canBuildFromWheel()) ? 'failed' : 'skipped',
    'native TensorFlow',
    null,
    `    ${outcome?.reason}`,
  );
}

/** What the set-up could not build it has reported above; what is still due now did not work. */
function checkBuild() {
  const failed = ['renderer', 'main'].some((half) => needsBuild(root, half));
  report(failed ? 'failed' : 'passed', 'build', null, '    See above.');
}

function report(result, name, started, details) {
  counts[result] += 1;
  const sign = { passed: '✓', failed: '✗', skipped: '–' }[result];
  const time = started ? ` ${((performance.now() - started) / 1000).toFixed(1)} s` : '';
  console.log(`${sign} ${name}${time}`);
  if (result === 'failed' && details) console.log(details);
}

/** Runs vitest, whose own report goes to the screen as it comes, and adds up its counts. */
async function runTests(projects) {
  const results = join(root, 'dist', 'test-results.json');
  mkdirSync(join(root, 'dist'), { recursive: true });
  rmSync(results, { force: true });
  const args = [
    ...['run', '--config', 'test/checks/vitest.config.ts', '--passWithNoTests'],
    ...projects.flatMap((project) => ['--project', project]),
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${results}`],
    ...filters,
  ];
  const code = await new Promise((resolve) => {
    const vitest = spawn(process.execPath, [bin('vitest/vitest.mjs'), ...args], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, NODE_ENV: 'test' },
    });
    vitest.on('exit', resolve);
    // Ctrl-C reaches vitest as well; we stay to report what it has.
    process.on('SIGINT', () => {});
    process.on('SIGTERM', () => vitest.kill('SIGTERM'));
  });
  const before = counts.failed;
  if (existsSync(results)) addResults(JSON.parse(readFileSync(results, 'utf8')));
  // An error outside any test, or a crash of vitest itself.
  if (code !== 0 && counts.failed === before) counts.failed += 1;
}

function addResults({ testResults }) {
  for (const file of testResults) {
    const states = file.assertionResults.map(({ status }) => status);
    for (const state of states)
      counts[state === 'passed' || state === 'failed' ? state : 'skipped'] += 1;
    // A file that cannot be loaded, or whose set-up fails, has no failed test and is a failure all the same.
    if (file.status === 'failed' && !states.includes('failed')) counts.failed += 1;
  }
}
