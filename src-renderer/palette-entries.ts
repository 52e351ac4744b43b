/** Everything that the palette reaches: the actions of all screens as far as they can be done, and what is in the library. */
import { tick } from 'svelte';
import type { Preferences } from '../src-main/contract/preferences.ts';
import { newCorpus } from './corpus/corpus-actions.ts';
import { corpusMenu } from './corpus/corpus-menu.ts';
import { tabs } from './corpus/corpus-screen.svelte.ts';
import type { App } from './app.svelte.ts';
import { isComparable } from './library/models.svelte.ts';
import { obeyCommand } from './models/model-commands.ts';
import { describe } from './models/shown-model.ts';
import { elementOf } from './models/list/model-list.ts';
import { menuOf, type ModelCommand } from './models/model-menu.ts';
import { away, ofComparing, ofRun, ofWriting } from './palette-work.ts';
import { engineChoices, languageChoices, themeChoices, type Choice } from './settings/choices.ts';
import { action, keys, type Entry } from './shell/palette.ts';
import { places, type ViewName } from './state/navigation.svelte.ts';
import { messages, t, type MessageKey } from './text/messages.svelte.ts';

/** @param importAny asks for files of any kind and takes them in */
export const paletteEntries = (app: App, importAny: () => Promise<void>): Entry[] => [
  ...screens(app),
  ...ofRun(app),
  ...ofWriting(app),
  ...ofComparing(app),
  ...ofLibrary(app, importAny),
  ...ofWindow(app),
  ...ofModelMeant(app),
  ...ofCorpus(app),
  ...models(app),
  ...corpora(app),
];

function screens({ navigation }: App): Entry[] {
  return places.map((view, index) =>
    action(
      `go:${view}`,
      t('app.palette.go', { screen: t(`app.nav.${view}`) }),
      () => navigation.go(view),
      keys('screen', index + 1),
    ),
  );
}

function ofLibrary(app: App, importAny: () => Promise<void>): Entry[] {
  const { models, modelsScreen, navigation } = app;
  const { browsing } = modelsScreen;
  const off = [models.runs.length === 0 && t('app.palette.off.noModels')];
  const there = (task: () => void) => (): void => {
    task();
    navigation.go('models', 'models-search');
  };
  const other = browsing.layout === 'table' ? 'cards' : 'table';
  const isFiltered = browsing.filtered;
  return [
    action('import', t('app.palette.import'), importAny, {
      ...keys('open'),
      also: [t('corpus.import'), t('models.import')],
      off: [away(app)],
    }),
    action(
      'searchModels',
      t('app.palette.searchModels'),
      there(() => {}),
      { off, ...keys('search') },
    ),
    isFiltered
      ? action(
          'showAll',
          t('app.palette.showAll'),
          there(() => browsing.showAll()),
          { off },
        )
      : action(
          'favouritesOnly',
          t('app.palette.favouritesOnly'),
          there(() => browsing.filter({ favouritesOnly: true })),
          { off },
        ),
    action(
      'layout',
      t(`app.palette.${other}`),
      there(() => browsing.arrange({ layout: other })),
      { off },
    ),
  ];
}

function ofWindow(app: App): Entry[] {
  const { commands, dataFolder, machine, preferences, undo } = app;
  const { language, theme, engine } = preferences.choices;
  const named = machine.named(engine);
  const choice = <Name extends 'language' | 'theme' | 'engine'>(
    name: Name,
    choices: readonly Choice<Preferences[Name]>[],
    now: Preferences[Name],
    also: readonly string[],
  ): Entry[] =>
    choices.map(({ value, label }) =>
      action(
        `${name}:${value}`,
        t(`app.palette.${name}`, { choice: label }),
        () => app.notices.attempt(() => preferences.choose({ [name]: value })),
        {
          also,
          off: [
            value === now && t('app.palette.off.inForce'),
            name === 'engine' && isMissing(value) && t('app.palette.off.notHere'),
            away(app),
          ],
        },
      ),
    );
  const isMissing = (value: string): boolean =>
    named.some((one) => one === value && !machine.has(one));
  const both = (key: MessageKey): string[] => [t(key), ...inBoth(key)];
  return [
    ...(undo.last === undefined
      ? []
      : [
          action('undo', t('app.palette.undo', { what: undo.last }), () => undo.takeBack(), {
            ...keys('undo'),
            off: [away(app)],
          }),
        ]),
    ...choice('language', languageChoices(), language, both('app.language')),
    ...choice('theme', themeChoices(), theme, both('app.theme')),
    ...choice('engine', engineChoices(named), engine, both('train.engine')),
    ...(machine.info
      ? [
          action('dataFolder', t('app.palette.dataFolder'), () => dataFolder.ask(), {
            off: [away(app)],
          }),
        ]
      : []),
    action(
      'shortcuts',
      t('app.palette.shortcuts'),
      () => commands.obey('shortcuts'),
      keys('shortcuts'),
    ),
  ];
}

/** Who does not read the language that is chosen finds the choice all the same. */
const inBoth = (key: MessageKey): string[] => [messages.in('en', key), messages.in('zh', key)];

/** What can be done with the model that one is looking at. */
function ofModelMeant(app: App): Entry[] {
  const { exporting, models, modelsScreen, navigation, run, writing } = app;
  const { browsing } = modelsScreen;
  const isThere = navigation.view === 'models';
  const meant = isThere
    ? browsing.current
    : navigation.view === 'train'
      ? models.runById(run.status.modelId)
      : models.runById(writing.model?.id ?? null);
  const chosen = browsing.chosen;
  const comparable = chosen.filter(isComparable);
  const several: Entry[] =
    isThere && chosen.length > 0
      ? [
          action(
            'compareChosen',
            t('models.compare', { count: comparable.length }),
            () => app.compareModels(comparable.map(({ id }) => id)),
            { off: [comparable.length < 2 && t('app.palette.off.needsTwo')] },
          ),
          action(
            'removeChosen',
            t('app.palette.ofModel', {
              action: t('models.removeChosen'),
              name: t('models.chosen', { count: chosen.length }),
            }),
            () => modelsScreen.actions.remove(chosen),
            { off: [away(app)] },
          ),
        ]
      : [];
  if (!meant) return several;
  const { name, id } = meant;
  const inList: readonly ModelCommand[] = ['rename', 'tags', 'notes', 'duplicate', 'takeBest'];
  const obey = async (command: ModelCommand): Promise<void> => {
    if (inList.includes(command) && !isThere) {
      browsing.show(id);
      navigation.go('models', elementOf(id));
      for (let drawn = 0; drawn < 2; drawn++) await tick(); // and the focus has come there
    }
    obeyCommand(command, meant, 'list', { screen: modelsScreen, errands: app, exporting });
  };
  const entries = menuOf(describe(meant, run), (command) => void obey(command));
  return [
    ...several,
    ...entries.map(({ label, run: act }) =>
      action(`model:${label}`, t('app.palette.ofModel', { action: label, name }), act, {
        off: [away(app)],
      }),
    ),
  ];
}

/** What can be done with the corpus that one is looking at, and how another comes to be. */
function ofCorpus(app: App): Entry[] {
  const { corpora, corpusScreen, navigation } = app;
  const off = [away(app)];
  const there = (task: () => unknown) => (): void => {
    navigation.go('corpus');
    task();
  };
  const making = [
    action(
      'newCorpus',
      t('app.palette.newCorpus'),
      there(() => newCorpus(app)),
      { off },
    ),
    action(
      'pasteCorpus',
      t('app.palette.pasteCorpus'),
      there(() => (corpusScreen.question = { of: 'paste', text: '', intoId: null })),
      { off },
    ),
  ];
  const corpus = corpora.selected;
  if (!corpus || navigation.view !== 'corpus') return making;
  const { id, name } = corpus;
  return [
    ...making,
    action('trainOn', t('app.palette.trainOn', { name }), () => app.trainOn(id)),
    ...tabs.map((tab) =>
      action(
        `corpusTab:${tab}`,
        t('app.palette.corpusTab', { name, tab: t(`corpus.tabs.${tab}`) }),
        () => (corpusScreen.tab = tab),
      ),
    ),
    ...corpusMenu(corpus, corpusScreen, app).map(({ label, run }) =>
      action(`corpus:${label}`, t('app.palette.ofCorpus', { action: label, name }), run, { off }),
    ),
  ];
}

function models({ models, modelsScreen, navigation }: App): Entry[] {
  return models.runs.map(({ id, name, corpusName, tags }) => ({
    id: `model:${id}`,
    kind: 'models',
    label: name,
    also: [corpusName, ...tags],
    run: () => {
      modelsScreen.browsing.show(id);
      modelsScreen.browsing.look(id);
      navigation.go('models', elementOf(id));
    },
  }));
}

function corpora({ corpora, navigation }: App): Entry[] {
  return corpora.list.map(({ id, name }) => ({
    id: `corpus:${id}`,
    kind: 'corpora',
    label: name,
    run: () => {
      corpora.selectedId = id;
      navigation.go('corpus' satisfies ViewName, `corpus-${id}`);
    },
  }));
}
