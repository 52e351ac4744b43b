/** Runs and models that tests begin with, by the engine that every machine of the tests has. */
import { vi } from 'vitest';
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type { Client } from '../../hosts/web/client.ts';

type Request = Parameters<ApiCalls['training.start']>[0];

/** What is learnt, where it is not the first corpus that comes with the product, and whether the model holds its text. */
type Learnt = Partial<Pick<Request, 'corpusId' | 'withText'>>;

/** Starts a run, and does not wait for it. */
export async function startTraining(
  { calls }: Client,
  settings: Request['settings'],
  learnt: Learnt = {},
): Promise<void> {
  const corpusId = learnt.corpusId ?? (await calls['corpora.list']({}))[0]!.id;
  await calls['training.start']({ ...learnt, corpusId, settings, engine: 'onnx' });
}

/** @returns the model's id, once the run is finished and the model saved */
export async function trainModel(
  host: Client,
  settings: Request['settings'],
  learnt: Learnt = {},
): Promise<string> {
  await startTraining(host, settings, learnt);
  return finishedModel(host);
}

/** @returns its id, once the run under way is finished and it is saved */
export async function finishedModel({ calls }: Client): Promise<string> {
  const status = () => calls['training.status']({});
  await vi.waitUntil(async () => (await status()).state === 'finished', 90_000); // a hook has no `expect.poll`
  return (await status()).modelId!;
}
