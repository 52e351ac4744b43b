/** Models that come with the product, from the command line: listed, found by name, and read by every command, with nothing else there. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Desk, linesOf, root } from '../verseloom.ts';

const CHINESE = 'Verseloom starter (Chinese)';
const file = join(root, 'resources', 'starters', 'zh.verse');
/** Those that come with the product. */
const starters = { VERSELOOM_STARTERS: undefined };
let desk: Desk;
beforeAll(async () => {
  desk = await Desk.set();
});
afterAll(() => desk.clear());

test('they are listed, that of the language first', async () => {
  for (const [lang, names, mark] of [
    ['en', ['Verseloom starter (English)', CHINESE], 'Comes with Verseloom'],
    ['zh', ['词织起步模型（中文）', '词织起步模型（英文）'], '词织自带'],
  ] as const) {
    const { code, stdout, stderr } = await desk.run(['models', 'list', '--lang', lang], starters);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const rows = linesOf(stdout).slice(1);
    expect(rows).toHaveLength(2);
    for (const [i, name] of names.entries()) {
      expect(rows[i]).toContain(`  ${name}  `);
      expect(rows[i]!.endsWith(mark)).toBe(true);
    }
  }
});

test('they are found by their names and ids', async () => {
  const shown = await desk.runJson(
    ['models', 'show', 'Verseloom starter (Ch', '--lang', 'en'],
    starters,
  );
  expect(shown).toMatchObject([{ id: 'starter:zh', name: CHINESE, path: file }]);
  const verified = await desk.run(['models', 'verify', '--lang', 'en'], starters);
  expect(verified).toMatchObject({ code: 0, stderr: '' });
  expect(linesOf(verified.stdout)).toHaveLength(2);
});

test('they write, foretell and score', { tags: ['long'] }, async () => {
  const prefix = ['--prefix', '月光'];
  const written = await desk.runJson(
    ['write', 'starter:zh', ...prefix, '--length', '20'],
    starters,
  );
  expect([...String(written[0]!['continuation'])]).toHaveLength(20);
  const fitting = ['--line', '7', '--rhyme', 'ang', '--no-copy', '5', '-n', '2'];
  const lines = await desk.runJson(
    ['write', 'starter:zh', '--prefix', '月光\n', ...fitting],
    starters,
  );
  expect(lines.map(({ text }) => [...String(text).replaceAll(' ', '')].length)).toEqual([7, 7]);
  const next = await desk.runJson(['next', CHINESE, '--lang', 'en', ...prefix], starters);
  expect(next[0]!['next']).toHaveLength(10);
  await desk.put('月.txt', '月光照在窗台上');
  const scored = await desk.runJson(['score', 'starter:zh', '月.txt'], starters);
  expect(scored[0]).toMatchObject({ characters: 7, known: 7 });
  const { stdout } = await desk.run(['inspect', 'starter:zh', '--lang', 'zh'], starters);
  expect(stdout).toMatch(/^学习的字数 +全部$/m);
});

test('they stay as they are: a copy is what one goes on with', { tags: ['long'] }, async () => {
  const before = await readFile(file);
  const refused = await desk.run(['resume', CHINESE, '--epochs', '1', '--lang', 'en'], starters);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain(`“${CHINESE}” comes with Verseloom and stays as it is.`);
  expect(refused.stderr).toContain('models export');
  const copied = await desk.run(['models', 'export', CHINESE, '.', '--lang', 'en'], starters);
  expect(copied, copied.stderr).toMatchObject({ code: 0 });
  expect(await desk.names()).toContain(`${CHINESE}.verse`);
  expect((await readFile(file)).equals(before)).toBe(true);
  // Which it is already.
  const imported = await desk.run(
    ['models', 'import', `${CHINESE}.verse`, '--lang', 'en'],
    starters,
  );
  expect(imported.stdout).toBe(`starter:zh  ${CHINESE}\n`);
});

test('a word to rhyme with whose sound is guessed is named', { tags: ['long'] }, async () => {
  const write = ['write', 'starter:en', '--prefix', 'the moon', '--line', '5', '-n', '1'];
  const said = async (rhyme: string, lang: string): Promise<string> => {
    const { code, stderr } = await desk.run([...write, '--rhyme', rhyme, '--lang', lang], starters);
    expect(code).toBe(0);
    return stderr;
  };
  expect(await said('love', 'en')).toBe('');
  expect(await said('frobay', 'en')).toBe(
    'How “frobay” sounds is guessed from its spelling: the dictionary does not have it.\n',
  );
  expect(await said('frobay', 'zh')).toBe('词典里没有“frobay”，读音按拼写推测。\n');
});
