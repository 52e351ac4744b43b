/** Rows on the training step beside that of other libraries, in turns, where a Python with them is: JAX, and PyTorch's own layers and from scratch. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TrainingSettings } from '../../../src-main/contract/settings.ts';
import { Random } from '../../../src-main/core/random.ts';
import { samplerOf } from '../../../src-main/core/sampler.ts';
import type { Size } from '../sizes.ts';
import { median } from '../statistics.ts';
import { atLeast, heading, row } from '../table.ts';

/** What every peer is asked for: in the words of the product's settings. */
export interface Work {
  readonly settings: TrainingSettings;
  readonly vocabularySize: number;
  /** x and y of every step of an epoch, time-major. */
  readonly batches: readonly number[];
}

/** Another library. */
interface Other {
  readonly name: string;
  readonly module: 'jax' | 'torch';
  /** Asked of it besides. */
  readonly more: Readonly<Record<string, unknown>>;
  readonly cells: readonly TrainingSettings['cell'][];
  /** How many times as long as ours its epoch is to take at least, by cell. */
  readonly least: Partial<Record<TrainingSettings['cell'], number>>;
}

const everyCell = ['rnn', 'gru', 'lstm'] as const;
const others: readonly Other[] = [
  ...[1, 5].map((unroll): Other => ({
    ...{ name: `JAX, unroll ${unroll}`, module: 'jax', more: { unroll }, cells: everyCell },
    least: { rnn: 1.1, gru: 1, lstm: 1 },
  })),
  {
    ...{ name: "PyTorch's own layer", module: 'torch', more: {}, cells: everyCell },
    least: { rnn: 1.8, gru: 1.3, lstm: 1.3 },
  },
  {
    ...{ name: 'PyTorch from scratch', module: 'torch', more: { scratch: true }, cells: ['rnn'] },
    least: { rnn: 2.5 },
  },
];

/** Turns of each, after one that warms up. */
const TURNS = 7;
const EPOCHS = 3;
/** Between turns, in milliseconds: threads of some libraries spin for a while after their work, and would take the cores from the next. */
const REST = 400;

class Peer {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly turns: number[] = [];

  constructor(command: string, program: string, work: object) {
    const path = join(import.meta.dirname, program);
    this.#child = spawn(command, [path], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
    this.#child.stdin!.write(`${JSON.stringify(work)}\n`);
  }

  /** @returns seconds of an epoch, in the middle of a few */
  async turn(): Promise<number> {
    this.#child.stdin!.write(`${EPOCHS}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('a peer has ended before its time');
    return median(JSON.parse(value) as number[]);
  }

  end(): void {
    this.#child.stdin!.end();
  }
}

/** @returns whether this Python has the library */
const has = (python: string, module: string): boolean =>
  spawnSync(python, ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0;

/** @param python the command that starts one with the libraries */
export async function printPeers(size: Size, python: string): Promise<void> {
  const missing = ['jax', 'torch'].filter((module) => !has(python, module));
  const shapes = [1, 2].flatMap((layers) =>
    [256, 512].map((hiddenSize) => ({ layers, hiddenSize })),
  );
  for (const { layers, hiddenSize } of shapes)
    for (const cell of everyCell) {
      const settings = { ...size.settings, cell, hiddenSize, layers };
      const work: Work = { settings, ...(await stepsOf(size)) };
      heading(
        `a step of ${cell}, layers: ${layers}, H ${hiddenSize}, beside others: seconds an epoch`,
      );
      const flat = { ...settings, ...work };
      const compared = others.filter(
        ({ cells, module, more }) =>
          cells.includes(cell) && !missing.includes(module) && (layers === 1 || !more['scratch']),
      );
      const ours = new Peer(process.execPath, 'ours.ts', work);
      const theirs = compared.map(
        ({ module, more }) => new Peer(python, `${module}_peer.py`, { ...flat, ...more }),
      );
      const times: number[][] = [ours, ...theirs].map(() => []);
      for (let turn = 0; turn <= TURNS; turn++)
        for (const [at, peer] of [ours, ...theirs].entries()) {
          await sleep(REST);
          const seconds = await peer.turn();
          if (turn > 0) times[at]!.push(seconds);
        }
      for (const peer of [ours, ...theirs]) peer.end();
      row('Verseloom', `${median(times[0]!).toFixed(3)} s`);
      for (const [at, { name, least }] of compared.entries()) {
        const ratio = median(times[at + 1]!.map((seconds, turn) => seconds / times[0]![turn]!));
        row(
          `${name}, and times the time of ours`,
          `${median(times[at + 1]!).toFixed(3)} s, ${ratio.toFixed(2)}`,
          least[cell] === undefined ? undefined : atLeast(ratio, least[cell], `${least[cell]}`),
        );
      }
    }
  for (const module of missing) row(`${module}: not in ${python}`, '');
}

async function stepsOf({ settings, ids, vocabularySize }: Size): Promise<Omit<Work, 'settings'>> {
  const sampler = samplerOf(settings, ids, new Random(1));
  await sampler.draw(() => Promise.resolve('go'));
  const batches: number[] = [];
  for (let step = 0; step < sampler.count; step++) {
    const { x, y } = sampler.at(step);
    batches.push(...x, ...y);
  }
  return { batches, vocabularySize };
}
