/** Models that know next to nothing, and forms that ask for more than there is, with a real compute process: each is answered. */
import { describe, expect, it } from 'vitest';
import { form, type GivenLineConstraint } from '../../src-main/contract/writing/constraint.ts';
import { Random } from '../../src-main/core/random.ts';
import { resolveDataFolder } from '../../src-main/store/data/data-folder.ts';
import { ModelLibrary } from '../../src-main/store/models/model-library.ts';
import { floats } from '../core/tiny-network.ts';
import { isPresent } from '../engines/on-each-engine.ts';
import { corpusOf, HIDDEN, sampleFile, sampleManifest } from '../store/models/sample-model.ts';
import { openForTest } from './open-product.ts';
import { plainRnn } from '../contract/all-cells.ts';

/** @param vocabulary of a model that has learnt nothing but this */
async function openWith(vocabulary: readonly string[]) {
  const { root, handlers } = await openForTest();
  const library = await ModelLibrary.open(resolveDataFolder({ VERSELOOM_DATA: root }).models);
  const text = vocabulary.join('');
  const { settings, ...manifest } = sampleManifest({ corpus: corpusOf(text), best: null });
  const modelId = await library.save(
    sampleFile({
      manifest: {
        ...{ ...manifest, vocabulary: [...vocabulary] },
        settings: { ...settings, lineBreaks: 'own' },
      },
      model: floats(
        { ...plainRnn, vocabularySize: vocabulary.length, hiddenSize: HIDDEN },
        new Random(5),
      ),
      ...{ state: null, best: null, text: new TextEncoder().encode(text) },
    }),
  );
  const ask = { id: 'ask', modelId, prefix: vocabulary[0]!, temperature: 1, seed: 1 };
  const lines = async (
    of: readonly (GivenLineConstraint & { text?: string })[],
    noCopy: number | null = null,
  ) =>
    handlers['writing.lines']({ ...{ ...ask, count: 3, noCopy }, form: form.parse({ lines: of }) });
  return { handlers, modelId, ask, lines };
}

describe.skipIf(!isPresent('onnx'))('a model of one character', () => {
  it('writes it, is sure of it, and is read, scored and looked through as any other', async () => {
    const { handlers, modelId, ask } = await openWith(['啊']);
    for (const temperature of [0, 1]) {
      const piece = await handlers['writing.write']({ ...ask, temperature, length: 12 });
      expect(piece.continuation).toBe('啊'.repeat(12));
    }
    const { characters, share } = await handlers['writing.next']({ ...ask, top: 10 });
    expect({ characters, share }).toEqual({
      characters: [{ character: '啊', probability: 1, drawn: 1, allowed: true }],
      share: 1,
    });
    const { perplexity } = await handlers['models.score']({ id: modelId, text: '啊啊啊' });
    expect(perplexity).toBe(1);
    const { runs } = await handlers['writing.copied']({ modelId, text: '啊啊啊啊啊啊啊' });
    expect(runs).toEqual([]); // a single one is all that it has learnt
  });

  it('finds lines of it, and says what is in the way where there can be none', async () => {
    const { handlers, ask, lines } = await openWith(['啊']);
    const three = { length: { min: 3, max: 3 } };
    // It knows no end of a line, which is then over with its last character.
    expect((await lines([three, three])).readings.map(({ text }) => text)).toEqual([
      '啊啊啊啊啊啊',
    ]);
    const rhymed = { ...three, rhyme: { with: { text: '光' } } };
    const none = await lines([rhymed]);
    expect(none.readings).toEqual([]);
    expect(none.inTheWay.map(({ wish }) => wish)).toEqual(['rhyme']);
    expect(none.nearest.map(({ text }) => text)).toEqual(['啊啊啊']);
    const fit = { form: form.parse({ lines: [rhymed] }) };
    const next = await handlers['writing.next']({ ...ask, top: 10, fit });
    expect(next).toMatchObject({ share: 0, characters: [{ allowed: false, drawn: 0 }] });
  });
});

describe.skipIf(!isPresent('onnx'))('a vocabulary that has no rhyme', () => {
  const length = { min: 2, max: 3 };

  it.each<[string, GivenLineConstraint]>([
    ['a final', { length, rhyme: { with: { name: 'ang' } } }],
    ['a character', { length, rhyme: { with: { text: '光' }, system: 'final' } }],
    [
      'a character that it does not know, on two syllables',
      { length, rhyme: { with: { text: '风光' }, syllables: 2 } },
    ],
  ])('with %s: that is in the way, and the nearest are told', async (_, wish) => {
    const { lines } = await openWith([...'雨去鱼女', '\n']);
    const { readings, inTheWay, nearest, cancelled } = await lines([wish]);
    expect({ readings, cancelled }).toEqual({ readings: [], cancelled: false });
    expect(inTheWay.map(({ wish: kind }) => kind)).toEqual(['rhyme']);
    expect(inTheWay[0]!.found).toBeGreaterThan(0);
    expect(nearest.length).toBeGreaterThan(0);
    for (const { met } of nearest) expect(met).toEqual([{ length: 'met', rhyme: 'missed' }]);
  });

  it('between two lines: no character rhymes with another one, and the first line has no second', async () => {
    const { lines } = await openWith([...'天雨花', '\n']);
    const found = await lines([{ length }, { length, rhyme: { with: { line: 0 } } }]);
    expect(found.readings).toEqual([]);
    expect(found.inTheWay.map(({ wish }) => wish)).toContain('rhyme');
    const same = { with: { line: 0 }, same: true } as const;
    const again = await lines([{ length }, { length, rhyme: same }]);
    expect(again.readings.length).toBeGreaterThan(0);
  });

  it('at all, since it writes no words: no letters, no characters', async () => {
    const { lines } = await openWith(['。', '，', '\n']);
    const { readings, inTheWay } = await lines([{ rhyme: { with: { text: '光' } } }]);
    expect(readings).toEqual([]);
    expect(inTheWay.every(({ wish }) => wish === 'rhyme')).toBe(true);
  });
});

describe.skipIf(!isPresent('onnx'))('a form of 200 lines', () => {
  const vocabulary = [...'光伤网样天年晚面雨去鱼女', '\n'];
  const two = { length: { min: 2, max: 2 } };

  it(
    'is filled, each line as it is wished, and those that are locked stay',
    { tags: ['long'] },
    async () => {
      const { lines } = await openWith(vocabulary);
      const found = await lines(
        Array.from({ length: 200 }, (_, at) => {
          if (at % 10 === 9) return { text: '天光' };
          return at > 0 && at % 2 === 0
            ? { ...two, rhyme: { with: { line: 0 }, same: true } }
            : two;
        }),
      );
      expect(found.readings.length).toBeGreaterThan(0);
      for (const { lines: written, met } of found.readings) {
        expect(written).toHaveLength(200);
        for (const [at, line] of written.entries()) {
          if (at % 10 === 9) expect(line).toBe('天光');
          else expect([...line]).toHaveLength(2);
          expect(Object.values(met[at]!).every((degree) => degree === 'met')).toBe(true);
        }
      }
    },
  );

  it('is called off while its model is being opened, and in the midst', async () => {
    const { handlers, lines } = await openWith(vocabulary);
    const large = Array.from({ length: 200 }, () => ({ length: { min: 60, max: 60 } }));
    const nothing = { readings: [], nearest: [], inTheWay: [], cancelled: true };
    const before = lines(large);
    await handlers['writing.cancel']({ id: 'ask' });
    expect(await before).toMatchObject({ ...nothing, tried: 0 });
    await lines([two]); // the model is open
    const search = lines(large);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await handlers['writing.cancel']({ id: 'ask' });
    expect(await search).toMatchObject(nothing);
  });
});
