/** What of a text stands in what a model has learnt, with a real compute process: also where a draft is long, and where it cannot be told. */
import { describe, expect, it } from 'vitest';
import { form } from '../../src-main/contract/writing/constraint.ts';
import { ModelLibrary } from '../../src-main/store/models/model-library.ts';
import { resolveDataFolder } from '../../src-main/store/data/data-folder.ts';
import { isPresent } from '../engines/on-each-engine.ts';
import { sampleFile, sampleManifest, corpusOf } from '../store/models/sample-model.ts';
import { openForTest } from './open-product.ts';

const SONG = '想要分开想要𠮷分开开';
const ENGLISH = 'so we fade away tonight';

const openWith = async (text: string | null) => (await openWithHandlers(text)).copied;

async function openWithHandlers(text: string | null) {
  const { root, handlers } = await openForTest();
  const library = await ModelLibrary.open(resolveDataFolder({ VERSELOOM_DATA: root }).models);
  const manifest = sampleManifest(text === null ? {} : { corpus: corpusOf(text) });
  const utf8 = text === null ? null : new TextEncoder().encode(text);
  const modelId = await library.save(sampleFile({ manifest, text: utf8, state: null }));
  const copied = (of: string, units?: number, everywhere?: boolean) =>
    handlers['writing.copied']({ modelId, text: of, units, everywhere });
  return { copied, handlers, modelId };
}

describe.skipIf(!isPresent('onnx'))('what is copied', () => {
  it('of lines that are found counts from as many units as of the page', async () => {
    const { handlers, modelId } = await openWithHandlers(SONG);
    const copiedOf = async (units?: number) => {
      const { readings } = await handlers['writing.lines']({
        ...{ id: 'lines', modelId, prefix: '想', count: 1, noCopy: null, temperature: 1, seed: 1 },
        form: form.parse({ lines: [{ must: ['要分开'], length: { min: 3, max: 3 } }] }),
        ...(units && { units }),
      });
      return readings[0]!.copied!.map((run) => run.units);
    };
    expect(await copiedOf()).toEqual([]);
    expect(await copiedOf(5)).toEqual([]);
    expect(await copiedOf(4)).toEqual([4]); // with what stands before
  });

  it('is a run of six Han characters, whatever stands between them', async () => {
    const copied = await openWith(`${SONG}\n`);
    const run = { start: 1, length: 7, units: 6, song: SONG };
    expect(await copied('😀想要，分开想要')).toEqual({ shortest: 6, runs: [run] });
    expect(await copied('想要分开想')).toEqual({ shortest: 6, runs: [] });
    expect(await copied('')).toEqual({ shortest: 6, runs: [] });
  });

  it('is a shorter run where that is asked for, and the longer one again afterwards', async () => {
    const copied = await openWith(SONG);
    expect((await copied('要分开')).runs).toEqual([]);
    expect((await copied('要分开', 3)).runs).toEqual([
      { start: 0, length: 3, units: 3, song: SONG },
    ]);
    expect(await copied('要分开')).toEqual({ shortest: 6, runs: [] });
    expect((await copied('和我们', 1)).runs).toEqual([]);
  });

  it('is counted in words of a text in letters, upper and lower case alike', async () => {
    const copied = await openWith(ENGLISH);
    const { runs } = await copied('And SO we fade, away', 4);
    expect(runs).toEqual([{ start: 4, length: 16, units: 4, song: ENGLISH }]);
  });

  it('cannot be told where the model has no text with it', async () => {
    const copied = await openWith(null);
    expect(await copied('想要分开想要')).toEqual({ shortest: 6, runs: null });
  });

  it(
    'is found in all corpora of the library, too, as they are now',
    { tags: ['long'] },
    async () => {
      const { copied, handlers } = await openWithHandlers(SONG);
      const mine = '窗外的雨一直不肯停';
      const { id } = await handlers['corpora.create']({ name: '我的', text: `${mine}\n` });
      const text = `${mine}想要分开想要`;
      expect((await copied(text)).runs).toMatchObject([{ start: 9, song: SONG }]);
      expect((await copied(text, 6, true)).runs).toEqual([
        { start: 0, length: 9, units: 9, song: mine, corpus: { id, name: '我的' } },
        expect.objectContaining({ start: 9, length: 6, song: SONG }),
      ]);
      await handlers['corpora.remove']({ id });
      expect((await copied(text, 6, true)).runs).toMatchObject([{ start: 9, song: SONG }]);
      const textless = await openWithHandlers(null);
      await textless.handlers['corpora.create']({ name: '我的', text: mine });
      expect((await textless.copied(mine, 2, true)).runs).toMatchObject([{ units: 9 }]);
    },
  );

  it('is told of a draft of 200,000 characters, each run once', async () => {
    const copied = await openWith(SONG);
    const one = '想要分开想要𠮷。一夜'; // of ten characters
    const { runs } = await copied(one.repeat(20_000));
    expect(runs).toHaveLength(20_000);
    expect(runs!.at(-1)).toEqual({ start: 199_990, length: 7, units: 7, song: SONG });
  });
});
