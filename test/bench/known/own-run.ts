/** A run that is made as the product makes it. */
import type { EngineName } from '../../../src-main/contract/engine.ts';
import type { EpochReport } from '../../../src-main/contract/training.ts';
import { threadsOf } from '../../../src-main/services/engines/engines.ts';
import { childProcessSpawn } from '../../../src-main/supervisor/child-process.ts';
import { ComputeLink } from '../../../src-main/supervisor/link.ts';
import { train } from '../../compute/train.ts';
import type { Size } from '../sizes.ts';
import type { PeerEpoch } from './peer.ts';

/** @param program the built compute process. @returns its epochs */
export async function ownEpochs(
  program: string,
  engine: EngineName,
  { settings, vocabularySize, ids, heldOut }: Size,
): Promise<PeerEpoch[]> {
  const reports: EpochReport[] = [];
  const link = new ComputeLink(
    childProcessSpawn(program)({ engine, threads: threadsOf(engine) }),
    (name, data) => {
      if (name === 'progress') reports.push(...(data as { epochs: EpochReport[] }).epochs);
    },
  );
  const run = { settings, vocabularySize, ids, prefixes: [] };
  if (heldOut) {
    const text = 'held out';
    const reading = link.calls.read({ text, length: heldOut.length, ids: heldOut });
    await Promise.all([reading, train(link.calls, { ...run, heldOut: text })]);
  } else await train(link.calls, run);
  await link.end();
  return reports.map(({ perplexity, validationPerplexity }) => ({
    perplexity,
    heldOut: validationPerplexity,
  }));
}
