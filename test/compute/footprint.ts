/** The largest resident size of a real compute process: over a short run of a shape, with a save and samples in it, and over writing with a model. */
import { join } from 'node:path';
import type { EngineName } from '../../src-main/contract/engine.ts';
import { defaultSettings } from '../../src-main/contract/settings.ts';
import { form } from '../../src-main/contract/writing/constraint.ts';
import type { RunShape } from '../../src-main/core/memory.ts';
import { initialModel, type Architecture } from '../../src-main/core/parameters.ts';
import { Random } from '../../src-main/core/random.ts';
import { threadsOf } from '../../src-main/services/engines/engines.ts';
import type { Spawn } from '../../src-main/supervisor/channel.ts';
import { ComputeLink } from '../../src-main/supervisor/link.ts';
import { giveText } from '../../src-main/supervisor/text.ts';
import { largeCorpus } from '../bench/sizes.ts';
import { peakBytes } from './peak-bytes.ts';
import { plainRnn } from '../contract/all-cells.ts';

/** @param folder for what a save passes through */
export async function footprintOf(
  spawn: Spawn,
  engine: EngineName,
  { characters, vocabularySize, ...shape }: RunShape,
  folder: string,
): Promise<number> {
  const ids = largeCorpus(characters, vocabularySize);
  const link = new ComputeLink(spawn({ engine, threads: threadsOf(engine) }), () => {});
  try {
    await giveText(link.calls, 'text', characters, piecesOf(ids));
    const training = link.calls.train({
      settings: {
        ...{ ...defaultSettings, ...shape },
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

/**
 * With the index of what the model has learnt, and the search that is asked for most. The product’s own gives
 * way to others; this one does not, since that takes no memory, and beside other tests it would hardly come to its turn.
 */
export async function writingFootprintOf(
  spawn: Spawn,
  engine: EngineName,
  { characters, ...architecture }: Architecture & Pick<RunShape, 'characters'>,
): Promise<number> {
  const ids = largeCorpus(characters, architecture.vocabularySize);
  const vocabulary = Array.from({ length: architecture.vocabularySize }, (_, id) =>
    id === 0 ? '\n' : String.fromCodePoint(FIRST_HAN + id),
  );
  const link = new ComputeLink(spawn({ engine, threads: 1 }), () => {});
  try {
    const asked = { key: 'model', id: 'piece', prefix: Int32Array.of(1), temperature: 1, seed: 1 };
    const model = initialModel(architecture, new Random(1));
    await link.calls.open({ key: 'model', model, characters: vocabulary });
    await link.calls.write({ ...asked, length: 500 });
    const points = ids.map((id) => vocabulary[id]!.codePointAt(0)!);
    await giveText(link.calls, 'text', characters, piecesOf(points));
    await link.calls.index({ key: 'model', text: 'text', shortest: 5 });
    const line = { length: { min: 7, max: 7 } };
    await link.calls.search({
      ...{ ...asked, form: form.parse({ lines: [line, line, line, line] }), lineBreak: '\n' },
      ...{ readings: [], noCopy: 5, spared: [0], count: 6, shown: [] },
    });
    return peakBytes(link.pid!) ?? (await link.calls.info({})).peakBytes;
  } finally {
    await link.end();
  }
}

const FIRST_HAN = 0x4e00;

/** As large as those that the product sends. */
const PIECE = 2 ** 18;

function* piecesOf(ids: Int32Array): Generator<Int32Array, void> {
  for (let at = 0; at < ids.length; at += PIECE) yield ids.slice(at, at + PIECE);
}

/** @param characters of the text; just enough for one step an epoch unless told */
export const shapeOf = (
  V: number,
  H: number,
  T: number,
  B: number,
  characters = T * B + 1,
): RunShape => ({
  ...{ ...plainRnn, vocabularySize: V, hiddenSize: H, timeSteps: T, batchSize: B },
  ...{ characters, sampling: 'random' },
});
