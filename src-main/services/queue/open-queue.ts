/** The queue of an application, put together from its other services. */
import type { Emit } from '../../contract/api.ts';
import type { TrainingStatus } from '../../contract/training.ts';
import type { ModelLibrary } from '../../store/models/model-library.ts';
import type { Corpora } from '../corpora/corpora.ts';
import type { Lane, Lanes } from '../lanes/lanes.ts';
import type { RunStarts } from '../lanes/run-starts.ts';
import { foundRun } from './found-run.ts';
import { openQueueFile } from './queue-file.ts';
import type { Place } from './places.ts';
import { RunQueue } from './run-queue.ts';

export interface QueueAround {
  readonly lanes: Lanes;
  readonly starts: RunStarts;
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
  { lanes, starts, models, corpora, chosenThreads, emit }: QueueAround,
): Promise<OpenQueue> {
  const file = await openQueueFile(path);
  let ofSweep: number | null | undefined;
  const placeOf = ({ training }: Lane): Omit<Place, 'rest'> => ({
    status: () => training.status(),
    start: (request) => starts.start(training, request),
    goOn: (id) => starts.goOn(training, { id }),
  });
  const first: Place = {
    ...placeOf(lanes.first),
    start: async (request, threads): Promise<TrainingStatus> => {
      ofSweep = threads;
      try {
        return await starts.start(lanes.first.training, request);
      } finally {
        ofSweep = undefined;
      }
    },
    rest: () => {}, // its process also writes
  };
  const second: Place = {
    ...placeOf(lanes.second),
    rest: () => void lanes.second.supervisor.rest(),
  };
  const queue = await RunQueue.open(file, {
    places: [first, second],
    found: async (entry) => foundRun(entry, await models.list()),
    corpusName: async (id) => (await corpora.info(id)).name,
    threads: chosenThreads,
    changed: (change) => emit('queue', change),
  });
  return { queue, threads: () => ofSweep, setAside: file.setAside };
}
