/** What the halves of the product are built from, and what of it each program loads when it starts. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { halves } from '../../src-main/setup/build.mjs';

const root = join(import.meta.dirname, '..', '..');

// A folder that is not named there, or is no longer there, would leave an old build.
test.each(Object.entries(halves))('all sources of the half %s are there', (_, { sources }) => {
  expect(sources.filter((source) => !existsSync(join(root, source)))).toEqual([]);
});

/** @returns the sources of a built program, and of all that it requires when it starts */
function sourcesOf(program: string): string[] {
  const loaded = new Set<string>();
  const load = (file: string): string[] => {
    if (loaded.has(file)) return [];
    loaded.add(file);
    const path = join(root, 'dist', 'main', file);
    const map = existsSync(`${path}.map`) ? readFileSync(`${path}.map`, 'utf8') : '{"sources":[]}'; // the bundler's own has none
    const { sources } = JSON.parse(map) as { sources: string[] };
    // At once, and not when somebody asks for it.
    const required = readFileSync(path, 'utf8').matchAll(
      /^(?:(?:const|let|var) .*)?require\("\.\/(shared-.+?)"\)/gm,
    );
    return [...sources, ...Array.from(required, ([, other]) => load(other!)).flat()];
  };
  return load(program);
}

// Their tables and libraries would double what a start takes; the thread that reads texts has them.
test.each(['main.cjs', 'serve.cjs'])(
  '%s starts without what reads the texts of corpora',
  (program) => {
    const readers = /iconv-lite|htmlparser2|\/marked\/|src-main\/corpus\/(kinds|recipe|read-files)/;
    expect(sourcesOf('corpus-worker.cjs').filter((source) => readers.test(source))).not.toEqual([]);
    expect(sourcesOf(program).filter((source) => readers.test(source))).toEqual([]);
  },
);

// Readings and rhymes are there for whoever asks for lines that fit: they take as long to load as all else of a program.
test.each(['main.cjs', 'serve.cjs', 'cli.cjs', 'compute.cjs'])(
  '%s starts without what knows readings and rhymes',
  (program) => {
    const isOfReadings = (source: string): boolean => /pinyin-pro|src-main\/form\//.test(source);
    expect(sourcesOf(program).filter(isOfReadings)).toEqual([]);
  },
);
