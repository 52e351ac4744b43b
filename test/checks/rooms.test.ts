/** A folder is a room: what lies in it can be taken in at a glance, and so can each of its sources. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { expect, test } from 'vitest';

const FILES = 20;
const LINES = 400;

const root = join(import.meta.dirname, '..', '..');
const endings = ['.ts', '.svelte', '.mjs', '.cjs', '.css', '.html', '.json'];

const sourcesIn = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && endings.includes(extname(entry.name)),
  );

test.each(['src-main', 'src-renderer', 'test', 'resources/messages'])(
  'no folder in %s has more than 20 sources of its own',
  (folder) => {
    const counts: Record<string, number> = {};
    for (const { parentPath } of sourcesIn(folder))
      counts[parentPath] = (counts[parentPath] ?? 0) + 1;
    expect(Object.keys(counts)).not.toEqual([]);
    expect(Object.entries(counts).filter(([, count]) => count > FILES)).toEqual([]);
  },
);

test.each(['src-main', 'src-renderer'])('no source in %s has more than 400 lines', (folder) => {
  const paths = sourcesIn(folder).map(({ parentPath, name }) => join(parentPath, name));
  const lines = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n').length;
  expect(paths.filter((path) => lines(path) > LINES)).toEqual([]);
});

test.each(['README.md', 'README.zh-CN.md'])(
  '%s names every room, and what lies beside the screens',
  (readme) => {
    const text = readFileSync(join(root, readme), 'utf8');
    const inside = (half: string) => readdirSync(join(root, half), { withFileTypes: true });
    const rooms = ['src-main', 'src-renderer']
      .flatMap(inside)
      .filter((entry) => entry.isDirectory());
    // What starts them and what builds them is where everybody looks for it.
    const beside = inside('src-renderer').filter(
      ({ name }) => /\.(ts|svelte)$/.test(name) && !['main.ts', 'vite.config.ts'].includes(name),
    );
    const names = [...rooms, ...beside].map(({ name }) => name);
    expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  },
);
