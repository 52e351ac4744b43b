/** The product over a data folder of its own, for tests: with real compute processes unless told otherwise. */
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { ApiHandlers, ComputeState } from '../../src-main/contract/api.ts';
import type { RunState, TrainingStatus } from '../../src-main/contract/training.ts';
import type { PresentEngine } from '../../src-main/contract/engine.ts';
import { presentEngines } from '../../src-main/engines/presence.ts';
import { nameWordsOf } from '../../src-main/messages/model-names.ts';
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
    engine?: 'auto' | 'onnx' | 'tensorflow',
  ): Promise<Awaited<ReturnType<ApiHandlers['training.start']>>>;
}

/** @param text whose songs, with U+001E between them, are a file each */
export async function openForTest({
  text = song,
  spawn = spawnCompute,
  engines = presentEngines(),
  root,
  availableMemory,
}: {
  text?: string;
  spawn?: Spawn;
  engines?: PresentEngine[];
  root?: string;
  availableMemory?: () => number;
} = {}): Promise<Opened> {
  const folder = root ?? (await temporaryFolder());
  const told: TrainingStatus[] = [];
  const compute: Opened['compute'] = [];
  const texts: Opened['texts'] = [];
  const waiting: (() => void)[] = [];
  const product = await openProduct({
    version: '0.0.0',
    host: 'browser',
    data: resolveDataFolder({ VERSELOOM_DATA: folder }),
    exportedPage: join(import.meta.dirname, '..', '..', 'dist', 'main', 'exported-page.html'),
    corpusWorker: join(import.meta.dirname, '..', '..', 'dist', 'main', 'corpus-worker.cjs'),
    builtInCorpora: join(import.meta.dirname, '..', '..', 'resources', 'corpora'),
    licences: join(import.meta.dirname, '..', '..', 'resources', 'licences'),
    engines,
    spawn,
    language: () => 'zh',
    nameWords: nameWordsOf(),
    ...(availableMemory && { availableMemory }),
    emit: (name, data) => {
      if (name === 'training') told.push(data as TrainingStatus);
      if (name === 'compute') compute.push((data as { state: ComputeState }).state);
      if (name === 'writing') texts.push(data as { id: string; text: string });
      for (const look of waiting.splice(0)) look();
    },
  });
  onTestFinished(() => product.close());
  const { id: corpusId } = await product.handlers['corpora.import']({
    ...{ task: 'first', replace: false },
    files: text.split('\u001e').map((words, i, { length }) => ({
      name: length === 1 ? '可爱.txt' : `${i + 1}.txt`,
      bytes: new TextEncoder().encode(words),
    })),
  });
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
