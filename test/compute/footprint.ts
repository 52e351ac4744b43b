/** The largest resident size of a real compute process over a short run of a shape, with a save and samples in it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineName } from '../../src-main/contract/engine.ts';
import { defaultSettings } from '../../src-main/contract/settings.ts';
import type { RunShape } from '../../src-main/core/memory.ts';
import { threadsOf } from '../../src-main/services/engines/engines.ts';
import type { Spawn } from '../../src-main/supervisor/channel.ts';
import { ComputeLink } from '../../src-main/supervisor/link.ts';
import { giveText } from '../../src-main/supervisor/text.ts';
import { largeCorpus } from '../bench/sizes.ts';

/** @param folder for what a save passes through */
export async function footprintOf(
  spawn: Spawn,
  engine: EngineName,
  { vocabularySize, hiddenSize, timeSteps, batchSize, characters, sampling }: RunShape,
  folder: string,
): Promise<number> {
  const ids = largeCorpus(characters, vocabularySize);
  const link = new ComputeLink(spawn({ engine, threads: threadsOf(engine) }), () => {});
  try {
    await giveText(link.calls, 'text', characters, piecesOf(ids));
    const training = link.calls.train({
      settings: {
        ...{ ...defaultSettings, hiddenSize, timeSteps, batchSize, sampling },
        ...{ epochs: 2, predPeriod: 1, predLength: 5 },
      },
      ...{ vocabularySize, text: 'text', prefixes: [Int32Array.of(0)] },
    });
    await link.calls.snapshot({ path: join(folder, 'parameters') }).catch(() => {}); // it was quicker
    await training;
    return peakBytes(link.pid!) ?? (await link.calls.info({})).peakBytes;
  } finally {
    await link.end();
  }
}

/** As large as those that the product sends. */
const PIECE = 2 ** 18;

function* piecesOf(ids: Int32Array): Generator<Int32Array, void> {
  for (let at = 0; at < ids.length; at += PIECE) yield ids.slice(at, at + PIECE);
}

/** Linux tells it of this very program; what Node tells is at least what its parent had when it was forked. */
function peakBytes(pid: number): number | undefined {
  try {
    const told = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return told ? Number(told[1]) * 1024 : undefined;
  } catch {
    return undefined;
  }
}

/** @param characters of the text; just enough for one step an epoch unless told */
export const shapeOf = (
  V: number,
  H: number,
  T: number,
  B: number,
  characters = T * B + 1,
): RunShape => ({
  ...{ vocabularySize: V, hiddenSize: H, timeSteps: T, batchSize: B },
  ...{ characters, sampling: 'random' },
});
