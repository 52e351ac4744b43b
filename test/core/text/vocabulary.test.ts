import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Vocabulary } from '../../../src-main/core/text/vocabulary.ts';

const wellFormed = fc.string({ unit: 'grapheme' });

describe('Vocabulary', () => {
  it('numbers characters in the order in which they first appear', () => {
    const vocabulary = Vocabulary.of('想要想有 𠮷😀要');
    expect(vocabulary.characters).toEqual(['想', '要', '有', ' ', '𠮷', '😀']);
    expect(vocabulary.size).toBe(6);
    expect([...vocabulary.encode('😀𠮷想').ids]).toEqual([5, 4, 0]);
  });

  it('tells characters beyond the basic plane from one another', () => {
    // These two share their first UTF-16 half.
    const vocabulary = Vocabulary.of('😀😁');
    expect([...vocabulary.encode('😁😀😁').ids]).toEqual([1, 0, 1]);
  });

  it('gives back any text that it was made of, also through the array that a model file keeps', () => {
    fc.assert(
      fc.property(wellFormed, (text) => {
        const vocabulary = Vocabulary.of(text);
        const kept = JSON.parse(JSON.stringify(vocabulary.characters)) as string[];
        const { ids, leftOut } = new Vocabulary(kept).encode(text);
        expect(leftOut).toEqual([]);
        expect(vocabulary.decode(ids)).toBe(text);
      }),
    );
  });

  it('leaves out what it does not know, and names each such character once, in order', () => {
    const { ids, leftOut } = Vocabulary.of('分开').encode('不分😀不开了😀');
    expect([...ids]).toEqual([0, 1]);
    expect(leftOut).toEqual(['不', '😀', '了']);
  });

  it('takes half a character for U+FFFD', () => {
    expect(Vocabulary.of('a\ud83d').characters).toEqual(['a', '\ufffd']);
    expect(Vocabulary.of('a').encode('\ude00').leftOut).toEqual(['\ufffd']);
  });

  it('knows nothing when it is empty', () => {
    expect(Vocabulary.of('').size).toBe(0);
    expect(Vocabulary.of('').encode('分开')).toEqual({
      ids: new Int32Array(),
      leftOut: ['分', '开'],
    });
  });

  it('refuses an array that is none', () => {
    expect(() => new Vocabulary(['a', 'b', 'a'])).toThrow(RangeError);
    expect(() => new Vocabulary(['a', ''])).toThrow(RangeError);
    expect(() => new Vocabulary(['ab'])).toThrow(RangeError);
    expect(() => new Vocabulary(['\ud83d'])).toThrow(RangeError);
    expect(() => new Vocabulary(['e\u0301'])).toThrow(RangeError);
  });

  it('refuses to decode an id that it does not have', () => {
    expect(() => Vocabulary.of('ab').decode([0, 2])).toThrow(RangeError);
    expect(() => Vocabulary.of('ab').decode([-1])).toThrow(RangeError);
  });
});
