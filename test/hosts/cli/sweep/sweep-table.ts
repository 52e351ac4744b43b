/** What a sweep has left in its folder, for tests. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readModelFile } from '../../../../src-main/store/models/model-file.ts';

/** @returns the rows of the table, by their names; a cell with a comma in it keeps its quotation marks */
export async function rowsIn(folder: string): Promise<Record<string, string>[]> {
  const text = await readFile(join(folder, 'results.csv'), 'utf8');
  const [head, ...lines] = text.replace('\ufeff', '').trimEnd().split('\r\n');
  const names = head!.split(',');
  return lines.map((line) => {
    const cells = line.match(/("[^"]*"|[^,"]*)(,|$)/g)!.map((cell) => cell.replace(/,$/, ''));
    return Object.fromEntries(names.map((name, i) => [name, cells[i]!]));
  });
}

/** @returns what each run has learnt, bit for bit */
export async function bitsIn(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.verse'));
  const bits = names.map(async (name) => {
    const { model } = await readModelFile(join(folder, name));
    const hash = createHash('sha256');
    for (const values of Object.values(model.parameters)) hash.update(values);
    return [name, hash.digest('hex')];
  });
  return Object.fromEntries(await Promise.all(bits)) as Record<string, string>;
}
