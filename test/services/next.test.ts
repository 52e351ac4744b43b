/** What may come next in a line of which something is wished, with a real compute process: against all lines that there can be. */
import { describe, expect, it } from 'vitest';
import {
  form as formSchema,
  lineConstraint,
  type GivenLineConstraint,
} from '../../src-main/contract/writing/constraint.ts';
import type { NextRequest } from '../../src-main/contract/writing/next.ts';
import { Random } from '../../src-main/core/random.ts';
import { resolveDataFolder } from '../../src-main/store/data/data-folder.ts';
import { ModelLibrary } from '../../src-main/store/models/model-library.ts';
import { floats } from '../core/tiny-network.ts';
import { isPresent } from '../engines/on-each-engine.ts';
import { isAsWished, texts } from '../form/brute-force.ts';
import { corpusOf, HIDDEN, sampleFile, sampleManifest } from '../store/models/sample-model.ts';
import { openForTest } from './open-product.ts';
import { plainRnn } from '../contract/all-cells.ts';

const han = ['光', '伤', '网', '样', '天', '年', '雨'];
const vocabulary = [...han, '\n'];
const all = vocabulary.length;

/** @param text that it has learnt; null where its file does not have it */
async function open({ lineBreaks = 'own', text = null as string | null } = {}) {
  const { root, handlers } = await openForTest();
  const library = await ModelLibrary.open(resolveDataFolder({ VERSELOOM_DATA: root }).models);
  const manifest = sampleManifest();
  const settings = { ...manifest.settings, lineBreaks: lineBreaks as 'own' | 'space' };
  const file = sampleFile({
    manifest: {
      ...{ ...manifest, settings },
      vocabulary: lineBreaks === 'own' ? vocabulary : [...han, ' '],
      ...(text !== null && { corpus: corpusOf(text) }),
    },
    model: floats({ ...plainRnn, vocabularySize: all, hiddenSize: HIDDEN }, new Random(8)),
    text: text === null ? null : new TextEncoder().encode(text),
    ...{ state: null, best: null },
  });
  const best = { ...file.manifest, best: null };
  const modelId = await library.save({ ...file, manifest: best });
  const next = (request: Omit<NextRequest, 'modelId' | 'top'>) =>
    handlers['writing.next']({ ...request, modelId, top: all });
  return { next, handlers, modelId };
}

const fitOf = (lines: readonly (GivenLineConstraint & { text?: string })[]) => ({
  form: formSchema.parse({ lines }),
});

/** @returns the characters with which a line that begins so can go on to be as it is wished */
function possible(begun: string, wish: GivenLineConstraint): Set<string> {
  const parsed = lineConstraint.parse(wish);
  const lines = [...texts(han, 3)].filter((line) => isAsWished(line, parsed));
  const after = lines
    .filter((line) => line.startsWith(begun))
    .map((line) => line.slice(begun.length));
  return new Set(after.map((rest) => rest[0] ?? '\n'));
}

const three = { length: { min: 3, max: 3 } };
const wishes: readonly GivenLineConstraint[] = [
  three,
  { ...three, rhyme: { with: { text: '床' } } },
  { length: { min: 2, max: 3 }, tone: 4 },
  { ...three, given: [{ place: 3, character: '雨' }] },
  { ...three, noRepeatWithin: 3 },
  { pattern: ['level', 'any', 'oblique'] },
];

describe.skipIf(!isPresent('onnx'))('what comes next under what is wished of the line', () => {
  it('is what a line that fits can go on with, as probable as it is among that', async () => {
    const { next } = await open();
    for (const wish of wishes)
      for (const begun of ['', '光', '光天', '光天样', '光光', '光雨光'])
        for (const settings of [
          { temperature: 0.7 },
          { temperature: 1.5, topK: 4, repetition: 2 },
        ]) {
          const ask = { ...settings, prefix: `网雨\n年年\n${begun}` };
          const plain = new Map((await next(ask)).characters.map((one) => [one.character, one]));
          const found = await next({ ...ask, fit: fitOf([wish]) });
          const may = possible(begun, wish);
          const left = [...may].reduce((sum, character) => sum + plain.get(character)!.drawn, 0);
          expect(found.share).toBeCloseTo(left, 5);
          for (const { character, allowed, drawn, probability } of found.characters) {
            const before = plain.get(character)!;
            expect(allowed, `${character} after ${begun}`).toBe(may.has(character));
            expect(probability).toBe(before.probability);
            expect(drawn).toBeCloseTo(may.has(character) && left > 0 ? before.drawn / left : 0, 5);
          }
          // Those that may come stand first, and of each the most probable.
          const order = found.characters.map(
            ({ allowed, probability }) => Number(allowed) + probability / 2,
          );
          expect(order).toEqual(order.toSorted((a, b) => b - a));
        }
  });

  it('is at a temperature of 0 the most probable one that may come', async () => {
    const { next } = await open();
    const ask = { prefix: '网雨\n光天', temperature: 0 };
    const wish = { ...three, rhyme: { with: { text: '年' } } };
    const { characters } = await next({ ...ask, fit: fitOf([wish]) });
    const plain = (await next(ask)).characters;
    const best = plain.find(({ character }) => possible('光天', wish).has(character))!;
    expect(plain[0]!.character).not.toBe(best.character);
    expect(characters[0]).toMatchObject({ character: best.character, drawn: 1, allowed: true });
    expect(characters.slice(1).every(({ drawn }) => drawn === 0)).toBe(true);
  });

  it('rhymes with a line that stands above, and ends so that what follows can rhyme', async () => {
    const { next } = await open();
    const names = async (lines: Parameters<typeof fitOf>[0], prefix: string) =>
      new Set(
        (await next({ prefix, temperature: 1, fit: fitOf(lines) })).characters
          .filter(({ allowed }) => allowed)
          .map(({ character }) => character),
      );
    const above = [{ text: '雨光' }, { ...three, rhyme: { with: { line: 0 } } }];
    expect(await names(above, '年\n雨光\n光天')).toEqual(new Set(['伤', '网', '样']));
    const below = [three, { ...three, rhyme: { with: { line: 0 } }, tone: 1 as const }];
    expect(await names(below, '年\n光天')).toEqual(new Set(['光', '伤', '网', '样', '年']));
  });

  it('takes a line of the page for a line also where the model has learnt spaces', async () => {
    const { next } = await open({ lineBreaks: 'space' });
    const ask = { temperature: 1, fit: fitOf([three]) };
    for (const prefix of ['网雨年\n光天', '网雨年 光天', '网雨年\r\n光天']) {
      const { characters } = await next({ ...ask, prefix });
      expect(characters.find(({ character }) => character === ' ')!.allowed).toBe(false);
      const { characters: after } = await next({ ...ask, prefix: `${prefix}年` });
      expect(after.filter(({ allowed }) => allowed).map((one) => one.character)).toEqual([' ']);
    }
  });

  it('copies nothing where that is wished, and says where it cannot be told what is copied', async () => {
    const { next } = await open({ text: '光天年雨\n雨网伤' });
    const ask = { prefix: '网\n光天年', temperature: 1 };
    const of = async (noCopy: number | null, begun = '') => {
      const fit = fitOf([{ length: { min: 1, max: 9 } }]);
      const { characters } = await next({ ...ask, prefix: ask.prefix + begun, fit, noCopy });
      return new Map(characters.map(({ character, allowed }) => [character, allowed]));
    };
    expect((await of(null)).get('雨')).toBe(true);
    expect((await of(3)).get('雨')).toBe(false);
    expect((await of(3)).get('光')).toBe(true);
    expect((await of(4)).get('雨')).toBe(true);
    const { next: untold } = await open();
    const refused = { code: 'model.noText', params: { field: 'noCopy' } };
    await expect(untold({ ...ask, fit: fitOf([three]), noCopy: 3 })).rejects.toMatchObject(refused);
    await expect(untold({ ...ask, noCopy: 3 })).rejects.toMatchObject(refused);
  });

  it('copies nothing also where nothing is wished, and stands in the order of the model', async () => {
    const { next } = await open({ text: '光天年雨\n雨网伤' });
    for (const settings of [{ temperature: 0.7 }, { temperature: 1.5, topK: 6, repetition: 2 }]) {
      const ask = { ...settings, prefix: '网\n光天年' };
      const plain = await next(ask);
      const found = await next({ ...ask, noCopy: 3 });
      const names = ({ characters }: typeof found) => characters.map((one) => one.character);
      expect(names(found)).toEqual(names(plain));
      const left = plain.characters.reduce(
        (sum, { character, drawn }) => sum + (character === '雨' ? 0 : drawn),
        0,
      );
      expect(left).toBeLessThan(1);
      expect(found.share).toBeCloseTo(left, 5);
      for (const [at, { character, allowed, drawn, probability }] of found.characters.entries()) {
        const before = plain.characters[at]!;
        expect(allowed).toBe(character !== '雨');
        expect(probability).toBe(before.probability);
        expect(drawn).toBeCloseTo(allowed ? before.drawn / left : 0, 5);
      }
    }
    const { characters } = await next({ temperature: 0, prefix: '网\n光天年', noCopy: 3 });
    expect(characters.filter(({ drawn }) => drawn === 1)).toHaveLength(1);
    expect(characters.find(({ character }) => character === '雨')!.drawn).toBe(0);
  });

  it('is called off wherever it is, and the next question is answered', async () => {
    const { handlers, modelId, next } = await open();
    const prefix = '光天年雨'.repeat(2500); // a while to read
    const ask = { id: 'ask', modelId, temperature: 1, top: all, prefix };
    const none = { share: 0, characters: [], cancelled: true };
    const opening = handlers['writing.next'](ask); // the model is still to be opened
    await handlers['writing.cancel']({ id: 'ask' });
    expect(await opening).toMatchObject(none);
    await next({ prefix: '光', temperature: 1 }); // by now it is open
    const reading = handlers['writing.next'](ask);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await handlers['writing.cancel']({ id: 'ask' });
    expect(await reading).toMatchObject(none);
    expect((await next({ prefix: '光', temperature: 1 })).characters).toHaveLength(all);
  });
});
