/** How long 20 MB of songs take to be read and cleaned, beside a plain decoding of the same bytes in the same run. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GivenFile } from '../../../src-main/contract/corpus/corpus.ts';
import { figuresOfText } from '../../../src-main/corpus/figures.ts';
import { inspect } from '../../../src-main/corpus/inspection.ts';
import { readFiles } from '../../../src-main/corpus/read-files.ts';
import { usualRecipe } from '../../../src-main/corpus/recipe/recipe.ts';
import { median } from '../statistics.ts';
import { atMost, heading, row } from '../table.ts';

const BYTES = 20e6;
const RUNS = 3;
const SECONDS = 3;

/** @param resources the folder of the songs that come with the product */
export async function printCleaning(resources: string): Promise<void> {
  heading('20 MB of songs: read, guessed, decoded, cleaned and hashed');
  const folder = join(resources, 'corpora', 'songs.zh');
  const songs = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const inTwo = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const timed = (song: string): string =>
    song
      .split('\n')
      .map((line, at) => (line === '' ? '' : `[${inTwo(at / 60)}:${inTwo(at % 60)}.00]${line}`))
      .join('\n');
  const many = songs.map((song) => `作词：某人\n\n${song.repeat(5)}`);
  await measure('one text', [textOf(songs)]);
  await measure('many texts', filesOf('.txt', many));
  await measure(
    'many lyrics with time tags',
    filesOf(
      '.lrc',
      songs.map((song) => timed(song.repeat(5))),
    ),
  );

  const text = textOf(songs).bytes.toString();
  const seconds = await secondsOf(() => Promise.resolve(figuresOfText(text)));
  row('figures of the text', `${seconds.toFixed(2)} s`, atMost(seconds, SECONDS, `${SECONDS} s`));
}

async function measure(name: string, files: readonly GivenFile[]): Promise<void> {
  const decoder = new TextDecoder();
  const plain = await secondsOf(() =>
    Promise.resolve(files.map(({ bytes }) => decoder.decode(bytes))),
  );
  const seconds = await secondsOf(async () => {
    const { text } = await inspect(await readFiles(files), usualRecipe);
    return createHash('sha256').update(text).digest();
  });
  row(
    `${name}, ${files.length}`,
    `${seconds.toFixed(2)} s, ${(seconds / plain).toFixed(0)} × a decoding`,
    atMost(seconds, SECONDS, `${SECONDS} s`),
  );
}

/** @returns the median of some runs */
async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const begin = performance.now();
    await work();
    times.push((performance.now() - begin) / 1000);
  }
  return median(times);
}

function filesOf(ending: string, songs: readonly string[]): GivenFile[] {
  const files: GivenFile[] = [];
  for (let bytes = 0; bytes < BYTES; bytes += files.at(-1)!.bytes.length)
    files.push({
      name: `${files.length}${ending}`,
      bytes: Buffer.from(songs[files.length % songs.length]!),
    });
  return files;
}

const textOf = (songs: readonly string[]): { name: string; bytes: Buffer } => ({
  name: 'songs.txt',
  bytes: Buffer.concat(filesOf('', songs).map(({ bytes }) => bytes)),
});
