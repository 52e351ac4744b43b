// The entry of every npm script: brings the clone up to date, stage by stage, and then runs the task on Node 24.
//
//   node src-main/setup/run.mjs start|test|soak|cli|bench|format [arguments…]

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { childEnvironment, findNode, hasNode24, root } from './processes.mjs';
import { dependencies, optional, program, screens, setUp, tensorflow } from './stages.mjs';

const prettier = 'node_modules/prettier/bin/prettier.cjs';
const eslint = ['node_modules/eslint/bin/eslint.js', '--config', 'test/checks/eslint.config.mjs'];

const toStart = [dependencies, tensorflow({ retry: false }), screens, program];
const toCommand = [dependencies, tensorflow({ retry: false }), program];
// A build that fails is one failed check among others.
const toTest = [dependencies, tensorflow({ retry: true }), optional(screens), optional(program)];

const tasks = {
  // The window of Electron, where there is its binary and a display, will be chosen here over the browser.
  start: { stages: toStart, runs: [['dist/main/serve.cjs']] },
  cli: { stages: toCommand, runs: [['dist/main/cli.cjs']] },
  // Node reads its types away by itself, so the bench needs no bundle.
  bench: { stages: toStart, runs: [['test/bench/bench.ts']] },
  test: { stages: toTest, runs: [['test/checks/run.mjs']] },
  soak: { stages: toTest, runs: [['test/checks/run.mjs', 'soak']] },
  format: {
    stages: [dependencies],
    runs: [
      [prettier, '--write', '--log-level', 'warn', '.'],
      [...eslint, '--fix', '.'],
    ],
  },
};

// Paths are relative to where the person stands; npm notes that before it goes to the package's root.
process.env.INIT_CWD ??= process.cwd();

const [name, ...args] = process.argv.slice(2);
const task = tasks[name];
if (!task) {
  console.error(`There is no task “${name ?? ''}”; there are ${Object.keys(tasks).join(', ')}.`);
  process.exit(2);
}

if (!hasNode24()) {
  console.error(
    `Verseloom runs on Node 24, which npm does not carry for ${process.platform} on ${process.arch}: ` +
      `install Node 24 or newer from nodejs.org and start again (this is ${process.version}).`,
  );
  process.exit(1);
}

// The standard output of the command line belongs to its commands.
if (await setUp(task.stages, name === 'cli' ? process.stderr : process.stdout)) {
  for (const [script, ...first] of task.runs) {
    process.exitCode = await runScript(join(root, script), [...first, ...args]);
    if (process.exitCode !== 0) break;
  }
} else {
  if (task.stages === toTest) console.log('0 passed, 1 failed'); // this line ends every test run
  process.exitCode = 1;
}

/** Runs a script on Node 24 in our place: its input, output and signals are ours, and so is its exit code. */
function runScript(script, args) {
  const node = findNode();
  const env = childEnvironment(node);
  const child = spawn(node, [script, ...args], { stdio: 'inherit', cwd: root, env });
  const forward = (signal) => child.kill(signal);
  // Ctrl-C at a terminal goes to the child as well, so it is left to it. Without a terminal it was sent to us alone.
  const atTerminal = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
  process.on('SIGINT', atTerminal ? () => {} : forward);
  process.on('SIGTERM', forward);
  process.on('SIGHUP', forward);
  // npm passes a SIGTERM to the shell between us, which dies of it and keeps it to itself.
  const parent = process.ppid;
  const orphaned = () => process.ppid !== parent && forward('SIGTERM');
  if (process.env.npm_lifecycle_event) setInterval(orphaned, 500).unref();
  return new Promise((resolve) => {
    child.on('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      resolve(1);
    });
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}
