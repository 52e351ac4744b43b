// The stages of the set-up, in their order, and how they are gone through: one line each, and silence when nothing is due.

import { constants } from 'node:os';
import { join } from 'node:path';
import { build, needsBuild } from './build.mjs';
import { installDependencies, needsDependencies } from './dependencies.mjs';
import { getElectron, needsElectron } from './electron.mjs';
import { takeLock } from './lock.mjs';
import { getNativeTensorFlow, needsNativeTensorFlow } from './native-tensorflow.mjs';
import { findNode, root, stopRunning } from './processes.mjs';
import { say } from './say.mjs';

// A stage is `due` when it has something to do. What it `says` and its `advice` are keys of sentences. Its `act` returns null, or why it failed as a text, or a `note` for its line.

export const dependencies = {
  says: 'installing',
  due: () => needsDependencies(root),
  act: () => installDependencies(root),
  advice: 'installFailed',
};

/** `retry`: whether an earlier failure on this clone is tried again. */
export const tensorflow = ({ retry }) => ({
  says: 'gettingTensorFlow',
  due: () => needsNativeTensorFlow(root, retry),
  act: async () => {
    const { state, reason } = await getNativeTensorFlow(root, findNode());
    if (state === 'ready') return { note: reason };
    // Not a failure, and said once: `npm start` does not try again, `npm test` does.
    return { note: say('noTensorFlow', { reason }) };
  },
});

export const screens = {
  says: 'buildingScreens',
  due: () => needsBuild(root, 'renderer'),
  act: () => build(root, 'renderer'),
  advice: 'screensFailed',
};

export const program = {
  says: 'buildingProgram',
  due: () => needsBuild(root, 'main'),
  act: () => build(root, 'main'),
  advice: 'programFailed',
};

/** `insists`: whether somebody asked for the window, so that an earlier failure on this clone, or what seems useless, is tried. */
export const electron = ({ insists }) => ({
  says: 'gettingElectron',
  due: () => needsElectron(root, insists),
  // Not a failure: the application opens in the browser then, and says why.
  act: async () => (await getElectron(root, findNode())) && { note: say('failed') },
});

/** The same stage for those who can go on without it. */
export const optional = (stage) => ({ ...stage, optional: true });

/** Goes through the stages that are due, telling `out` about each; returns whether all went well that had to. */
export async function setUp(stages, out) {
  if (!stages.some((stage) => stage.due())) return true;
  const stop = (signal) => {
    stopRunning();
    process.exit(128 + constants.signals[signal]);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, stop);
  const release = await takeLock(join(root, 'dist', 'setup.lock'), {
    onWait: (owner) => out.write(`${say('waitingForSetUp', { pid: owner })}\n`),
  });
  try {
    for (const stage of stages) {
      // Asked again: while we waited, the other set-up may have done it.
      if (stage.due() && !(await perform(stage, out)) && !stage.optional) return false;
    }
    return true;
  } finally {
    release();
    for (const signal of signals) process.off(signal, stop);
  }
}

/** Does one stage, in one line with its time. */
async function perform({ says, act, advice }, out) {
  out.write(`${say(says)} `);
  const started = performance.now();
  const result = await act();
  const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  if (typeof result === 'string') {
    out.write(`${say('failedAfter', { seconds })}\n`);
    process.stderr.write(`${say(advice)}\n${result}\n`);
    return false;
  }
  out.write(result?.note ? `${seconds} (${result.note})\n` : `${seconds}\n`);
  return true;
}
