/** Parts as large as they may be that turn out wrong: none may take more memory than that. */
import { damaged, type Case } from './bad-file.ts';
import { bomb, MIB, withEntry } from './bomb.ts';
import { edit, forge, manifest, put, text } from './forge.ts';

export function fillers(): Case[] {
  const manifestOf = (name: string, content: Uint8Array): Omit<Case, 'code'> => ({
    name: `a manifest of ${name}`,
    make: () => forge(put('manifest.json', content)),
  });
  const lists = (piece: string, count: number) =>
    text(`{"字":[${new Array<string>(count).fill(piece).join()}]}`);
  const names = Array.from({ length: 790_000 }, (_, i) => `"${i}":0`).join();
  const tooMuch = damaged('the manifest holds more than any model has');
  const cases: Case[] = [
    { ...manifestOf('spaces', Buffer.alloc(20 * MIB, ' ')), code: 'model.notOurs' },
    { ...manifestOf('many names', text(`{"字":{${names}}}`)), code: 'model.notOurs' },
    { ...manifestOf('many lists', lists('[]', 390_000)), code: 'model.notOurs' },
    { ...manifestOf('many objects', lists('{}', 390_000)), code: 'model.notOurs' },
    { ...manifestOf('many texts', lists('"字ab"', 790_000)), code: 'model.notOurs' },
    { ...manifestOf('too many lists', lists('[]', 1_000_000)), ...tooMuch },
    { ...manifestOf('too many numbers', lists('0', 2_000_000)), ...tooMuch },
    { ...manifestOf('brackets', Buffer.alloc(20 * MIB, '[')), ...tooMuch },
    { ...manifestOf('one long text', lists(`"${'x'.repeat(19 * MIB)}"`, 1)), ...tooMuch },
    {
      name: 'a history of empty lines',
      make: () => forge(edit('history.csv', (csv) => csv + '\n'.repeat(11 * MIB))),
      ...damaged('line 5 of history.csv is not as it should be'),
    },
    {
      name: 'a history of one line',
      make: () => forge(edit('history.csv', (csv) => `${csv}4${',1'.repeat(5 * MIB)}\n`)),
      ...damaged('line 5 of history.csv is not as it should be'),
    },
    {
      name: 'samples of brackets',
      make: () => forge(put('samples.jsonl', `${'['.repeat(23 * MIB)}\n`)),
      ...damaged('line 1 of samples.jsonl is not as it should be'),
    },
    {
      name: 'samples that are many and wrong in the end',
      make: () =>
        forge(
          edit('samples.jsonl', () => '{"epoch":1,"prefix":"","continuation":""}\n'.repeat(5e5)),
          edit('samples.jsonl', (lines) => `${lines}\n`),
        ),
      ...damaged('line 500001 of samples.jsonl is not as it should be'),
    },
    {
      name: 'a text that expands to what the manifest allows',
      make: () =>
        withEntry(
          bomb('corpus.txt', 190 * MIB),
          manifest({ corpus: { name: '', characters: 1e9, learntCharacters: 9, hash: 'ab' } }),
        ),
      ...damaged('corpus.txt is not the text that the manifest names'),
    },
  ];
  return cases.map((bad) => ({ ...bad, large: true }));
}
