/** The host while 20 MB of songs come in, are changed and are looked through. In a process of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GivenFile } from '../../../src-main/contract/corpus/corpus.ts';
import { Corpora } from '../../../src-main/services/corpora/corpora.ts';
import type { CorpusFigures } from './corpus-rows.ts';
import { watch } from './watch.ts';

const [root] = process.argv.slice(2) as [string];

const BYTES = 20e6;
const LINES = 24;

let seed = 1;
const random = (below: number): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
};
const line = (): string =>
  String.fromCharCode(...Array.from({ length: 6 + random(8) }, () => 0x4e00 + random(3000)));

/** @param timed whether each line has a time, as players have them */
const song = (timed: boolean): string =>
  Array.from({ length: LINES }, (_, at) => {
    const time = `[${String(Math.floor(at / 6)).padStart(2, '0')}:${10 * (at % 6)}.${10 + random(89)}]`;
    return `${timed ? time : ''}${line()}\r\n${at % 6 === 5 ? '\r\n' : ''}`;
  }).join('');

function songs(timed: boolean, perFile: number): GivenFile[] {
  const files: GivenFile[] = [];
  for (let size = 0; size < BYTES;) {
    const text = Array.from({ length: perFile }, () => song(timed)).join('\r\n');
    const bytes = new TextEncoder().encode(text);
    files.push({ name: `songs/${files.length + 1}.${timed ? 'lrc' : 'txt'}`, bytes });
    size += bytes.length;
  }
  return files;
}

const folder = await mkdtemp(join(tmpdir(), 'verseloom-bench-'));
const corpora = await Corpora.open({
  folder,
  builtInCorpora: join(root, 'dist', 'main', 'corpora.json'),
  worker: join(root, 'dist', 'main', 'corpus-worker.cjs'),
});
try {
  for (const [name, files] of [
    ['one text', songs(false, 20_000)],
    ['4,000 texts', songs(false, 6)],
    ['4,000 LRC', songs(true, 5)],
  ] as const) {
    const tell = (work: string, { seconds, gap }: { seconds: number; gap: number }): void => {
      const figures: CorpusFigures = { songs: name, work, seconds, gap };
      process.send?.(figures);
      if (!process.send) console.log(figures);
    };
    const imported = await watch(() => corpora.import({ task: name, files }));
    tell('import', imported);
    const { id, songs: before } = imported.result;
    const { sources, recipe } = await corpora.details(id);
    const choices = sources.map(({ id: one, name: called, on, split }) => ({
      ...{ id: one, name: called, on, split },
    }));
    tell('a new order', await watch(() => corpora.arrange(id, choices.toReversed())));
    const other = { ...recipe, chords: !recipe.chords };
    tell('what a recipe would do', await watch(() => corpora.preview(id, other)));
    tell('another recipe', await watch(() => corpora.setRecipe(id, other)));
    tell('first lines', await watch(() => corpora.lines(id, { from: 0, count: 200, offset: 0 })));
    tell('a search', await watch(() => corpora.search(id, { query: '一丁', from: 0, limit: 200 })));
    tell('figures', await watch(() => corpora.figures(id)));
    if (before === 0) throw new Error('no song came in');
  }
} finally {
  await corpora.close();
  await rm(folder, { recursive: true });
  process.disconnect?.();
}
