/** The batches of an epoch, all at once. */
import type { Batch, Sampler } from '../../src-main/core/sampler.ts';
import type { Gate } from '../../src-main/core/gate.ts';

export const go: Gate = async () => 'go';

export async function epochOf(sampler: Sampler): Promise<Batch[]> {
  await sampler.draw(go);
  return Array.from({ length: sampler.count }, (_, step) => {
    const { x, y, predicted } = sampler.at(step); // which the next one overwrites
    return { x: x.slice(), y: y.slice(), ...(predicted && { predicted: predicted.slice() }) };
  });
}
