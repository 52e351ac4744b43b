// What `npm test` runs once the set-up is done: the static checks beside the tests; ends with one line of counts.
//
//   npm test -- [words…]   types, lint, format, imports, tensorflow, unit, e2e, or anything that vitest takes, such as a path;
//                          with `all`, also the tests that are tagged `long`, and with `long`, these alone

import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { needsBuild } from '../../src-main/setup/build.mjs';
import { canBuildFromWheel, readOutcome } from '../../src-main/setup/native-tensorflow.mjs';
import { root } from '../../src-main/setup/processes.mjs';
import { LONG, RESULTS } from './results.mjs';
import { cache, checks, runChecks } from './static-checks.mjs';

const here = import.meta.dirname;

const vitestProgram = join(root, 'node_modules', 'vitest', 'vitest.mjs');

/** Of the checks, where no tests run beside them. */
const LANES = 2;
/** Files that are run once more alone, at the most. */
const MAX_AGAIN = 8;
/** What the checks say while vitest redraws the end of a terminal. */
const held = [];
let isDrawing = false;

const counts = { passed: 0, failed: 0, skipped: 0, leftOut: 0 };
const { soak, reach, words, filters } = readArguments(process.argv.slice(2));
/** Nobody has named a path, or a soak. */
const isWhole = !soak && filters.length === 0;
const wants = (word) => (words.size === 0 ? filters.length === 0 && !soak : words.has(word));

/** What vitest calls what a word means. */
const projectsOf = { unit: ['unit', 'alone'], e2e: ['e2e'] };

if (wants('tensorflow')) await checkTensorFlow();
if (words.size === 0) checkBuild();
// Paths beside the word of a check alone are of either kind of test.
const isFiltered = filters.length > 0 && !Object.keys(projectsOf).some((word) => words.has(word));
const projects = soak
  ? ['soak']
  : Object.keys(projectsOf).flatMap((word) => (wants(word) || isFiltered ? projectsOf[word] : []));
await Promise.all([
  runChecks(
    checks.filter(({ word }) => wants(word)),
    projects.length > 0 ? 1 : LANES,
    report,
  ),
  projects.length > 0 && runTests(projects),
]);

const { passed, failed, skipped, leftOut } = counts;
if (leftOut > 0 && reach === 'quick')
  console.log(`${leftOut} long tests were left out: npm test -- all runs them as well.`);
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;

function readArguments(args) {
  const known = new Set([...checks.map(({ word }) => word), 'tensorflow', 'unit', 'e2e']);
  const words = new Set(args.filter((arg) => known.has(arg)));
  const reach = args.find((arg) => arg === 'all' || arg === 'long') ?? 'quick';
  if (reach === 'long' && words.size === 0) ['unit', 'e2e'].forEach((word) => words.add(word));
  return {
    soak: args[0] === 'soak',
    reach,
    words,
    filters: args.filter(
      (arg, index) => !known.has(arg) && arg !== reach && !(index === 0 && arg === 'soak'),
    ),
  };
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

function report(result, name, seconds, details) {
  counts[result] += 1;
  const sign = { passed: '✓', failed: '✗', skipped: '–' }[result];
  const time = seconds ? ` ${seconds.toFixed(1)} s` : '';
  const lines = [`${sign} ${name}${time}`, ...(result === 'failed' && details ? [details] : [])];
  if (isDrawing) held.push(...lines);
  else console.log(lines.join('\n'));
}

/** Runs the tests and adds up their counts. Of a whole run, files that fail beside others are run once more alone, and told. */
async function runTests(projects) {
  const first = await runVitest(projects, filters);
  const failed = first.files.filter(({ hasFailed }) => hasFailed).map(({ path }) => path);
  const mayBeBusy = isWhole && failed.length > 0 && failed.length <= MAX_AGAIN;
  const again = mayBeBusy
    ? await runVitest(projects, [...failed, '--no-file-parallelism'])
    : { files: [], errors: 0 };
  const last = new Map([...first.files, ...again.files].map((file) => [file.path, file]));
  for (const { hasFailed, counts: ofFile } of last.values()) {
    for (const state of Object.keys(ofFile)) counts[state] += ofFile[state];
    // One that could not be loaded has no failed test.
    if (hasFailed && ofFile.failed === 0) counts.failed += 1;
  }
  counts.failed += first.errors + again.errors;
  const ran = [...last.values()].some(({ counts: { passed, failed } }) => passed + failed > 0);
  const isNamed = filters.some((word) => /^(?:-t|--testNamePattern)\b/.test(word));
  if (filters.length > 0 && !ran && (isNamed || last.size === 0))
    report('failed', 'tests', null, '    None is called so.');
  const unsteady = failed.filter((path) => !last.get(path).hasFailed);
  if (unsteady.length > 0)
    console.log(['Failed beside others, and passed alone:', ...unsteady].join('\n  '));
}

/** Vitest's own report goes to the screen as it comes. @returns what each file came to, and the errors outside of all tests */
async function runVitest(projects, words) {
  const results = join(root, 'dist', 'test-results.json');
  rmSync(results, { force: true });
  const args = [
    ...['run', '--config', 'test/checks/vitest.config.ts', '--passWithNoTests'],
    ...projects.flatMap((project) => ['--project', project]),
    // Who names a path means all of it.
    ...(isWhole && reach !== 'all' ? [`--tags-filter=${reach === 'long' ? '' : '!'}${LONG}`] : []),
    ...['default', ...['results.mjs', 'slowest-files.mjs'].map((name) => join(here, name))].map(
      (reporter) => `--reporter=${reporter}`,
    ),
    ...words,
  ];
  isDrawing = process.stdout.isTTY === true;
  const code = await new Promise((resolve) => {
    const vitest = spawn(process.execPath, [vitestProgram, ...args], {
      cwd: root,
      stdio: 'inherit',
      // The tests start hundreds of processes, which would each compile the same sources.
      env: {
        ...process.env,
        NODE_ENV: 'test',
        NODE_COMPILE_CACHE: join(cache, 'compiled'),
        ...(isWhole && { VERSELOOM_PICTURES: 'none' }),
        [RESULTS]: results,
      },
    });
    vitest.on('exit', resolve);
    // Ctrl-C reaches vitest as well; we stay to report what it has.
    process.on('SIGINT', () => {});
    process.on('SIGTERM', () => vitest.kill('SIGTERM'));
  });
  isDrawing = false;
  for (const line of held.splice(0)) console.log(line);
  const { files, errors } = existsSync(results)
    ? JSON.parse(readFileSync(results, 'utf8'))
    : { files: [], errors: 0 };
  // Whatever else it ended with is a failure, too, such as a crash of its own.
  const isExplained = code === 0 || errors > 0 || files.some(({ hasFailed }) => hasFailed);
  return { files, errors: isExplained ? errors : 1 };
}
