/** A small run that only a stop ends, for what has to outlive something else. */
import { vi } from 'vitest';
import type { Client } from './client.ts';

/** Starts one on the sample corpus, and waits until it learns. */
export async function startEndlessRun({ calls }: Client): Promise<void> {
  const [corpus] = await calls['corpora.list']({});
  await calls['training.start']({
    corpusId: corpus!.id,
    settings: { epochs: 100_000, hiddenSize: 16, predPeriod: 100_000, maxCharacters: 2000 },
    engine: 'onnx',
  });
  await expectToLearn({ calls });
}

/** Whether the run makes one more epoch from here. */
export async function expectToLearn({ calls }: Pick<Client, 'calls'>): Promise<void> {
  const { epochs } = await calls['training.status']({});
  const hasLearnt = async (): Promise<boolean> =>
    (await calls['training.status']({})).epochs > epochs;
  await vi.waitUntil(hasLearnt, { timeout: 20_000 });
}
