/** Rows on what is done between the steps of a run: by how much a step is late for a save, and by how much a run is slower for being looked into. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { presentEngines } from '../../src-main/engines/presence.ts';
import { nameWordsOf } from '../../src-main/messages/model-names.ts';
import { openProduct, type Product } from '../../src-main/services/product.ts';
import { resolveDataFolder } from '../../src-main/store/data/data-folder.ts';
import { childProcessSpawn } from '../../src-main/supervisor/child-process.ts';
import { LookPace } from '../../src-renderer/inside/pace.ts';
import { median } from './statistics.ts';
import { atMost, row } from './table.ts';

/** While nothing is saved, while a save is made on the way, and while somebody asks for one, which has the weights of the last step and of the best epoch. */
export const kinds = ['none', 'onTheWay', 'asked'] as const;
export type Kind = (typeof kinds)[number];

export interface Lateness {
  /** Milliseconds: of a step while nothing is saved. */
  readonly step: number;
  /** Of spans of so many epochs each, by how many milliseconds their latest step was late. */
  readonly epochs: number;
  readonly latest: Readonly<Record<Kind, readonly number[]>>;
  /** Milliseconds from asking to the file on disk, and those of a core that the host spends on it: the medians. */
  readonly save: Readonly<Record<Exclude<Kind, 'none'>, { all: number; core: number }>>;
}

/** Long enough for a save, and for a report of epochs to come. */
const SPAN = 6;

/**
 * Trains at the book's size: spans of epochs with a save, and as many without, one kind after another, so that what else the machine does
 * is in all of them.
 * @param saves how many of each kind
 */
export async function measureLateness(resources: string, saves: number): Promise<Lateness> {
  return withTimedRun(resources, async ({ handlers, training, passEpochs, gapsOf }) => {
    const spans: { kind: Kind; from: number; to: number }[] = [];
    const taken = { onTheWay: [] as number[], asked: [] as number[] };
    const core = { onTheWay: [] as number[], asked: [] as number[] };
    await passEpochs(20);
    for (let save = 0; save < saves; save++)
      for (const kind of kinds) {
        const from = await passEpochs(1);
        const [began, used] = [performance.now(), process.cpuUsage()];
        if (kind === 'asked') await handlers['training.save']({});
        if (kind === 'onTheWay') await training.checkpoint();
        if (kind !== 'none') {
          taken[kind].push(performance.now() - began);
          const { user, system } = process.cpuUsage(used); // microseconds
          core[kind].push((user + system) / 1000);
        }
        const left = SPAN - (training.status().epochs - from);
        spans.push({ kind, from, to: await passEpochs(Math.max(0, left)) });
      }
    const gaps = await gapsOf();
    const of = (kind: Kind) => spans.filter((span) => span.kind === kind);
    const step = median(of('none').flatMap(({ from, to }) => gaps(from, to)));
    const latest = (kind: Kind) =>
      of(kind).map(({ from, to }) => Math.max(...gaps(from, to)) - step);
    return {
      ...{ step, epochs: SPAN },
      latest: { none: latest('none'), onTheWay: latest('onTheWay'), asked: latest('asked') },
      save: {
        onTheWay: { all: median(taken.onTheWay), core: median(core.onTheWay) },
        asked: { all: median(taken.asked), core: median(core.asked) },
      },
    };
  });
}

const named: Readonly<Record<Kind, string>> = {
  none: 'without a save',
  onTheWay: 'with a save on the way',
  asked: 'with one that somebody asks for',
};

/** @param saves of each kind */
export async function printLateness(resources: string, saves: number): Promise<void> {
  const { step, epochs, latest, save } = await measureLateness(resources, saves);
  const most = (kind: Kind) => Math.max(...latest[kind]);
  row("a step at the book's size", `${step.toFixed(1)} ms`);
  for (const kind of kinds) {
    const [usual, worst] = [median(latest[kind]), most(kind)].map((ms) => ms.toFixed(1));
    row(
      `the latest step of ${epochs} epochs ${named[kind]}: median, most of ${saves}`,
      `${usual} ms, ${worst} ms late`,
      kind === 'none' ? undefined : atMost(most(kind) - most('none'), 20, '20 ms more'),
    );
  }
  for (const [name, { all, core }] of [
    ['a save on the way', save.onTheWay],
    ['one that somebody asks for', save.asked],
  ] as const)
    row(
      `${name}: until it is on disk, and of the host's core`,
      `${all.toFixed(0)} ms, ${core.toFixed(0)} ms`,
    );
}

export interface Watched {
  /** Interleaved: so many pairs of as many epochs, looked into and left alone. */
  readonly pairs: number;
  /** By what share an epoch that is looked into is longer: the median of the pairs. */
  readonly slower: number;
  /** Milliseconds: a look, from asking to the answer, and the most by which a step was late with and without. */
  readonly look: number;
  readonly latestWith: number;
  readonly latestWithout: number;
}

/** As the window looks: at a line of 40 characters, at its pace. */
export async function measureWatched(resources: string, pairs: number): Promise<Watched> {
  const text = '想要有直升机 我在你的想要有 '.repeat(3).slice(0, 40);
  const epochs = 40;
  return withTimedRun(resources, async ({ handlers, passEpochs, gapsOf }) => {
    const pace = new LookPace();
    pace.pauseAfter(0);
    await handlers['inside.look']({ text }); // compiles
    await passEpochs(10);
    const looks: number[] = [];
    const spans: { watched: [number, number]; alone: [number, number] }[] = [];
    for (let pair = 0; pair < pairs; pair++) {
      const from = await passEpochs(1);
      let isOver = false;
      const looking = (async () => {
        while (!isOver) {
          const asked = performance.now();
          await handlers['inside.look']({ text });
          const look = performance.now() - asked;
          looks.push(look);
          const until = performance.now() + pace.pauseAfter(look);
          while (performance.now() < until && !isOver) await setTimeout(100);
        }
      })();
      const to = await passEpochs(epochs);
      isOver = true;
      await looking;
      const begin = await passEpochs(1);
      spans.push({ watched: [from, to], alone: [begin, await passEpochs(epochs)] });
    }
    const gaps = await gapsOf();
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const all = (of: 'watched' | 'alone') => spans.flatMap((span) => gaps(...span[of]));
    const step = median(all('alone'));
    return {
      pairs,
      slower: median(
        spans.map(({ watched, alone }) => mean(gaps(...watched)) / mean(gaps(...alone)) - 1),
      ),
      look: median(looks),
      latestWith: Math.max(...all('watched')) - step,
      latestWithout: Math.max(...all('alone')) - step,
    };
  });
}

interface TimedRun {
  readonly handlers: Product['handlers'];
  readonly training: Product['training'];
  /** @returns how many epochs there are when so many more are made */
  passEpochs(count: number): Promise<number>;
  /** Ends the run. @returns what gives the milliseconds from one step to the next, from an epoch to another */
  gapsOf(): Promise<(from: number, to: number) => number[]>;
}

/** A run at the book's size on ONNX Runtime, every step of which is timed. */
async function withTimedRun<Result>(
  resources: string,
  work: (run: TimedRun) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'verseloom-bench-'));
  const times = join(folder, 'times.json');
  process.env['STEP_TIMES'] = times;
  const product = await openProduct({
    version: '0.0.0',
    host: 'browser',
    data: resolveDataFolder({ VERSELOOM_DATA: folder }),
    exportedPage: '',
    builtInCorpora: join(resources, '..', 'dist', 'main', 'corpora.json'),
    corpusWorker: '',
    licences: join(resources, 'licences'),
    engines: presentEngines(),
    spawn: childProcessSpawn(join(import.meta.dirname, 'timed-compute.ts')),
    language: () => 'en',
    nameWords: nameWordsOf(),
    emit: () => {},
  });
  try {
    const { handlers, training } = product;
    const [corpus] = await handlers['corpora.list']({});
    await handlers['training.start']({
      ...{ corpusId: corpus!.id, engine: 'onnx', withText: true },
      settings: { epochs: 100_000, predPeriod: 100_000 },
    });
    const passEpochs = async (count: number): Promise<number> => {
      const until = training.status().epochs + count;
      while (training.status().epochs < until) await setTimeout(50);
      return training.status().epochs;
    };
    const gapsOf: TimedRun['gapsOf'] = async () => {
      await handlers['training.stop']({});
      const begun = JSON.parse(await readFile(times, 'utf8')) as number[];
      const steps = Math.floor(begun.length / training.status().epochs);
      const gaps = begun.slice(1).map((time, i) => time - begun[i]!);
      return (from, to) => gaps.slice(from * steps, to * steps);
    };
    return await work({ handlers, training, passEpochs, gapsOf });
  } finally {
    await product.close();
    await rm(folder, { recursive: true });
  }
}
