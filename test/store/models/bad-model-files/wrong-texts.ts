/** The history, the samples and the text, where a line or the whole is not what it must be. */
import { createHash } from 'node:crypto';
import { damaged, type Case } from './bad-file.ts';
import { edit, forge, manifest, put } from './forge.ts';

export function wrongTexts(): Case[] {
  const history = (name: string, change: (csv: string) => string, reason: string): Case => ({
    name: `history.csv: ${name}`,
    make: () => forge(edit('history.csv', change)),
    ...damaged(reason),
  });
  const samples = (name: string, change: (lines: string) => string, reason: string): Case => ({
    name: `samples.jsonl: ${name}`,
    make: () => forge(edit('samples.jsonl', change)),
    ...damaged(reason),
  });
  const line = (number: number, file: string) => `line ${number} of ${file} is not as it should be`;
  const notUtf8 = Buffer.from([0xe5, 0x88, 0x0a]);
  const hash = createHash('sha256').update(notUtf8).digest('hex');
  return [
    history('nothing', () => '', 'history.csv does not begin with its header'),
    history(
      'other columns',
      (csv) => csv.replace('seconds', 'time'),
      'history.csv does not begin with its header',
    ),
    history('a word', (csv) => csv.replace('6.5', 'many'), line(2, 'history.csv')),
    history('an empty field', (csv) => csv.replace('6.5', ''), line(2, 'history.csv')),
    history('not a number', (csv) => csv.replace('6.5', 'NaN'), line(2, 'history.csv')),
    history('infinity', (csv) => csv.replace('6.5', '1e999'), line(2, 'history.csv')),
    history('hexadecimal', (csv) => csv.replace('6.5', '0x10'), line(2, 'history.csv')),
    history('a column less', (csv) => csv.replace('6.5,', ''), line(2, 'history.csv')),
    history('a column more', (csv) => csv.replace('6.5', '6.5,1'), line(2, 'history.csv')),
    history('an epoch left out', (csv) => csv.replace('\n2,', '\n3,'), line(3, 'history.csv')),
    {
      ...history(
        'an epoch more than a run may have',
        (csv) =>
          csv.split('\n')[0] +
          Array.from({ length: 100_001 }, (_, i) => `\n${i + 1},1,1,1,1,,1,1`).join('') +
          '\n',
        line(100_002, 'history.csv'),
      ),
      large: true,
    },
    history('cut', (csv) => csv.slice(0, -3), 'history.csv is cut short'),
    history(
      'an epoch less',
      (csv) => csv.replace(/3,.*\n$/, ''),
      'the manifest tells of another history',
    ),
    samples('no JSON', () => 'a\n', line(1, 'samples.jsonl')),
    samples('an empty line', (lines) => `${lines}\n`, line(3, 'samples.jsonl')),
    samples('no epoch', (lines) => lines.replace('"epoch":2,', ''), line(1, 'samples.jsonl')),
    samples(
      'a number as text',
      (lines) => lines.replace('"prefix":"分开"', '"prefix":5'),
      line(1, 'samples.jsonl'),
    ),
    samples(
      'a line of too many bytes',
      (lines) => lines.replace('分开', '雨'.repeat(21_900)),
      line(1, 'samples.jsonl'),
    ),
    samples(
      'a longer prefix than there is',
      (lines) => lines.replace('"prefix":"分开"', `"prefix":"${'雨'.repeat(201)}"`),
      line(1, 'samples.jsonl'),
    ),
    samples(
      'a longer text than a run writes',
      (lines) => lines.replace(/"continuation":"[^"]*"/, `"continuation":"${'雨'.repeat(2001)}"`),
      line(1, 'samples.jsonl'),
    ),
    samples('cut', (lines) => lines.slice(0, -2), 'samples.jsonl is cut short'),
    ...['history.csv', 'samples.jsonl'].map((name) => ({
      name: `${name}: not UTF-8`,
      make: () => forge(put(name, notUtf8)),
      ...damaged(`${name} is not UTF-8`),
    })),
    {
      name: 'corpus.txt: another text',
      make: () => forge(edit('corpus.txt', (before) => before.replace('想', '念'))),
      ...damaged('corpus.txt is not the text that the manifest names'),
    },
    {
      name: 'corpus.txt: not UTF-8, though the hash is right',
      make: () =>
        forge(
          put('corpus.txt', notUtf8),
          manifest({ corpus: { name: '', characters: 9, learntCharacters: 9, hash } }),
        ),
      ...damaged('corpus.txt is not UTF-8'),
    },
  ];
}
