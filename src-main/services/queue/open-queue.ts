/** The queue of an application, put together from its other services. */
import type { ApiHandlers, Emit } from '../../contract/api.ts';
import type { TrainingStatus } from '../../contract/training.ts';
import type { ModelLibrary } from '../../store/models/model-library.ts';
import type { Corpora } from '../corpora/corpora.ts';
import type { Training } from '../training/training.ts';
import { foundRun } from './found-run.ts';
import { openQueueFile } from './queue-file.ts';
import { RunQueue } from './run-queue.ts';

export interface QueueAround {
  readonly training: Pick<Training, 'status'>;
  readonly calls: Pick<ApiHandlers, 'training.start' | 'training.goOn'>;
  readonly models: ModelLibrary;
  readonly corpora: Corpora;
  /** That the person has chosen. */
  readonly chosenThreads: () => number | null;
  readonly emit: Emit;
}

export interface OpenQueue {
  readonly queue: RunQueue;
  /** Of the run that begins: those of its sweep; undefined where it has those that the person has chosen. */
  readonly threads: () => number | null | undefined;
  /** Where a file that could not be read was put. */
  readonly setAside: string | undefined;
}

/** @throws VerseloomError `file.unreadable` */
export async function openQueue(
  path: string,
  { training, calls, models, corpora, chosenThreads, emit }: QueueAround,
): Promise<OpenQueue> {
  const file = await openQueueFile(path);
  let ofSweep: number | null | undefined;
  const queue = await RunQueue.open(file, {
    status: () => training.status(),
    start: async (request, threads) => {
      ofSweep = threads;
      try {
        return (await calls['training.start'](request)) as TrainingStatus;
      } finally {
        ofSweep = undefined;
      }
    },
    goOn: async (id) => (await calls['training.goOn']({ id })) as TrainingStatus,
    found: async (entry) => foundRun(entry, await models.list()),
    corpusName: async (id) => (await corpora.info(id)).name,
    threads: chosenThreads,
    changed: (change) => emit('queue', change),
  });
  return { queue, threads: () => ofSweep, setAside: file.setAside };
}
