import { describe, expect, it } from 'vitest';
import { describeText } from '../../../src-main/services/corpora/facts.ts';

/** Of a text that is written as a string. */
const factsOf = (text: string) => describeText(new TextEncoder().encode(text));

describe('describeText', () => {
  it('counts Unicode characters, line breaks included', async () => {
    expect(await factsOf('𠮷😀\n𠮷')).toMatchObject({ characters: 4, distinct: 3 });
  });

  it('shows the first eight lines that have text, each cut to 80 characters', async () => {
    const lines = [
      '',
      '  one ',
      '\r\n',
      '😀'.repeat(100),
      ...Array.from({ length: 10 }, (_, i) => `line ${i}`),
    ];
    expect((await factsOf(lines.join('\n'))).firstLines).toEqual([
      'one',
      '😀'.repeat(80),
      ...Array.from({ length: 6 }, (_, i) => `line ${i}`),
    ]);
    expect((await factsOf('a\rb\r\nc')).firstLines).toEqual(['a', 'b', 'c']);
    expect((await factsOf('\u001e\u2028a\u0085b\fc\u001ed')).firstLines).toEqual([
      'a',
      'b',
      'c',
      'd',
    ]);
  });

  it('hashes the text in UTF-8', async () => {
    expect((await factsOf('abc')).hash).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it.each([
    ['both of the book', '我们不分开', ['分开', '不分开']],
    ['the one of the book that it has whole', '分头打开', ['分开']],
    ['none of the book of which it has a part', '打开窗', ['打开']],
    ['how it begins', '\n  山水之间', ['山水']],
    ['not half a character', '😀😀😀', ['😀😀']],
    ['one character where there is no more', '山\n水', ['山']],
    ['the first word', 'Überall regnet es', ['Überall']],
    ['a word with a sign in it', "Don't go", ["Don't"]],
    ['not what comes after the part that is learnt', `${'山水'.repeat(5000)}分开`, ['山水']],
  ])('suggests %s', async (_, text, expected) => {
    expect((await factsOf(text)).suggestedPrefixes).toEqual(expected);
  });

  it('takes a large text in its stride', async () => {
    const text = '想要有直升机\n'.repeat(500_000);
    expect(await factsOf(text)).toMatchObject({ characters: 3_500_000, distinct: 7 });
  });
});
