/** The models that come with the product are what the script makes of the songbooks as they are now: otherwise `npm run starters` is due. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FORMAT_VERSION } from '../../src-main/contract/model.ts';
import { hashOf } from '../../src-main/store/files/text-hash.ts';
import { readBuiltInCorpora } from '../../src-main/store/corpora/built-in-corpora.ts';
import { readModelFile } from '../../src-main/store/models/model-file.ts';
import { readStarters, starterFile } from '../../src-main/store/starters/starter-models.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'resources', 'starters');
const LARGEST = 8e6;

const starters = await readStarters(folder);

it('there is one for each language', () => {
  expect(starters.map(({ language }) => language)).toEqual(['zh', 'en']);
});

it.each(starters)('$language: is made so, of that songbook, whole and small', async (starter) => {
  const path = starterFile(folder, starter);
  const { manifest, state, text, best, samples } = await readModelFile(path);
  const corpora = await readBuiltInCorpora(join(root, 'dist', 'main', 'corpora.json'));
  const corpus = corpora.find(({ id }) => id === starter.corpus)!;
  expect((await stat(path)).size).toBeLessThan(LARGEST);
  expect(manifest.settings).toEqual(starter.settings);
  expect(manifest).toMatchObject({
    ...{ version: FORMAT_VERSION, name: starter.name[starter.language], best: null },
    ...{ outcome: 'finished', epochs: starter.settings.epochs, tags: [], favourite: false },
    corpus: { name: corpus.name[starter.language], hash: await hashOf(corpus.text) },
  });
  expect(text).toEqual(new Uint8Array(corpus.text));
  expect(manifest.corpus.learntCharacters).toBe(manifest.corpus.characters); // all of it
  expect(manifest.settings.lineBreaks).toBe('own');
  // To go on takes several times as much as to write.
  expect([state, best]).toEqual([null, null]);
  expect(samples.length).toBeGreaterThan(0);
});
