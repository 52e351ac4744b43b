// The entry of every npm script: brings the clone up to date, stage by stage, and then runs the task on Node 24.
//
//   node src-main/setup/run.mjs start|test|soak|cli|bench|starters|dist|format [arguments…]
//
// `start` opens a window where there is a display and Electron, and otherwise the browser, with a line that says why; its
// options are in `start-options.mjs`. What the window starts with besides them is Electron's.

import { spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { findElectron, hasDisplay, whyNoElectron, whyNoWindow } from './electron.mjs';
import { childEnvironment, findNode, hasNode24, root } from './processes.mjs';
import { say } from './say.mjs';
import { readStart, takenByNpm } from './start-options.mjs';
import { commandOf } from './started-by.mjs';
import {
  dependencies,
  electron,
  optional,
  program,
  screens,
  setUp,
  tensorflow,
} from './stages.mjs';

const prettier = 'node_modules/prettier/bin/prettier.cjs';
const oxlint = 'node_modules/oxlint/bin/oxlint';
const eslint = ['node_modules/eslint/bin/eslint.js', '--config', 'test/checks/eslint.config.mjs'];

const toStart = [dependencies, tensorflow({ retry: false }), screens, program];
const toCommand = [dependencies, tensorflow({ retry: false }), program];
// A build that fails is one failed check among others.
const toTest = [dependencies, tensorflow({ retry: true }), optional(screens), optional(program)];

const [name, ...args] = process.argv.slice(2);
if (args[0] === '--') args.shift(); // written as after `npm run`, which takes it for itself
const asked = readStart(name === 'start' ? args : []);
const { wantsBrowser, wantsWindow } = asked;

const tasks = {
  start: { stages: wantsBrowser ? toStart : [...toStart, electron({ insists: wantsWindow })] },
  cli: { stages: toCommand, runs: [['dist/main/cli.cjs']] },
  // Node reads its types away by itself, so the bench needs no bundle.
  bench: { stages: toStart, runs: [['test/bench/bench.ts']] },
  starters: { stages: toCommand, runs: [['src-main/starters.ts']] },
  dist: { stages: toStart, runs: [['src-main/setup/packaging/dist.mjs']] },
  test: { stages: toTest, runs: [['test/checks/run.mjs']] },
  soak: { stages: toTest, runs: [['test/checks/run.mjs', 'soak']] },
  format: {
    stages: [dependencies],
    runs: [
      [prettier, '--write', '--log-level', 'warn', '.'],
      [oxlint, '--fix'],
      [...eslint, '--fix', 'src-renderer'],
    ],
  },
};

// Paths are relative to where the person stands; npm notes that before it goes to the package's root.
process.env.INIT_CWD ??= process.cwd();
if (name === 'cli') process.env.VERSELOOM_COMMAND = commandOf(root, process);

const task = tasks[name];
if (!task) {
  console.error(`There is no task “${name ?? ''}”; there are ${Object.keys(tasks).join(', ')}.`);
  process.exit(2);
}

if (name === 'start') answerAtOnce();

if (!hasNode24()) {
  const { platform, arch, version } = process;
  console.error(say('needsNode', { platform, arch, version }));
  process.exit(1);
}

// The standard output of the command line belongs to its commands.
if (await setUp(task.stages, name === 'cli' ? process.stderr : process.stdout)) {
  process.exitCode = await (task.runs ? runScripts(task.runs) : start());
} else {
  if (task.stages === toTest) console.log('0 passed, 1 failed'); // this line ends every test run
  process.exitCode = 1;
}

async function runScripts(runs) {
  for (const [script, ...first] of runs) {
    const { code } = await runInOurPlace(findNode(), [join(root, script), ...first, ...args]);
    if (code !== 0) return code;
  }
  return 0;
}

/** Ends what asks for help, or for what there is not, before anything is installed for it. */
function answerAtOnce() {
  if (asked.wantsHelp) {
    console.log(say('help'));
    process.exit(0);
  }
  const refuse = (key, facts) => {
    console.error(say(key, facts));
    process.exit(2);
  };
  const taken = takenByNpm(process.env);
  if (taken.length > 0) refuse('takenByNpm', { options: taken.join(' ') });
  if (asked.unknown.length === 0) return;
  const unknown = asked.unknown.join(' ');
  if (wantsBrowser || !(wantsWindow || hasDisplay()))
    refuse('usage', { message: say('noOption', { option: unknown }) });
  console.log(say('passedOn', { options: unknown }));
}

/** Opens the application in a window or in the browser. */
async function start() {
  if (!wantsBrowser) {
    const { code, reason } = await openWindow(asked.forWindow);
    if (reason === undefined) return code;
    console.log(say('inBrowser', { reason }));
  }
  if (asked.files.length > 0) console.log(say('openThere', { files: asked.files.join(', ') }));
  const serve = [join(root, 'dist/main/serve.cjs'), ...asked.forBrowser];
  return (await runInOurPlace(findNode(), serve)).code;
}

/** Runs the window to its end, for its exit code; or says for what `reason` there is none, as half a sentence. */
async function openWindow(forHost) {
  if (!wantsWindow && !hasDisplay()) return { reason: say('noDisplay') };
  const binary = findElectron(root);
  if (!binary) return { reason: whyNoElectron(root) ?? say('noElectron') };
  // What Electron lacks on this machine, a library or its sandbox, shows when it starts and ends at once: the window makes
  // this file when it can be seen. (Node's own channel to a child would be in Chromium's way.)
  const sign = join(root, 'dist', `shown-${process.pid}`);
  rmSync(sign, { force: true });
  const extra = { VERSELOOM_SHOWN: sign, ELECTRON_RUN_AS_NODE: undefined };
  const { code, how, wanted } = await runInOurPlace(binary, [root, ...forHost], extra);
  const shown = existsSync(sign);
  rmSync(sign, { force: true });
  return code === 0 || shown || wanted ? { code } : { reason: whyNoWindow(how) };
}

/**
 * Runs a program in our place: its input, output and signals are ours.
 *
 * @returns its exit `code`, `how` it ended in words, and whether that was `wanted`, by a signal to us
 */
function runInOurPlace(program, args, extra = {}) {
  const env = childEnvironment(findNode(), extra);
  const failed = (error) => {
    process.stderr.write(`${error.message}\n`);
    return { code: 1, how: error.code, wanted: false };
  };
  let child;
  try {
    child = spawn(program, args, { stdio: 'inherit', cwd: root, env });
  } catch (error) {
    return failed(error); // no program at all, or one for another processor
  }
  let wanted = false;
  const forward = (signal) => {
    wanted = true;
    child.kill(signal);
  };
  // Ctrl-C at a terminal goes to the child as well, so it is left to it. Without a terminal it was sent to us alone.
  const atTerminal = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
  process.on('SIGINT', atTerminal ? () => (wanted = true) : forward);
  process.on('SIGTERM', forward);
  process.on('SIGHUP', forward);
  // npm passes a SIGTERM to the shell between us, which dies of it and keeps it to itself.
  const parent = process.ppid;
  const orphaned = () => process.ppid !== parent && !wanted && forward('SIGTERM'); // once: another one insists
  if (process.env.npm_lifecycle_event) setInterval(orphaned, 500).unref();
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(failed(error)));
    child.on('exit', (code, signal) => {
      const how = signal ?? say('exitCode', { code });
      resolve({ code: code ?? 128 + constants.signals[signal], how, wanted });
    });
  });
}
