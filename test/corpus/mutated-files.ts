/** Files of every kind with something changed in them, seeded, and what has to hold of whatever comes of one. */
import { expect } from 'vitest';
import { Random } from '../../src-main/core/random.ts';
import { inspect } from '../../src-main/corpus/inspection.ts';
import { readFiles } from '../../src-main/corpus/read-files.ts';
import { usualRecipe } from '../../src-main/corpus/recipe/recipe.ts';
import { oneOfEach } from './one-of-each.ts';

/** @yields mutations of all kinds in turn, each with a name that finds it again */
export async function* mutatedFiles(
  count: number,
  seed: number,
): AsyncGenerator<[string, Uint8Array]> {
  const random = new Random(seed);
  const originals = [...(await oneOfEach())];
  for (let index = 0; index < count; index++) {
    const [name, bytes] = originals[index % originals.length]!;
    const [, other] = originals[random.below(originals.length)]!;
    yield [`${name}, mutation ${index} of seed ${seed}`, mutate(bytes, other, random)];
  }
}

function mutate(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let mutated = Buffer.from(bytes);
  for (let times = 1 + random.below(4); times > 0; times--) {
    const at = random.below(mutated.length + 1);
    const length = random.below(1 + Math.min(64, mutated.length - at));
    const [before, within, after] = [
      ...[mutated.subarray(0, at), mutated.subarray(at, at + length)],
      mutated.subarray(at + length),
    ] as const;
    const junk = Buffer.from(Array.from({ length: random.below(8) }, () => random.below(256)));
    const piece = Buffer.from(other).subarray(random.below(other.length)).subarray(0, 200);
    const ways = [
      () => [before, junk, after], // something else
      () => [before, after], // lost
      () => [before, ...Array.from({ length: 1 + random.below(200) }, () => within), after], // again and again
      () => [before, piece, after], // of another file
      () => [before], // cut
      () => [after, before], // the wrong way round
      () => [before, within.map((byte) => byte ^ (1 << random.below(8))), after], // flipped bits
    ];
    mutated = Buffer.concat(ways[random.below(ways.length)]!());
  }
  return new Uint8Array(mutated);
}

/** Every outcome is a text or a reason, and nothing is lost between the two. */
export async function expectOutcome(name: string, bytes: Uint8Array): Promise<void> {
  const read = await readFiles([{ name: 'file', bytes }]);
  expect(read.length, name).toBeGreaterThan(0);
  const { files, text, songs, characters } = await inspect(read, usualRecipe);
  expect(files.length, name).toBe(read.length);
  for (const { skipped, songs } of files)
    expect(skipped === undefined, name).toBe(songs.length > 0);
  expect(text.isWellFormed(), name).toBe(true);
  expect(text, name).not.toMatch(/[\0\r\ufeff]/);
  expect(songs > 0, name).toBe(characters > 0);
}
