/** Lyrics as they are set. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apart, asLines, asPhrases, readPrefix } from '../../../src-renderer/paper/verse.ts';

describe('spaces between Chinese or Japanese characters', () => {
  it.each([
    ['想要有直升机 想要和你飞到宇宙去', '想要有直升机\n想要和你飞到宇宙去'],
    ['一段  二段', '一段\n\n二段'],
    ['等待， 就在', '等待，\n就在'],
    ['さくら サクラ', 'さくら\nサクラ'],
    ['𠮷野 家', '𠮷野\n家'],
    ['末尾 ', '末尾\n'],
  ])('%j breaks where the lines broke', (text, lines) =>
    expect(asLines(text, 'space')).toBe(lines),
  );

  it.each(['hello world', '我 love 你', '사랑 노래', ' 开头', 'the end ', '', ' '])(
    '%j stays as it is',
    (text) => {
      expect(asLines(text, 'space')).toBe(text);
      expect(asPhrases(text, 'space')).toBe(text);
    },
  );

  it('become wide gaps in running text', () => {
    expect(asPhrases('分开 不分开  a b', 'space')).toBe('分开\u3000不分开  a b');
  });

  it('are all that changes, so that positions hold', () => {
    const spaced = fc.constantFrom('space' as const, 'space-each' as const);
    const characters = fc.constantFrom(' ', '字', '𠮷', 'a', '，', 'か', '\n', '😀');
    fc.assert(
      fc.property(fc.string({ unit: characters, maxLength: 40 }), spaced, (text, lineBreaks) => {
        for (const [set, gap] of [
          [asLines(text, lineBreaks), '\n'],
          [asPhrases(text, lineBreaks), '\u3000'],
        ] as const) {
          expect(set.length).toBe(text.length);
          for (let i = 0; i < text.length; i++)
            if (set[i] !== text[i]) expect([text[i], set[i]]).toEqual([' ', gap]);
        }
      }),
    );
  });
});

describe('lines that are real', () => {
  it.each([
    ['我 love 你\n风 吹', '我 love 你\n风 吹', '我 love 你\u3000风 吹'],
    ['一段\n\n二段', '一段\n\n二段', '一段\u3000\u3000二段'],
    // The end of a song is wider than that of a stanza, whether it stands in a line or by itself.
    ['一\n\u001e\n二', '一\n\n\n二', '一\u3000\u3000\u3000\u3000\u3000二'],
    ['一\u001e二', '一\n\n\n二', '一\u3000\u3000\u3000二'],
    ['一\n\u001e\u001e二', '一\n\n\n二', '一\u3000\u3000\u3000\u3000\u3000\u3000\u3000二'],
  ])('%j breaks there and nowhere else', (text, lines, phrases) => {
    expect(asLines(text, 'own')).toBe(lines);
    expect(asPhrases(text, 'own')).toBe(phrases);
  });

  it('are set apart from what the piece begins with', () => {
    expect(apart('风 \n', '吹 雨\u001e', 'own', asLines)).toEqual(['风 \n', '吹 雨\n\n\n']);
    expect(apart('风 ', '吹 雨', 'space', asLines)).toEqual(['风\n', '吹\n雨']);
  });
});

describe('what a model has read of a prefix', () => {
  it.each([
    ['风\n吹', ['吹'], 'space', '风\n'],
    ['风\n吹', [' '], 'space', '风吹'],
    ['风\n吹', [' '], 'own', '风\n吹'],
    ['风\n吹', ['\n'], 'own', '风吹'],
  ] as const)('of %j without %j, where breaks are %s, is %j', (prefix, leftOut, breaks, read) =>
    expect(readPrefix(prefix, leftOut, breaks)).toBe(read),
  );
});
