/** Rows on runs as people make them: how soon they begin, a taste, from the click on Start to the model on disk, and a sweep with two runs at once, against one after another. */
import { spawn } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import type { EngineName } from '../../src-main/contract/engine.ts';
import { defaultSettings } from '../../src-main/contract/settings.ts';
import { isResting } from '../../src-main/contract/training.ts';
import { presentEngines } from '../../src-main/engines/presence.ts';
import { nameWordsOf } from '../../src-main/messages/model-names.ts';
import { openProduct } from '../../src-main/services/product.ts';
import { resolveDataFolder } from '../../src-main/store/data/data-folder.ts';
import { childProcessSpawn } from '../../src-main/supervisor/child-process.ts';
import { connectTo, freshAddress, startApplication } from '../e2e/support/application.ts';
import { launchBrowser } from '../e2e/support/browser.ts';
import { median } from './statistics.ts';
import { atMost, heading, row } from './table.ts';

/** Seconds from a run's start to its first step. */
const SOON = 1.5;

/**
 * Through the product, at the book's size, and four layers of an LSTM besides: with a compute process that is started for it, and with one
 * that is there and has made a run of that shape.
 * @param resources whose sample is learnt
 */
export async function printStarts(resources: string, engine: EngineName): Promise<void> {
  heading(`a run, from its start to its first step: ${engine}`);
  const folder = await mkdtemp(join(tmpdir(), 'verseloom-bench-'));
  const product = await openProduct({
    ...{ version: '0.0.0', host: 'browser', exportedPage: '', corpusWorker: '' },
    data: resolveDataFolder({ VERSELOOM_DATA: folder }),
    builtInCorpora: join(resources, '..', 'dist', 'main', 'corpora.json'),
    licences: join(resources, 'licences'),
    spawn: childProcessSpawn(join(resources, '..', 'dist', 'main', 'compute.cjs')),
    ...{ engines: presentEngines(), language: () => 'zh', nameWords: nameWordsOf() },
    emit: () => {},
  });
  const { handlers, training, supervisor } = product;
  try {
    const [corpus] = await handlers['corpora.list']({});
    for (const [name, settings] of [
      ["the book's size", {}],
      ['four layers of an LSTM', { cell: 'lstm', layers: 4 }],
    ] as const) {
      await supervisor.rest();
      for (const how of ['new process', 'process that is there']) {
        const asked = performance.now();
        await handlers['training.start']({
          ...{ corpusId: corpus!.id, engine, withText: true },
          settings: { ...defaultSettings, ...settings, prefixes: [] },
        });
        while (training.status().epochs === 0) await setTimeout(5);
        const epoch = training.history(0, 0).epochs[0]!.seconds;
        const seconds = (performance.now() - asked) / 1000 - epoch;
        row(
          `${name}, ${how}: until its first step`,
          `${seconds.toFixed(2)} s`,
          atMost(seconds, SOON, `${SOON} s`),
        );
        await handlers['training.stop']({});
      }
    }
  } finally {
    await product.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** On the page, with the engine that is chosen by itself, the first time on this machine. */
export async function printTaste(): Promise<void> {
  heading('a taste of the sample');
  const application = await startApplication();
  const browser = await launchBrowser();
  const { calls, socket } = await connectTo(application);
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
    await page.goto(await freshAddress(application.address));
    await page.getByRole('navigation').waitFor();
    await page.keyboard.press('Alt+2');
    await page.getByRole('radio', { name: 'A taste', exact: true }).check();
    await page.locator('.forecast[data-known]').waitFor();
    await setTimeout(2000); // in which a person reads it
    const start = page.getByRole('button', { name: 'Start training' });
    const clicked = performance.now();
    await start.click();
    const status = async () => calls['training.status']({});
    while ((await status()).state === 'idle') await setTimeout(20);
    while (!isResting((await status()).state)) await setTimeout(20);
    const seconds = (performance.now() - clicked) / 1000;
    const { state, modelId, epochs, lastEpoch } = await status();
    if (state !== 'finished' || modelId === null) throw new Error(`the taste has ${state}`);
    row(
      `${epochs} epochs, to a perplexity of ${lastEpoch!.perplexity.toFixed(1)}, until the model is on disk`,
      `${seconds.toFixed(1)} s`,
      atMost(seconds, 20, '20 s'),
    );
  } finally {
    socket.close();
    await browser.close();
    await application.end();
    await rm(application.data, { recursive: true, force: true });
  }
}

/** By what `--set` and the other flags make: the sample at the book's size, and at a quarter of its hidden units. */
const sweeps = {
  "the book's size": ['--epochs', '15'],
  'hidden size 64': ['--epochs', '40', '--hidden', '64'],
} as const;
const RUNS = 4;

/**
 * One after another in turns with two at once, each with as many runs.
 * @param program the built command line. @param sample path of its text
 */
export async function printSweeps(
  program: string,
  sample: string,
  engine: EngineName,
  times = 3,
): Promise<void> {
  heading('a sweep: two runs at once, one thread each, against one after another with all threads');
  for (const [name, flags] of Object.entries(sweeps)) {
    const seconds: Record<1 | 2, number[]> = { 1: [], 2: [] };
    for (let time = 0; time < times; time++)
      for (const jobs of [1, 2] as const)
        seconds[jobs].push(await sweepFor(program, sample, [...flags, '--engine', engine], jobs));
    const pairs = seconds[1].map((one, i) => seconds[2][i]! / one);
    const [one, two] = [median(seconds[1]), median(seconds[2])];
    row(
      `${name}: ${RUNS} runs, ${times} interleaved pairs`,
      `${one.toFixed(1)} s, ${two.toFixed(1)} s`,
    );
    row(`${name}: the share of the time that two at once take`, median(pairs).toFixed(2));
  }
}

/** @returns seconds from the first run's beginning to the table on disk */
async function sweepFor(
  program: string,
  sample: string,
  flags: readonly string[],
  jobs: 1 | 2,
): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'verseloom-sweep-'));
  try {
    await copyFile(sample, join(folder, 'sample.txt'));
    const args = ['sweep', 'sample.txt', '--seeds', String(RUNS), '--jobs', String(jobs), '--json'];
    const child = spawn(process.execPath, [program, ...args, ...flags, '--period', '1000'], {
      cwd: folder,
      env: { ...process.env, VERSELOOM_DATA: join(folder, 'data'), INIT_CWD: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (text: Buffer) => (said += String(text)));
    let [began, ended] = [NaN, NaN];
    for await (const line of createInterface(child.stdout)) {
      const { event } = JSON.parse(line) as { event: string };
      if (event === 'start') began = performance.now();
      if (event === 'done') ended = performance.now();
    }
    if (Number.isNaN(ended)) throw new Error(said);
    return (ended - began) / 1000;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
