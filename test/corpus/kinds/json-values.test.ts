import { describe, expect, it } from 'vitest';
import { readFiles, type ReadFile } from '../../../src-main/corpus/read-files.ts';
import { readText } from '../../../src-main/corpus/kinds/text-kinds.ts';
import { million, HANG_MS, timeOf } from './read-kind.ts';

const read = async (text: string): Promise<ReadFile> =>
  (await readFiles([{ name: 'a.json', bytes: new TextEncoder().encode(text) }]))[0]!;
const linesOf = ({ text, textKind }: ReadFile): string[] =>
  readText(text, textKind)
    .lines.map((line) => line.text)
    .filter((line) => line !== '\u001e');

const poems = [
  { title: '春', author: '某', paragraphs: ['窗外雨落', '屋檐 \\ 旧'] },
  { title: '夏', paragraphs: ['风不问我'], notes: [{ n: -1.5, is: true, not: null }] },
];
const words = poems.flatMap(({ paragraphs }) => paragraphs);

describe('JSON that breaks off', () => {
  it.each([undefined, 1])(
    'is read as far as it goes, and the loss is told: indent %s',
    async (indent) => {
      const whole = JSON.stringify(poems, null, indent);
      const from = whole.indexOf('雨落');
      for (let end = from; end < whole.length - 1; end++) {
        const text = whole.slice(0, end);
        const file = await read(text);
        expect(file, text).toMatchObject({ kind: 'json', skipped: undefined });
        expect(file.damagedLines, text).toEqual([text.trimEnd().split('\n').length]);
        const lines = linesOf(file);
        const full = words.slice(0, lines.length);
        expect(full.join('').startsWith(lines.join('')), lines.join('|')).toBe(true);
      }
    },
  );

  it('one object a line: the row that is lost is told', async () => {
    const rows = poems.map((poem) => JSON.stringify(poem));
    const file = await read([rows[0], '{"paragraphs":["丢', rows[1]].join('\n'));
    expect(file.damagedLines).toEqual([2]);
    expect(linesOf(file)).toEqual(words);
  });

  it('with a comma too many, or within a script, is whole', async () => {
    const json = JSON.stringify(poems);
    for (const text of [
      json.replaceAll('"]', '",]').replace(/\]$/, ',\n]'),
      `callback(${json});`,
      `var songs = ${json};\n`,
    ]) {
      const file = await read(text);
      expect(file).toMatchObject({ kind: 'json', damagedLines: [], skipped: undefined });
      expect(linesOf(file)).toEqual(words);
    }
  });
});

describe('is refused by its name', () => {
  it.each([
    ['{"name":"x","scripts":{"build":"a"},"list":[1,2]}'],
    ['{"a":"窗外的雨","b":"落在旧屋檐"}'],
    ['[]'],
  ])('where nothing is named as words: %s', async (text) => {
    expect(await read(text)).toMatchObject({
      ...{ kind: 'data', skipped: { reason: 'kind', kind: 'data' }, text: '' },
    });
  });

  it.each([
    ['[{"title":"春","paragraphs":["雨"]},\n{"title":"夏" "paragraphs":["风"]}]', 2],
    ["{'title':'春','paragraphs':['雨']}", 1],
    ['{"title":"春",\n"paragraphs":["雨\n风"]}', 2],
    ['{"paragraphs":["雨"]}\n{"paragraphs":雨}\n{"paragraphs":风}\n', 2],
  ])('where it goes wrong: %s', async (text, line) => {
    expect(await read(text)).toMatchObject({
      skipped: { reason: 'damaged', why: `its JSON goes wrong in line ${line}` },
    });
  });
});

it.each([
  '[Chorus]\n渡口的灯\n',
  '{男} 渡口的灯\n',
  '{title: 雨}\n[Am]渡口的灯\n',
  '["Hello", she said]\nand left\n',
  'x = [1, 2]\nla la\n',
  '{"t":0,"c":[{"tx":"作词: "},{"tx":"某"}]}\n窗外的雨\n',
  '{"t":0,"c":[{"tx":"作词: "},{"tx":"某"}]}\n[00:01.00]窗外的雨\n',
])('is not seen in lyrics: %j', async (text) => {
  const file = await read(text);
  expect(file.skipped).toBeUndefined();
  expect(file.kind).not.toBe('json');
});

it.each([
  ['an open string', () => `[{"paragraphs":["${million('词')}`],
  ['strings that have no end', () => million('["词",\n"')],
  ['commas', () => `[${million('1,')}`],
  ['objects within each other', () => million('{"a":')],
  ['escapes', () => `["${million('\\"')}`],
])('takes no longer for a million characters of %s', (_, text) => {
  expect(timeOf(text())).toBeLessThan(HANG_MS);
});
