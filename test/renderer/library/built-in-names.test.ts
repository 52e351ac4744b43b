/** What comes with the product has its name in the language of the screens wherever a page says it, whatever the language of its host is. */
import { expect, it, vi } from 'vitest';
import { preferences } from '../../../src-main/contract/preferences.ts';
import { adviceSentence } from '../../../src-renderer/library/advice/advice-sentence.ts';
import { messages } from '../../../src-renderer/text/messages.svelte.ts';
import { failureSentence } from '../../../src-renderer/text/sentences.ts';
import { copiesIn } from '../../../src-renderer/writing/page/copies.ts';
import { settled } from '../fake-host.ts';
import { corpusOf, detailsOf, modelOf, openWindow, runIn, sourceOf } from '../window.ts';

const HOST = 'as the host calls it';
const names = { zh: '自带的歌', en: 'songs that come along' };
const songbook = corpusOf('songbook', { ...{ builtIn: true, name: HOST, names }, distinct: 900 });
const details = {
  ...detailsOf('songbook', [sourceOf('1', { name: HOST }), sourceOf('2', { name: '渡口' })]),
  ...songbook,
};

it.each(['corpus.builtIn', 'model.builtIn'] as const)('the sentence of %s', (code) => {
  const failure = { code, params: { name: HOST, ...names } };
  for (const language of ['zh', 'en'] as const) {
    messages.language = language;
    expect(failureSentence(failure)).toContain(`“${names[language]}”`);
  }
});

it('a corpus that is not looked at, and its source of the same name', async () => {
  const { app } = await openWindow({ 'corpora.details': () => details });
  for (const language of ['zh', 'en'] as const) {
    messages.language = language;
    const { name, sources } = await app.corpora.details('songbook');
    expect([name, ...sources.map((source) => source.name)]).toEqual([
      ...[names[language], names[language], '渡口'],
    ]);
  }
});

it('the advice on how long an epoch takes, by the last run on it', async () => {
  const { app } = await openWindow({
    'corpora.list': () => [songbook],
    'corpora.songs': () => [],
    'corpora.figures': () => ({
      ...{ characters: 60_000, inked: 60_000, distinct: 900, lines: 100, songs: 2, hanShare: 1 },
      ...{ latinShare: 0, frequencies: [], lineLengths: [], medianLineLength: 7, repeatedLines: 0 },
      ...{ commonestLines: [], nearDoubles: [], nearDoublesInAll: 0, once: 0, twice: 0 },
      ...{ upToFour: 0, rarest: [] },
    }),
  });
  const run = { corpusId: 'songbook', corpusName: HOST, epochs: 3, secondsPerEpoch: 9 };
  app.pace.hear(runIn('training', { ...run, predictionsPerEpoch: 8960, vocabularySize: 900 }));
  const { composition } = app.corpusPanels;
  composition.follow(details);
  await vi.advanceTimersByTimeAsync(1000);
  for (const language of ['zh', 'en'] as const) {
    messages.language = language;
    const advice = composition.advice.find(({ kind }) => kind === 'epoch');
    expect(adviceSentence(advice!)).toContain(`“${names[language]}”`);
  }
});

it('a copied line, and where it stands', async () => {
  const { app } = await openWindow({
    'preferences.get': () => preferences.parse({ copiesEverywhere: true }),
    'corpora.list': () => [songbook],
    'models.list': () => [modelOf('mine')],
    'models.vocabulary': () => ({ characters: '分开以后还是春天' }),
    'writing.copied': () => ({
      shortest: 6,
      runs: [
        ...[
          { start: 0, length: 8, units: 8, song: '分开', corpus: { id: 'songbook', name: HOST } },
        ],
      ],
    }),
  });
  const { draft, honesty } = app.writing;
  draft.dispatch({ changes: { from: 0, insert: '分开以后还是春天' } });
  for (const language of ['zh', 'en'] as const) {
    messages.language = language;
    honesty.again();
    await vi.advanceTimersByTimeAsync(1000);
    await settled();
    expect(copiesIn(draft.state).map(({ said }) => said)).toEqual([
      expect.stringContaining(names[language]),
    ]);
  }
});

it('a model that is called after it in the other language: beside it, it has the rest of its name', async () => {
  const learnt = { corpusName: names.zh, corpusHash: 'hash of it' };
  const { app } = await openWindow({
    'corpora.list': () => [{ ...songbook, hash: learnt.corpusHash }],
    'models.list': () => [
      modelOf('by itself', { ...learnt, name: `${names.zh} · GRU · 30 轮` }),
      modelOf('by a person', { ...learnt, name: `${names.en} · GRU` }),
    ],
  });
  for (const language of ['zh', 'en'] as const) {
    messages.language = language;
    expect(app.models.runs.map((run) => [run.corpusName, app.models.besideCorpus(run)])).toEqual([
      [names[language], 'GRU · 30 轮'],
      [names[language], `${names.en} · GRU`],
    ]);
  }
});
