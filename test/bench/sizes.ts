/** The sizes of work that the bench measures, and how much arithmetic an epoch of each is. */
import { readFileSync } from 'node:fs';
import { defaultSettings, type TrainingSettings } from '../../src-main/contract/settings.ts';
import { preprocess } from '../../src-main/core/text/corpus.ts';
import { Random } from '../../src-main/core/random.ts';
import { batchesPerEpoch } from '../../src-main/core/sampler.ts';
import { Vocabulary } from '../../src-main/core/text/vocabulary.ts';

export interface Size {
  readonly name: string;
  readonly settings: TrainingSettings;
  readonly vocabularySize: number;
  readonly ids: Int32Array;
  /** Ids of a text that is not learnt; left out where nothing is held out. */
  readonly heldOut?: Int32Array;
}

/** The book's size of work, on the corpus that comes with the product. */
export function bookSize(resources: string): Size {
  const text = preprocess(
    readFileSync(`${resources}/corpora/original-lyrics.zh.txt`, 'utf8'),
    defaultSettings,
  );
  const vocabulary = Vocabulary.of(text);
  const { ids } = vocabulary.encode(text);
  return {
    name: "the book's size",
    settings: defaultSettings,
    vocabularySize: vocabulary.size,
    ids,
  };
}

/** Characters drawn by Zipf's law, which is about how often the characters of a real text come. */
export function largeCorpus(characters: number, vocabularySize: number): Int32Array {
  const random = new Random(1);
  const sums = new Float64Array(vocabularySize);
  let total = 0;
  for (let id = 0; id < vocabularySize; id++) sums[id] = total += 1 / (id + 2.7);
  return new Int32Array(characters).map((_, place) => {
    if (place < vocabularySize) return place; // every character comes at least once
    const drawn = random.uniform() * total;
    let [low, high] = [0, vocabularySize - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! < drawn) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}

export function predictionsPerEpoch({ settings, ids }: Size): number {
  const { sampling, batchSize, timeSteps } = settings;
  return batchesPerEpoch(sampling, ids.length, batchSize, timeSteps) * batchSize * timeSteps;
}

/**
 * Multiplications and additions of an epoch's matrix products: three products [N, V]×[V, H] at the output layer and three
 * [N, H]×[H, H] in the cell, each once forward and twice backward. The look-up of the input side is none.
 */
export function flopPerEpoch(size: Size): number {
  const H = size.settings.hiddenSize;
  return 6 * predictionsPerEpoch(size) * H * (size.vocabularySize + H);
}
