/** A folder is a room: what lies in it can be taken in at a glance, and so can each of its sources. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const FILES = 20;
const LINES = 400;

const root = join(import.meta.dirname, '..', '..');
const product = ['src-main', 'src-renderer'];
const sources = ['.ts', '.svelte', '.mjs', '.cjs', '.css', '.html', '.json'];

describe.each([...product, 'test', 'resources/messages'])('%s', (top) => {
  const files = readdirSync(join(root, top), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && sources.includes(extname(entry.name)),
  );

  it('has no folder of more than 20 sources', () => {
    const counts: Record<string, number> = {};
    for (const { parentPath } of files) counts[parentPath] = (counts[parentPath] ?? 0) + 1;
    const tooFull = Object.entries(counts).filter(([, count]) => count > FILES);
    expect(files.length).toBeGreaterThan(0);
    expect(tooFull).toEqual([]);
  });

  it.runIf(product.includes(top))('has no source of more than 400 lines', () => {
    const tooLong = files
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((path) => readFileSync(path, 'utf8').trimEnd().split('\n').length > LINES);
    expect(tooLong).toEqual([]);
  });
});
