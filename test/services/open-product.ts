/** The product over a data folder of its own, for tests: with real compute processes unless told otherwise. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ApiHandlers, ComputeState } from '../../src-main/contract/api.ts';
import type { RunState, TrainingStatus } from '../../src-main/contract/training.ts';
import type { EngineChoice, PresentEngine } from '../../src-main/contract/engine.ts';
import { presentEngines } from '../../src-main/engines/presence.ts';
import { nameWordsOf } from '../../src-main/messages/model-names.ts';
import { Corpora } from '../../src-main/services/corpora/corpora.ts';
import { openProduct, type Product } from '../../src-main/services/product.ts';
import { resolveDataFolder } from '../../src-main/store/data/data-folder.ts';
import type { Spawn } from '../../src-main/supervisor/channel.ts';
import { spawnCompute } from '../compute/compute-process.ts';
import { temporaryFolder } from '../store/files/temporary-folder.ts';

/** A song of 420 characters: every run on it is short. */
export const song = '想要有直升机 想要和你飞到宇宙去 想要和你融化在一起 融化在银河里 '
  .repeat(13)
  .slice(0, 420);

/** Settings for the song: 4 steps an epoch. */
export const small = {
  ...{ epochs: 4, hiddenSize: 12, timeSteps: 10, batchSize: 10, predPeriod: 2, predLength: 5 },
  prefixes: ['想要'],
};

export interface Opened extends Product {
  readonly root: string;
  /** Of a corpus in the library. */
  readonly corpusId: string;
  /** Every status that was told, oldest first. */
  readonly told: TrainingStatus[];
  /** The states that the run went through. */
  readonly states: () => RunState[];
  readonly compute: ComputeState[];
  readonly texts: { id: string; text: string }[];
  /** @returns when something holds; looked at after every event */
  until(holds: () => boolean): Promise<void>;
  start(
    settings?: Record<string, unknown>,
    engine?: EngineChoice,
  ): Promise<Awaited<ReturnType<ApiHandlers['training.start']>>>;
}

const repository = join(import.meta.dirname, '..', '..');
const corpusWorker = join(repository, 'dist', 'main', 'corpus-worker.cjs');
const builtInCorpora = join(repository, 'dist', 'main', 'corpora.json');

/** @returns what a person drops: songs, with U+001E between them, as a file each */
const filesOf = (text: string): { name: string; bytes: Uint8Array }[] =>
  text.split('\u001e').map((words, i, { length }) => ({
    name: length === 1 ? '可爱.txt' : `${i + 1}.txt`,
    bytes: new TextEncoder().encode(words),
  }));

/** A corpus as it is kept: its files, by their paths in the folder of corpora. */
interface KeptCorpus {
  readonly id: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Characters of a text that is not kept for another test: it would take much memory, and hardly comes again. */
const LONG = 100_000;
/** By their texts: importing takes a thread, whose start takes longer than all else that is opened. */
const kept = new Map<string, Promise<KeptCorpus>>();

async function importOnce(text: string): Promise<KeptCorpus> {
  const folder = await mkdtemp(join(tmpdir(), 'verseloom-corpus-'));
  try {
    const corpora = await Corpora.open({
      ...{ folder, builtInCorpora, language: () => 'zh', worker: corpusWorker },
    });
    const { id } = await corpora.import({ task: 'once', files: filesOf(text) });
    await corpora.close();
    const paths = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = paths.filter((entry) => entry.isFile());
    const read = files.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      return [path.slice(folder.length + 1), await readFile(path)] as const;
    });
    return { id, files: new Map(await Promise.all(read)) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Puts a corpus of a text into a new folder of corpora. @returns its id */
async function putCorpus(folder: string, text: string): Promise<string> {
  const made = kept.get(text) ?? importOnce(text);
  if (text.length < LONG) kept.set(text, made);
  const { id, files } = await made;
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return id;
}

/** @param text whose songs, with U+001E between them, are a file each */
export async function openForTest({
  text = song,
  spawn = spawnCompute,
  engines = presentEngines(),
  root,
  availableMemory,
  starters,
}: {
  text?: string;
  spawn?: Spawn;
  engines?: PresentEngine[];
  root?: string;
  availableMemory?: () => number;
  /** Folder of the models that come with the product; left out: none. */
  starters?: string;
} = {}): Promise<Opened> {
  const folder = root ?? (await temporaryFolder());
  const data = resolveDataFolder({ VERSELOOM_DATA: folder });
  const put = root === undefined ? await putCorpus(data.corpora, text) : undefined;
  const told: TrainingStatus[] = [];
  const compute: Opened['compute'] = [];
  const texts: Opened['texts'] = [];
  const waiting: (() => void)[] = [];
  const product = await openProduct({
    version: '0.0.0',
    host: 'browser',
    data,
    exportedPage: join(repository, 'dist', 'main', 'exported-page.html'),
    ...{ corpusWorker, builtInCorpora },
    licences: join(repository, 'resources', 'licences'),
    engines,
    spawn,
    language: () => 'zh',
    nameWords: nameWordsOf(),
    ...(availableMemory && { availableMemory }),
    ...(starters !== undefined && { starters }),
    emit: (name, data) => {
      if (name === 'training') told.push(data as TrainingStatus);
      if (name === 'compute') compute.push((data as { state: ComputeState }).state);
      if (name === 'writing') texts.push(data as { id: string; text: string });
      for (const look of waiting.splice(0)) look();
    },
  });
  onTestFinished(() => product.close());
  const corpusId =
    put ??
    (
      await product.handlers['corpora.import']({
        ...{ task: 'first', replace: false, files: filesOf(text) },
      })
    ).id;
  return {
    ...product,
    root: folder,
    corpusId,
    told,
    states: () => told.map(({ state }) => state).filter((state, i, all) => state !== all[i - 1]),
    compute,
    texts,
    until: async (holds) => {
      while (!holds()) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    start: async (settings = {}, engine = 'onnx') =>
      product.handlers['training.start']({
        ...{ corpusId, settings: { ...small, ...settings }, engine },
        withText: true,
      }),
  };
}

/** Imports one file as a corpus of its own. */
export const importFile = async (
  handlers: Pick<ApiHandlers, 'corpora.import'>,
  name: string,
  bytes: Uint8Array,
): Promise<Awaited<ReturnType<ApiHandlers['corpora.import']>>> =>
  handlers['corpora.import']({ task: name, replace: false, files: [{ name, bytes }] });
