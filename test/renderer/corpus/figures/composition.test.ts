/** What a corpus is made of, while one looks at it: its figures once for each text, the names of its songs as they are now, and advice that follows the form. */
import { expect, it, onTestFinished, vi } from 'vitest';
import type { CorpusDetails } from '../../../../src-main/contract/corpus/corpus.ts';
import type { CorpusFigures } from '../../../../src-main/contract/corpus/figures.ts';
import { defaultSettings, type TrainingSettings } from '../../../../src-main/contract/settings.ts';
import { Composition } from '../../../../src-renderer/corpus/figures/composition.svelte.ts';
import { hostWith } from '../../fake-host.ts';
import { detailsOf, sourceOf } from '../../window.ts';

const figuresOf = (characters: number): CorpusFigures => ({
  ...{ characters, inked: characters, distinct: 900, lines: 100, songs: 2, hanShare: 1 },
  ...{ latinShare: 0, frequencies: [], lineLengths: [], medianLineLength: 7, repeatedLines: 0 },
  ...{ commonestLines: [], nearDoubles: [], nearDoublesInAll: 0, once: 0, twice: 0, upToFour: 0 },
  rarest: [],
});

function begin(settings: () => Partial<TrainingSettings> = () => ({})) {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const asked: string[] = [];
  const composition = new Composition(
    hostWith({
      'corpora.figures': ({ id }) => {
        asked.push(id);
        if (id === 'bad') return Promise.reject(new Error('gone'));
        return Promise.resolve(figuresOf(60_000));
      },
      'corpora.songs': () =>
        Promise.resolve([
          { sourceId: 'a', number: 1, title: null, line: 0, lines: 50, characters: 30_000 },
          { sourceId: 'a', number: 2, title: '渡口', line: 51, lines: 50, characters: 29_999 },
        ]),
    }),
    { settings: () => ({ ...defaultSettings, ...settings() }), pace: () => null },
  );
  const corpus = (id: string, more: Partial<CorpusDetails> = {}): CorpusDetails => ({
    ...detailsOf(id, [sourceOf('a', { name: '书', songs: 2 })]),
    ...more,
  });
  return { asked, composition, corpus, settle: () => vi.advanceTimersByTimeAsync(1000) };
}

it('is asked once for each text, and its songs are called as their source is now', async () => {
  const { asked, composition, corpus, settle } = begin();
  composition.follow(corpus('x'));
  expect([composition.figures, composition.waits]).toEqual([null, true]);
  await settle();
  expect(composition.figures?.characters).toBe(60_000);
  expect([composition.titleOf(0), composition.titleOf(1)]).toEqual(['书 1', '渡口']);
  expect([composition.lineOf(1), composition.titleOf(9)]).toEqual([51, '']);
  composition.follow(corpus('x', { sources: [sourceOf('a', { name: '新书', songs: 2 })] }));
  await settle();
  expect(asked).toEqual(['x']);
  expect(composition.titleOf(0)).toBe('新书 1');
  composition.follow(corpus('x', { hash: 'changed' }));
  expect(composition.figures?.characters).toBe(60_000); // until the new ones are there
  await settle();
  expect(asked).toEqual(['x', 'x']);
  composition.follow(corpus('y'));
  expect(composition.figures).toBeNull();
});

it('advises by what would be learnt: how much, of how many songs, without what is held out', async () => {
  let settings: Partial<TrainingSettings> = { maxCharacters: 10_000 };
  const { composition, corpus, settle } = begin(() => settings);
  expect(composition.advice).toEqual([]);
  composition.follow(corpus('x'));
  await settle();
  const cut = () => composition.advice.find(({ kind }) => kind === 'cut');
  expect(cut()).toMatchObject({ learnt: 10_000, characters: 60_000, songs: 2, learntSongs: 0 });
  settings = { maxCharacters: 30_000 };
  composition.follow(corpus('x', { hash: 'again' }));
  await settle();
  expect(cut()).toMatchObject({ learnt: 30_000, learntSongs: 1 });
  settings = { maxCharacters: 1200, heldOut: { by: 'last', percent: 50 } };
  composition.follow(corpus('x', { hash: 'and again' }));
  await settle();
  expect(composition.advice).toContainEqual(
    expect.objectContaining({ kind: 'tooShort', learnt: 600 }),
  );
});

it('says why there is nothing to be seen', async () => {
  const { composition, corpus, settle } = begin();
  composition.follow(corpus('bad'));
  await settle();
  expect([composition.error, composition.figures]).toMatchObject([{ message: 'gone' }, null]);
  expect(composition.advice).toEqual([]);
});
