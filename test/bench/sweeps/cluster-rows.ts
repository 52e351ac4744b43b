/**
 * What a sweep costs on a Ray cluster beside the same sweep here, and what ten thousand runs on a hundred nodes would come to by that.
 *
 * The nodes are simulated on this machine, so that more of them make nothing faster once its cores are busy: what is measured is what a job
 * and a run cost besides the training, and how little they have to do with the number of nodes.
 */
import { spawn } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { follow, type Followed } from '../../../src-main/services/sweeps/cluster/follow.ts';
import {
  Storage,
  type Plan,
  type Report,
} from '../../../src-main/services/sweeps/cluster/storage.ts';
import { hasRay, RealRay } from '../../ray/real-ray.ts';
import { median } from '../statistics.ts';
import { atMost, heading, row } from '../table.ts';

const RUNS = 12;
/** Nodes of one core each. */
const NODES = [1, 2, 4] as const;
/** Hardly any training: what is left is what a run costs besides. */
const little = ['--hidden', '16', '--epochs', '3', '--period', '1000', '--chars', '2000'];

/** On paper: as many runs of the book's size, each as long as this. */
const PAPER = { runs: 10_000, nodes: 100, cores: 8, secondsARun: 36 } as const;

interface Times {
  /** Until the first run is over, and until the last one is. */
  readonly first: number;
  readonly all: number;
}

/** @param program the built command line. @param sample path of its text */
export async function printClusterSweeps(program: string, sample: string): Promise<void> {
  await printScale();
  heading('a sweep on a Ray cluster, against here');
  if (!hasRay()) {
    row('Ray is not there; `npm run test:soak -- ray` gets it', '–');
    return;
  }
  const here = await timesOf(program, sample, []);
  const aRunHere = (here.all - here.first) / (RUNS - 1);
  row(`here: ${RUNS} runs of hardly any training, one after another`, seconds(here.all));
  row('here: from one run to the next', seconds(aRunHere));
  const costs: { job: number; run: number }[] = [];
  for (const nodes of NODES) {
    const ray = await RealRay.start(Array.from({ length: nodes }, () => 1));
    try {
      // The first sweep sends the package, and each machine unpacks it.
      const cold = await timesOf(program, sample, ['--on', ray.address]);
      const times: Times[] = [];
      for (let time = 0; time < 3; time++)
        times.push(await timesOf(program, sample, ['--on', ray.address]));
      const first = median(times.map((one) => one.first));
      const all = median(times.map((one) => one.all));
      const run = ((all - first) * nodes) / (RUNS - 1);
      costs.push({ job: first - aRunHere, run: Math.max(0, run - aRunHere) });
      const of = nodes === 1 ? '1 node' : `${nodes} nodes`;
      row(`${of}: until the first run is over, the package sent with it`, seconds(cold.first));
      row(`${of}: until the first run is over, once the package is there`, seconds(first));
      row(`${of}: all ${RUNS} runs`, seconds(all));
    } finally {
      await ray.close();
    }
  }
  const job = median(costs.map((one) => one.job));
  const run = costs[0]!.run;
  row('a job costs, until it works', seconds(job));
  row('a run costs on a cluster, besides what it costs here', seconds(run));
  const workers = PAPER.nodes * PAPER.cores;
  const rounds = Math.ceil(PAPER.runs / workers);
  // Jobs are handed in twice a second at most, and twice as many each time that all of them run.
  const start = Math.log2(workers) * job + workers / 2;
  const hours = (start + rounds * (PAPER.secondsARun + run)) / 3600;
  const ideal = (PAPER.runs * PAPER.secondsARun) / workers / 3600;
  row(
    `on paper: ${PAPER.runs} runs of ${PAPER.secondsARun} s on ${PAPER.nodes} nodes with ${PAPER.cores} cores`,
    `${(hours * 60).toFixed(0)} min, of which ${(ideal * 60).toFixed(0)} min are training`,
  );
}

/** Ten thousand runs in a folder, as one follows them. */
async function printScale(): Promise<void> {
  heading(`a sweep of ${PAPER.runs} runs in a folder, as one follows it`);
  const folder = await mkdtemp(join(tmpdir(), 'verseloom-scale-'));
  try {
    const storage = new Storage(folder);
    const runs = Array.from({ length: PAPER.runs }, (_, i) => ({
      values: { seed: i },
      settings: {},
    }));
    await storage.begin(plan, Buffer.from('text'), runs);
    for (let i = 0; i < PAPER.nodes; i++) await storage.beat(workerOf(i));
    for (let i = 0; i < PAPER.runs - 1; i++) await storage.tell(i, 0, reportOf(i));
    globalThis.gc?.();
    const before = process.memoryUsage().rss;
    const began = performance.now();
    const looks: number[] = [];
    const left = new AbortController();
    let last: Followed | undefined;
    let whole = NaN;
    let at = performance.now();
    const halving = null;
    const { signal } = left;
    for await (const now of follow({ storage, plan, runs: PAPER.runs, halving, signal })) {
      last = now;
      if (now.rows.size === PAPER.runs - 1) {
        if (Number.isNaN(whole)) whole = performance.now() - began;
        else looks.push(performance.now() - at - 1000);
        if (looks.length === 5) left.abort();
      }
      at = performance.now();
    }
    row(`until ${last!.rows.size} rows that are there are known`, seconds(whole / 1000));
    row('a look at it then', `${median(looks).toFixed(0)} ms`);
    const grown = process.memoryUsage().rss - before;
    row(
      'memory of whoever follows',
      `${(grown / 1024 ** 2).toFixed(0)} MB`,
      atMost(grown / 1024 ** 2, 200, '200 MB'),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const plan: Plan = {
  ...{ version: 1 as const, id: 'scale', name: 'scale', text: { name: 'text', hash: '' } },
  ...{
    checkpointSeconds: 10,
    insist: false,
    platform: 'linux-x64' as const,
    leaseSeconds: 60,
    address: 'http://127.0.0.1:8265',
  },
  ...{ there: '/', package: '', createdAt: '' },
};

const place = { machine: 'node', processor: 'a processor' };

const workerOf = (i: number) => ({
  ...{ id: `worker-${i}`, job: `job-${i}`, place, beat: 1, isOver: false },
  run: { index: i, rung: 0, epoch: 10, epochs: 250, perplexity: 100 },
});

const reportOf = (i: number): Report => ({
  ...{ isEnded: true, epochs: 250, lowest: [] },
  row: {
    ...{ run: i + 1, outcome: 'finished', perplexity: 100 + i / 7, validationPerplexity: 200 },
    ...{ countingPerplexity: 150, bestEpoch: 200, epochs: 250, seconds: 36, engine: 'onnx' },
    ...{
      engineVersion: '1.30.0',
      threads: 1,
      model: `${i + 1}.verse`,
      places: [place],
      reason: null,
    },
  },
});

const seconds = (value: number): string => `${value.toFixed(2)} s`;

/** @param flags where it is made; on this machine without. @returns seconds from the first look until runs are over */
async function timesOf(program: string, sample: string, flags: readonly string[]): Promise<Times> {
  const folder = await mkdtemp(join(tmpdir(), 'verseloom-sweep-'));
  const isHere = flags.length === 0;
  try {
    await copyFile(sample, join(folder, 'sample.txt'));
    const args = [
      'sweep',
      'sample.txt',
      '--seeds',
      String(RUNS),
      '--threads',
      '1',
      '--json',
      ...little,
    ];
    const where = isHere
      ? ['--engine', 'onnx']
      : [...flags, '--storage', join(folder, 'shared'), '--yes'];
    const child = spawn(process.execPath, [program, ...args, ...where], {
      cwd: folder,
      env: { ...process.env, VERSELOOM_DATA: join(folder, 'data'), INIT_CWD: folder },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (text: Buffer) => (said += String(text)));
    let [began, first, ended] = [NaN, NaN, NaN];
    for await (const line of createInterface(child.stdout)) {
      const { event } = JSON.parse(line) as { event: string };
      if (event === 'start') began = performance.now();
      if (event === 'run' && Number.isNaN(first)) first = performance.now();
      if (event === 'done') ended = performance.now();
    }
    if (Number.isNaN(ended)) throw new Error(said);
    return { first: (first - began) / 1000, all: (ended - began) / 1000 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
