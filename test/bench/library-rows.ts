/** Rows on the library: how soon a thousand models are listed. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { encodeModel } from '../../src-main/store/models/model-file.ts';
import { ModelLibrary } from '../../src-main/store/models/model-library.ts';
import { summaryOf } from '../../src-main/store/models/model-summary.ts';
import { sampleFile, sampleManifest, sampleModel } from '../store/models/sample-model.ts';
import { median } from './statistics.ts';
import { plainEpoch } from '../contract/plain-epoch.ts';

const MODELS = 1000;
const REPEATS = 15;
/** The book's vocabulary and epochs: manifests are as long as real ones. Weights are not listed, and so are small. */
const VOCABULARY = Array.from({ length: 1027 }, (_, i) => String.fromCodePoint(0x4e00 + i));
const EPOCHS = Array.from({ length: 250 }, (_, i) => ({
  ...{ epoch: i + 1, perplexity: 1027 / (i + 1) + Math.sin(i) / 9, seconds: 0.2 },
  ...{ gradientNorm: 0.1, clipped: 1, ...plainEpoch },
}));

/** In milliseconds. */
export interface ListingTimes {
  /** The first time: every file is read, and the index is written. */
  readonly cold: number;
  /** With the index. */
  readonly warm: number;
  /** With the index, when a model has been saved since. */
  readonly afterSave: number;
}

export async function measureListing(): Promise<ListingTimes> {
  const folder = await mkdtemp(join(tmpdir(), 'verseloom-bench-'));
  try {
    const file = sampleFile({
      manifest: sampleManifest({ vocabulary: VOCABULARY, best: null, ...summaryOf(EPOCHS) }),
      ...{ epochs: EPOCHS, state: null, best: null, model: sampleModel(VOCABULARY.length) },
    });
    const library = await ModelLibrary.open(folder);
    const bytes = await encodeModel(file);
    for (let i = 0; i < MODELS; i++) await writeFile(join(folder, `${i}.verse`), bytes);
    const list = async (): Promise<number> => {
      const started = performance.now();
      const { length } = await library.list();
      if (length < MODELS) throw new Error(`${length} models are listed`);
      return performance.now() - started;
    };
    const cold = await list();
    await setTimeout(2500); // the index is not trusted on files that are younger
    await list();
    const warm: number[] = [];
    for (let time = 0; time < REPEATS; time++) warm.push(await list());
    const afterSave: number[] = [];
    for (let time = 0; time < REPEATS; time++) {
      await library.save(file, '0');
      afterSave.push(await list());
    }
    return { cold, warm: median(warm), afterSave: median(afterSave) };
  } finally {
    await rm(folder, { recursive: true });
  }
}
