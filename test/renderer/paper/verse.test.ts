/** Lyrics as they are set. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asLines, asPhrases } from '../../../src-renderer/paper/verse.ts';

describe('spaces between Chinese or Japanese characters', () => {
  it.each([
    ['想要有直升机 想要和你飞到宇宙去', '想要有直升机\n想要和你飞到宇宙去'],
    ['一段  二段', '一段\n\n二段'],
    ['等待， 就在', '等待，\n就在'],
    ['さくら サクラ', 'さくら\nサクラ'],
    ['𠮷野 家', '𠮷野\n家'],
    ['末尾 ', '末尾\n'],
  ])('%j breaks where the lines broke', (text, lines) => expect(asLines(text)).toBe(lines));

  it.each(['hello world', '我 love 你', '사랑 노래', ' 开头', 'the end ', '', ' '])(
    '%j stays as it is',
    (text) => {
      expect(asLines(text)).toBe(text);
      expect(asPhrases(text)).toBe(text);
    },
  );

  it('become wide gaps in running text', () => {
    expect(asPhrases('分开 不分开  a b')).toBe('分开\u3000不分开  a b');
  });

  it('are all that changes, so that positions hold', () => {
    const characters = fc.constantFrom(' ', '字', '𠮷', 'a', '，', 'か', '\n', '😀');
    fc.assert(
      fc.property(fc.string({ unit: characters, maxLength: 40 }), (text) => {
        for (const [set, gap] of [
          [asLines(text), '\n'],
          [asPhrases(text), '\u3000'],
        ] as const) {
          expect(set.length).toBe(text.length);
          for (let i = 0; i < text.length; i++)
            if (set[i] !== text[i]) expect([text[i], set[i]]).toEqual([' ', gap]);
        }
      }),
    );
  });
});
