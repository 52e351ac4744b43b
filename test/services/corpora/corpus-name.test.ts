/** How a corpus is called after the files that were read: what was left out gives nothing its name. */
import { describe, expect, it } from 'vitest';
import { nameWordsOf } from '../../../src-main/messages/model-names.ts';
import { nameOfImport } from '../../../src-main/services/corpora/corpus-name.ts';
import { fileOf, openCorpora } from './open-corpora.ts';

const words = nameWordsOf();
const nameOf = (given: string[], read: string[], language: 'zh' | 'en' = 'zh') =>
  nameOfImport(
    given.map((name) => ({ name })),
    read,
    words[language],
  );

describe('is called', () => {
  it.each([
    ['after the one file', ['a.txt'], ['a.txt'], 'a'],
    ['after the zip, whatever is in it', ['包.zip'], ['包.zip/歌/1.txt', '包.zip/歌/2.txt'], '包'],
    ['after the one that was read', ['a.pdf', 'b.txt'], ['b.txt'], 'b'],
    ['after the folder', ['歌/1.txt', '歌/里/2.txt'], ['歌/1.txt', '歌/里/2.txt'], '歌'],
    ['after the folder of what was read', ['a.pdf', '歌/1.txt'], ['歌/1.txt'], '歌'],
    [
      'not after half a folder',
      ['歌/1.txt', '歌2/1.txt'],
      ['歌/1.txt', '歌2/1.txt'],
      '歌 与另外 1 个文件',
    ],
    [
      'after several',
      ['a.pdf', 'b.txt', 'c.txt', 'd.doc'],
      ['b.txt', 'c.txt'],
      'b 与另外 1 个文件',
    ],
    [
      'after a folder and more',
      ['歌/1.txt', '歌/2.txt', 'b.txt'],
      ['歌/1.txt', '歌/2.txt', 'b.txt'],
      '歌 与另外 1 个文件',
    ],
    [
      'after a zip and more',
      ['b.txt', '包.zip'],
      ['包.zip/1.txt', '包.zip/2.txt', 'b.txt'],
      '包 与另外 1 个文件',
    ],
  ])('%s', (_, given, read, name) => {
    expect(nameOf(given, read)).toBe(name);
  });

  it('with a number as people write it, and no longer than a name may be', () => {
    const many = Array.from({ length: 1235 }, (_, i) => `${i}.txt`);
    expect(nameOf(many, many, 'en')).toBe('0 and 1,234 more');
    const long = [`${'长'.repeat(300)}.txt`, 'b.txt'];
    expect(nameOf(long, long).length).toBeLessThan(200);
  });
});

it('an import is called after what was read, in the language of the page', async () => {
  const { take } = await openCorpora();
  const files = [
    fileOf('0.txt', ''), // left out
    fileOf('一.txt', '夜来了'),
    fileOf('二.txt', '灯亮了'),
  ];
  expect((await take(files)).name).toBe('一 与另外 1 个文件');
  const others = files.map(({ name }) => fileOf(name, name === '0.txt' ? ' ' : `${name}又来了`));
  expect((await take(others, { language: 'en' })).name).toBe('一 and 1 more');
});
