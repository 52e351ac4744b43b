/** Models that come with the product, as the screens show them: what can be done with them, and the screen of a first start. */
import { describe, expect, it } from 'vitest';
import type { RunInfo } from '../../../src-main/contract/runs/run.ts';
import { sortRuns } from '../../../src-renderer/models/list/library-order.ts';
import { menuOf, type ModelCommand } from '../../../src-renderer/models/model-menu.ts';
import { messages } from '../../../src-renderer/text/messages.svelte.ts';
import { corpusOf, modelOf, openWindow, type Window } from '../window.ts';

const starterOf = (language: 'zh' | 'en', more: Partial<RunInfo> = {}): RunInfo =>
  modelOf(`starter:${language}`, {
    ...{ builtIn: true, language, name: 'as the host calls it' },
    names: { zh: `起步 ${language}`, en: `starter ${language}` },
    ...more,
  });
const starters = (): RunInfo[] => [starterOf('en'), starterOf('zh')];
const damage = { code: 'model.damaged', params: {} } as const;

const windowWith = (models: readonly RunInfo[], corpora = [corpusOf('c', { builtIn: true })]) =>
  openWindow({ 'models.list': () => [...models], 'corpora.list': () => corpora });

/** Opens the window as by an address that names a view. */
const begunAt = async (models: readonly RunInfo[], corpora?: Parameters<typeof windowWith>[1]) =>
  (await windowWith(models, corpora)).app.navigation;

const namesIn = ({ app }: Window): string[] => app.models.list.map(({ name }) => name);

it('they are called and come in the language of the screens, behind a person’s own', async () => {
  const window = await windowWith([modelOf('mine', { name: 'mine' }), ...starters()]);
  expect(namesIn(window)).toEqual(['mine', 'starter en', 'starter zh']);
  messages.language = 'zh';
  expect(namesIn(window)).toEqual(['mine', '起步 zh', '起步 en']);
  expect(window.app.writing.model?.id).toBe('mine');
});

it('what one writes with is the one of the language, as long as there is no other', async () => {
  const { app } = await windowWith(starters());
  expect(app.writing.model?.id).toBe('starter:en');
  messages.language = 'zh';
  expect(app.writing.model?.id).toBe('starter:zh');
});

it('a list has them last, in whatever order', () => {
  const mine = modelOf('mine', { savedAt: '2020-01-01T00:00:00.000Z', perplexity: 900 });
  const all = [starterOf('en', { savedAt: '2026-01-01T00:00:00.000Z' }), mine];
  for (const key of ['savedAt', 'perplexity', 'name', 'bytes'] as const)
    for (const ascending of [true, false])
      expect(sortRuns(all, { key, ascending }, 'en').map(({ id }) => id)).toEqual([
        ...['mine', 'starter:en'],
      ]);
});

describe('the screen of a start', () => {
  it('is where one writes, for who has neither lyrics nor a model', async () => {
    expect(await begunAt(starters())).toMatchObject({ view: 'write', isBegun: true, moves: 0 });
  });

  it.each([
    ['a model', [...starters(), modelOf('mine')], undefined],
    ['lyrics', starters(), [corpusOf('own')]],
    [
      'nothing to write with',
      [starterOf('en', { damage }), starterOf('zh', { damage })],
      undefined,
    ],
    ['no models at all', [], undefined],
  ])('is the lyrics, for who has %s', async (_, models, corpora) => {
    expect(await begunAt(models, corpora)).toMatchObject({ view: 'corpus', isBegun: true });
  });

  it('is the one that was gone to before all is known', async () => {
    const { app } = await windowWith(starters());
    app.navigation.go('settings');
    await app.load(); // as after a lost connection
    expect(app.navigation.view).toBe('settings');
  });
});

describe('what can be done with them', () => {
  const commandsOf = (model: RunInfo): ModelCommand[] => {
    const commands: ModelCommand[] = [];
    const shown = { model, damage: model.damage ? 'damaged' : undefined, run: undefined };
    for (const { run } of menuOf(shown, (command) => void commands.push(command))) run();
    return commands;
  };

  it('is all but to change or remove them', () => {
    const all = commandsOf(modelOf('mine'));
    const theirs = commandsOf(starterOf('en'));
    expect(all.filter((one) => !theirs.includes(one))).toEqual([
      ...['rename', 'tags', 'notes', 'favourite', 'remove'],
    ]);
    expect(theirs.filter((one) => !all.includes(one))).toEqual([]);
    expect(commandsOf(starterOf('en', { damage }))).toEqual(['reveal']);
    expect(commandsOf(modelOf('mine', { damage }))).toEqual(['remove']);
  });

  it('of several, one’s own are removed, and of none it is said why', async () => {
    const models = [modelOf('mine'), ...starters()];
    const { app, calls, notices } = await openWindow({
      'models.list': () => [...models],
      'models.remove': () => ({ hasRecord: true }),
    });
    const { actions, browsing } = app.modelsScreen;
    await actions.remove([starterOf('en')]);
    expect(calls).toEqual([]);
    expect(notices()).toEqual([expect.stringContaining('comes with Verseloom')]);
    await actions.remove(app.models.runs);
    expect(calls).toEqual(['models.remove']);
    actions.beginName(app.models.runById('starter:en')!, 'list');
    expect(browsing.draftOf(app.models.runById('starter:en')!, 'list')).toBeUndefined();
  });
});
