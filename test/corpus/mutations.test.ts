import { expect, it } from 'vitest';
import { inspect } from '../../src-main/corpus/inspection.ts';
import { readFiles } from '../../src-main/corpus/read-files.ts';
import { usualRecipe } from '../../src-main/corpus/recipe/recipe.ts';
import { expectOutcome, mutatedFiles } from './mutated-files.ts';
import { oneOfEach } from './one-of-each.ts';

it('reads one of each kind', async () => {
  for (const [name, bytes] of await oneOfEach()) {
    const { songs, text } = await inspect(await readFiles([{ name: 'file', bytes }]), usualRecipe);
    if (/rtf|pdf/.test(name)) expect(songs, name).toBe(0);
    else
      expect(text, name).toMatch(
        /^(木梳断了一个齿|さくらの花が咲いて|The comb has lost a tooth)\n?/,
      );
  }
});

it('makes a text or a reason of 300 files that somebody has spoilt', async () => {
  for await (const [name, bytes] of mutatedFiles(300, 1)) await expectOutcome(name, bytes);
});
