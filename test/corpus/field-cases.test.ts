/** Files as people have them, made by a script that lies beside the project on some machines; elsewhere this says so and checks nothing. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { inspect } from '../../src-main/corpus/inspection.ts';
import { readFiles } from '../../src-main/corpus/read-files.ts';
import { usualRecipe } from '../../src-main/corpus/recipe/recipe.ts';

interface Expected {
  readonly lines?: readonly string[];
  readonly refused?: string;
  readonly encoding?: string;
  readonly damaged?: number;
}

const script = join(import.meta.dirname, '..', '..', '..', 'shared', 'cases', 'make.py');
const folder = mkdtempSync(join(tmpdir(), 'verseloom-cases-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const isThere = existsSync(script) && spawnSync('python3', [script, folder]).status === 0;
const cases = isThere
  ? (JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Record<string, Expected>)
  : {};

test.skipIf(isThere)('the script of the cases or python3 is not on this machine', () => {
  expect(cases).toEqual({});
});

test.skipIf(!isThere).each(Object.entries(cases))('%s', async (name, expected) => {
  const bytes = readFileSync(join(folder, 'files', name));
  const { files, text } = await inspect(
    await readFiles([{ name: basename(name), bytes }]),
    usualRecipe,
  );
  const { lines, refused, encoding, damaged } = expected;
  if (lines) expect(text.split('\n')).toEqual(lines);
  if (refused) expect(files.map(({ file }) => file.kind)).toContain(refused);
  if (encoding)
    expect(files.map(({ file }) => file.encoding?.replace('gb18030', 'gbk'))).toContain(encoding);
  if (damaged !== undefined)
    expect(files.flatMap(({ file }) => file.damagedLines)).toHaveLength(damaged);
});
