/** Rows on writing while nothing trains and beside a run, through the product: how soon, how fast, in what memory, and what it costs the run. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { EngineName } from '../../../src-main/contract/engine.ts';
import { defaultSettings } from '../../../src-main/contract/settings.ts';
import { form as formSchema } from '../../../src-main/contract/writing/constraint.ts';
import { writingMemory } from '../../../src-main/core/memory.ts';
import { presentEngines } from '../../../src-main/engines/presence.ts';
import { nameWordsOf } from '../../../src-main/messages/model-names.ts';
import { openProduct, type Product } from '../../../src-main/services/product.ts';
import { resolveDataFolder } from '../../../src-main/store/data/data-folder.ts';
import type { Spawn } from '../../../src-main/supervisor/channel.ts';
import { childProcessSpawn } from '../../../src-main/supervisor/child-process.ts';
import { peakBytes } from '../../compute/peak-bytes.ts';
import { median, quantile } from '../statistics.ts';
import { atLeast, atMost, heading, row } from '../table.ts';
import { plainRnn } from '../../contract/all-cells.ts';

const PIECES = 30;
const PIECE = 600; // characters, as one is offered
/** Rounds of the run alone and with writing beside it, in turn, so that a machine that drifts drifts for both. */
const ROUNDS = 5;
const ROUND_SECONDS = 4;

interface Figures {
  /** Milliseconds from the request to the first character: the median, and the slowest of twenty. */
  readonly first: number;
  readonly slowest: number;
  /** To the screen, from the request to the end of the piece. */
  readonly charactersPerSecond: number;
}

/** A product that writes, whose pieces are timed as they come. */
class Timed {
  readonly #product: Product;
  readonly #modelId: string;
  #heard: (() => void) | undefined;

  constructor(product: Product, modelId: string) {
    this.#product = product;
    this.#modelId = modelId;
  }

  readonly hear = (): void => {
    this.#heard?.();
    this.#heard = undefined;
  };

  async piece(): Promise<{ first: number; seconds: number }> {
    const asked = performance.now();
    let first = 0;
    this.#heard = () => (first = performance.now() - asked);
    await this.#product.handlers['writing.write']({
      ...{ id: 'bench', modelId: this.#modelId, prefix: '想要' },
      ...{ length: PIECE, temperature: 0.8, seed: 1 },
    });
    return { first, seconds: (performance.now() - asked) / 1000 };
  }

  async lines(): Promise<void> {
    const line = { length: { min: 7, max: 7 } };
    await this.#product.handlers['writing.lines']({
      ...{ id: 'lines', modelId: this.#modelId, prefix: '想要', temperature: 1, seed: 1 },
      ...{ form: formSchema.parse({ lines: [line, line, line, line] }), noCopy: 5, count: 6 },
    });
  }

  async figures(): Promise<Figures> {
    await this.piece(); // the model is opened
    const pieces: Awaited<ReturnType<Timed['piece']>>[] = [];
    for (let piece = 0; piece < PIECES; piece++) pieces.push(await this.piece());
    const firsts = pieces.map(({ first }) => first);
    return {
      ...{ first: median(firsts), slowest: quantile(firsts, 0.95) },
      charactersPerSecond: PIECE / median(pieces.map(({ seconds }) => seconds)),
    };
  }
}

/** @param resources whose sample is learnt, at the book's size */
export async function printBeside(resources: string, engine: EngineName): Promise<void> {
  heading(`writing beside a run, ${engine}`);
  const folder = await mkdtemp(join(tmpdir(), 'verseloom-bench-'));
  const pids: number[] = [];
  const spawn: Spawn = (start) => {
    const channel = spawnChild(start);
    if (start.givesWay) pids.push(channel.pid!);
    return channel;
  };
  const spawnChild = childProcessSpawn(join(resources, '..', 'dist', 'main', 'compute.cjs'));
  let timed: Timed | undefined;
  const product = await openProduct({
    ...{ version: '0.0.0', host: 'browser', exportedPage: '', corpusWorker: '' },
    data: resolveDataFolder({ VERSELOOM_DATA: folder }),
    builtInCorpora: join(resources, '..', 'dist', 'main', 'corpora.json'),
    licences: join(resources, 'licences'),
    ...{ engines: presentEngines(), spawn, language: () => 'zh', nameWords: nameWordsOf() },
    emit: (name) => {
      if (name === 'writing') timed?.hear();
    },
  });
  try {
    const { handlers, training } = product;
    const [corpus] = await handlers['corpora.list']({});
    const settings = { ...defaultSettings, prefixes: ['想要'] };
    const start = (epochs: number) =>
      handlers['training.start']({
        ...{ corpusId: corpus!.id, engine, withText: true },
        settings: { ...settings, epochs, predPeriod: epochs },
      });
    await start(20);
    const { modelId } = await training.ended();
    timed = new Timed(product, modelId!);

    const idle = await timed.figures();
    row('first character', said(idle), atMost(idle.first, 50, '50 ms'));
    row(
      'characters a second',
      idle.charactersPerSecond.toFixed(0),
      atLeast(idle.charactersPerSecond, 1000, '1,000'),
    );

    await start(100_000);
    const asked = performance.now();
    await timed.piece();
    row('its process, from the first request to a piece', `${ms(performance.now() - asked)}`);
    const beside = await timed.figures();
    row('first character beside a run', said(beside), atMost(beside.first, 100, '100 ms'));
    row(
      'characters a second beside a run',
      beside.charactersPerSecond.toFixed(0),
      atLeast(beside.charactersPerSecond, 500, '500'),
    );

    const alone: number[] = [];
    const shared: number[] = [];
    const epochsFor = async (seconds: number): Promise<number[]> => {
      const { epochs: from } = training.status();
      await setTimeout(1000 * seconds);
      return training.history(from + 1, 0).epochs.map((epoch) => epoch.seconds);
    };
    for (let round = 0; round < ROUNDS; round++) {
      alone.push(...(await epochsFor(ROUND_SECONDS)));
      let isOver = false;
      const writing = (async () => {
        while (!isOver) await timed.piece();
      })();
      shared.push(...(await epochsFor(ROUND_SECONDS)));
      isOver = true;
      await writing;
    }
    const cost = median(shared) / median(alone) - 1;
    row(
      'an epoch while one writes without a pause, against without',
      `${cost < 0 ? '' : '+'}${(100 * cost).toFixed(1)} %`,
      atMost(cost, 0.2, '+20 %'),
    );

    await timed.lines();
    const text = readFileSync(join(resources, 'corpora', 'original-lyrics.zh.txt'), 'utf8');
    const { vocabularySize } = training.status();
    const shape = {
      ...plainRnn,
      vocabularySize,
      hiddenSize: settings.hiddenSize,
      characters: text.length,
    };
    const bytes = peakBytes(pids.at(-1)!);
    if (bytes !== undefined) {
      const off = writingMemory(engine, shape) / bytes - 1;
      row(
        'memory of its process',
        `${Math.round(bytes / 1e6)} MB, foretold ${off < 0 ? '' : '+'}${(100 * off).toFixed(0)} %`,
        atMost(Math.abs(off), 0.25, '25 % off'),
      );
    }
    await training.stop();
  } finally {
    await product.close();
    await rm(folder, { recursive: true });
  }
}

const ms = (milliseconds: number): string => `${milliseconds.toFixed(0)} ms`;
const said = ({ first, slowest }: Figures): string => `${ms(first)}, one of twenty ${ms(slowest)}`;
