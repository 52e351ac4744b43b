/** What counting alone reaches on what a run holds out: told while it runs, kept with it, and the same after it was gone on with. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countingPerplexities } from '../../../src-main/core/n-grams.ts';
import { readModelFile } from '../../../src-main/store/models/model-file.ts';
import { openForTest, type Opened } from '../open-product.ts';
import { isPresent } from '../../engines/on-each-engine.ts';

/** Every line but the last comes again and again; 龙, 卷 and 风 come in none of those. */
const lines = Array.from(
  { length: 60 },
  (_, i) => ['想要有直升机', '想要和你飞到宇宙去', '融化在银河里'][i % 3],
);
const text = [...lines, '想要龙卷风去', '融化在你银河里'].join('\n');
const last = { heldOut: { by: 'last', percent: 4 }, maxCharacters: 0 };

const read = async ({ root }: Opened, id: string | null) =>
  readModelFile(join(root, 'models', `${id}.verse`));

/** @returns it by what the file says that was learnt, and what stands behind that in the text */
function expected(learntCharacters: number, vocabulary: readonly string[], asLearnt: string) {
  const ids = [...asLearnt].map((character) => vocabulary.indexOf(character));
  const known = (some: number[]) => Int32Array.from(some.filter((id) => id >= 0));
  const counting = countingPerplexities(
    known(ids.slice(0, learntCharacters)),
    known(ids.slice(learntCharacters)),
    vocabulary.length,
    5,
  );
  for (let next = counting.next(); ; next = counting.next()) if (next.done) return next.value;
}

describe.skipIf(!isPresent('onnx'))('what counting alone reaches', () => {
  it.each(['own', 'space'])('is told and kept, with line breaks %s', async (lineBreaks) => {
    const product = await openForTest({ text });
    await product.start({ ...last, lineBreaks });
    const { counting, modelId, validation } = await product.training.ended();
    expect(validation).toMatchObject({ unknown: 3 });
    const { manifest } = await read(product, modelId);
    expect(manifest.counting).toEqual(counting);
    const { corpus, vocabulary } = manifest;
    expect(counting).toEqual({
      ...{ characters: corpus.learntCharacters, discount: 0.9 },
      perplexities: expected(
        corpus.learntCharacters,
        vocabulary,
        lineBreaks === 'own' ? text : text.replaceAll('\n', ' '),
      ),
    });
  });

  it('is known while the run goes on, and not reckoned again when it is gone on with', async () => {
    const product = await openForTest({ text });
    await product.start({ ...last, epochs: 100_000, predPeriod: 100_000 });
    await product.until(() => product.training.status().counting !== null);
    expect(product.training.status().state).toBe('training');
    const { counting } = product.training.status();
    const { modelId } = await product.handlers['training.stop']({});
    const stopped = await read(product, modelId);
    expect(stopped.manifest.counting).toEqual(counting);
    const [listed] = await product.handlers['models.list']({});
    expect(listed).toMatchObject({ counting });
    await product.handlers['training.goOn']({ id: modelId!, moreEpochs: 1 });
    // It is there from the first moment on.
    expect(product.training.status().counting).toEqual(counting);
    await product.handlers['training.stop']({});
    expect((await read(product, modelId)).manifest.counting).toEqual(counting);
  });

  it('is none where nothing is held out', async () => {
    const product = await openForTest({ text });
    await product.start({ maxCharacters: 0 });
    const { counting, modelId } = await product.training.ended();
    expect(counting).toBeNull();
    expect((await read(product, modelId)).manifest.counting).toBeUndefined();
  });
});
