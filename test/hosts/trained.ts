/** Runs of a host that the contract is held to: short ones, and one without an end. */
import { vi } from 'vitest';
import type { ApiCalls } from '../../src-main/contract/api.ts';
import type { TrainingStatus } from '../../src-main/contract/training.ts';
import { lyrics } from './contract-cases.ts';
import { importFile } from './corpus-cases.ts';

/** Epochs that no test waits for. */
export const endless = 100_000;

/** Starts a run on a song that is in the library from then on. */
export async function train(
  calls: ApiCalls,
  settings: Record<string, unknown> = {},
): Promise<TrainingStatus> {
  const { id } = await importFile(calls, 'song.txt', lyrics);
  const small = {
    ...{ epochs: 2, hiddenSize: 12, timeSteps: 10, batchSize: 10, predLength: 5 },
    ...{ predPeriod: endless, prefixes: ['想要'] },
  };
  return calls['training.start']({
    corpusId: id,
    settings: { ...small, ...settings },
    engine: 'onnx',
  });
}

/** @returns a finished model, which is trained when there is none */
export async function anyModel(calls: ApiCalls): Promise<string> {
  const find = async (): Promise<string | undefined> =>
    (await calls['models.list']({})).find(({ outcome }) => outcome === 'finished')?.id;
  const found = await find();
  if (found) return found;
  await train(calls);
  return vi.waitUntil(find, 20_000);
}
