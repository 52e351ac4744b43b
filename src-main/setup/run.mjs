// The entry of every npm script: brings the clone up to date, stage by stage, and then runs the task on Node 24.
//
//   node src-main/setup/run.mjs start|test|soak|cli|bench|format [arguments…]

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { build, needsBuild } from './build.mjs';
import { installDependencies, needsDependencies } from './dependencies.mjs';
import { takeLock } from './lock.mjs';
import { getNativeTensorFlow, needsNativeTensorFlow } from './native-tensorflow.mjs';
import { childEnvironment, findNode, root, stopRunning } from './processes.mjs';

// A stage is `due` when it has something to do, and its `act` returns null or why it failed.
const dependencies = {
  says: 'Installing the dependencies',
  due: () => needsDependencies(root),
  act: () => installDependencies(root),
  advice: 'npm could not install them. Check the network, then run the same command again.',
};
const tensorflow = (retry) => ({
  says: 'Getting native TensorFlow',
  due: () => needsNativeTensorFlow(root, retry),
  act: async () => {
    const { state, reason } = await getNativeTensorFlow(root, findNode());
    // Not a failure: the product then runs on ONNX Runtime alone. It is said once, and tried again by `npm test`.
    return {
      note: state === 'ready' ? reason : `not available, ONNX Runtime does the work. ${reason}`,
    };
  },
});
const screens = {
  says: 'Building the screens',
  due: () => needsBuild(root, 'renderer'),
  act: () => build(root, 'renderer'),
  advice: 'The screens could not be built.',
};
const program = {
  says: 'Building the program',
  due: () => needsBuild(root, 'main'),
  act: () => build(root, 'main'),
  advice: 'The program could not be built.',
};

const checks = 'test/checks/run.mjs';
const tasks = {
  // The Electron window, where there is its binary and a display, will be chosen here over the browser.
  start: {
    stages: [dependencies, tensorflow(false), screens, program],
    runs: [['dist/main/serve.cjs']],
  },
  cli: { stages: [dependencies, tensorflow(false), program], runs: [['dist/main/cli.cjs']] },
  bench: { stages: [dependencies, tensorflow(false), program], runs: [['dist/main/bench.cjs']] },
  test: { stages: [dependencies, tensorflow(true), screens, program], runs: [[checks]] },
  soak: { stages: [dependencies, tensorflow(true), screens, program], runs: [[checks, 'soak']] },
  format: {
    stages: [dependencies],
    runs: [
      ['node_modules/prettier/bin/prettier.cjs', '--write', '--log-level', 'warn', '.'],
      [
        'node_modules/eslint/bin/eslint.js',
        '--config',
        'test/checks/eslint.config.mjs',
        '--fix',
        '.',
      ],
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
// The standard output of the command line belongs to its commands.
const out = name === 'cli' ? process.stderr : process.stdout;

if (await setUp(task.stages)) {
  for (const [script, ...first] of task.runs) {
    process.exitCode = await runScript(join(root, script), [...first, ...args]);
    if (process.exitCode !== 0) break;
  }
} else {
  process.exitCode = 1;
}

/** Goes through the stages that are due; returns whether all went well. */
async function setUp(stages) {
  if (!stages.some((stage) => stage.due())) return true;
  const stop = (signal) => {
    stopRunning();
    process.exit(128 + constants.signals[signal]);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, stop);
  const release = await takeLock(join(root, 'dist', 'setup.lock'), {
    onWait: (owner) => out.write(`Waiting for another set-up of this folder (process ${owner}).\n`),
  });
  try {
    for (const stage of stages) {
      // Asked again: while we waited, the other set-up may have done it.
      if (stage.due() && !(await perform(stage))) return false;
    }
    return true;
  } finally {
    release();
    for (const signal of signals) process.off(signal, stop);
  }
}

/** Does one stage, in one line with its time. */
async function perform({ says, act, advice }) {
  out.write(`${says} … `);
  const started = performance.now();
  const result = await act();
  const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  if (typeof result === 'string') {
    out.write(`failed after ${seconds}\n`);
    process.stderr.write(`${advice}\n${result}\n`);
    return false;
  }
  out.write(result?.note ? `${seconds} (${result.note})\n` : `${seconds}\n`);
  return true;
}

/** Runs a script on Node 24 in our place: its input, output and signals are ours, and so is its exit code. */
function runScript(script, args) {
  const node = findNode();
  const child = spawn(node, [script, ...args], {
    stdio: 'inherit',
    env: childEnvironment(node),
    // The checks and the formatter work on the clone; the product's commands where npm leaves them.
    cwd: root,
  });
  // Ctrl-C at a terminal goes to the child as well, so it is left to it. Without a terminal it was sent to us alone.
  const forward = (signal) => child.kill(signal);
  process.on('SIGINT', process.stdin.isTTY ? () => {} : forward);
  process.on('SIGTERM', forward);
  process.on('SIGHUP', forward);
  return new Promise((resolve) => {
    child.on('error', (error) => {
      process.stderr.write(`${error.message}\n`);
      resolve(1);
    });
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}
