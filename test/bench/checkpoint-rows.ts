/** Rows on checkpoints: by how much a step is late because the run is being saved, as the product saves it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { presentEngines } from '../../src-main/engines/presence.ts';
import { nameWordsOf } from '../../src-main/messages/model-names.ts';
import { openProduct } from '../../src-main/services/product.ts';
import { resolveDataFolder } from '../../src-main/store/data/data-folder.ts';
import { childProcessSpawn } from '../../src-main/supervisor/child-process.ts';
import { median } from './statistics.ts';

export interface Lateness {
  /** With saves; and then as many without. */
  readonly epochs: number;
  /** Milliseconds: of a step while nothing is saved, and the most by which one was late with and without saving. */
  readonly step: number;
  readonly latestWithout: number;
  readonly latestWith: number;
  /** From asking to the file on disk. */
  readonly save: number;
}

/**
 * Trains at the book's size, saved again and again, and then undisturbed for as many epochs: of more steps, one may well be later.
 * @param saves how many
 */
export async function measureLateness(resources: string, saves: number): Promise<Lateness> {
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
    const noisyFrom = await passEpochs(20);
    const saving: number[] = [];
    for (let save = 0; save < saves; save++) {
      const asked = performance.now();
      await handlers['training.save']({});
      saving.push(performance.now() - asked);
      await setTimeout(200);
    }
    const noisyTo = await passEpochs(2);
    const quietTo = await passEpochs(noisyTo - noisyFrom);
    await handlers['training.stop']({});
    const begun = JSON.parse(await readFile(times, 'utf8')) as number[];
    const steps = Math.floor(begun.length / training.status().epochs);
    const gaps = begun.slice(1).map((time, i) => time - begun[i]!);
    const noisy = gaps.slice(noisyFrom * steps, noisyTo * steps);
    const quiet = gaps.slice(noisyTo * steps, quietTo * steps);
    const step = median(quiet);
    return {
      ...{ epochs: noisyTo - noisyFrom, step },
      latestWithout: Math.max(...quiet) - step,
      latestWith: Math.max(...noisy) - step,
      save: median(saving),
    };
  } finally {
    await product.close();
    await rm(folder, { recursive: true });
  }
}
