/** Composes the states of the window over one client, and keeps them in step with the host. */
import type { Client } from './client/client.ts';
import type { ApiCalls, EventData } from '../src-main/contract/api.ts';
import { t } from './text/messages.svelte.ts';
import { VerseloomError, type Failure } from '../src-main/contract/errors.ts';
import type { ModelInfo } from '../src-main/contract/model.ts';
import { Comparing, provideComparing } from './comparing/comparing.svelte.ts';
import { CorpusScreen, provideCorpusScreen } from './corpus/corpus-screen.svelte.ts';
import { CorpusPanels, provideCorpusPanels } from './corpus/panels.ts';
import { Corpora } from './library/corpora.svelte.ts';
import { Exporting } from './library/exporting.svelte.ts';
import { cameAlike, cameSentence, cameSummary } from './library/came.ts';
import { wayBack } from './library/taking-back.ts';
import { GoingOn } from './library/going-on.svelte.ts';
import { Imports, isModelFile, type Came, type Destination } from './library/imports.svelte.ts';
import { provideLibrary, type Library } from './library/library.ts';
import { Models } from './library/models.svelte.ts';
import { Overlays } from './library/overlay/overlays.svelte.ts';
import { RunHistories } from './library/overlay/run-histories.svelte.ts';
import { LastPace } from './run/last-pace.svelte.ts';
import { ModelsScreen, provideModelsScreen } from './models/models-screen.ts';
import { provideRun, TrainingRun, type GoOnInput } from './run/training-run.svelte.ts';
import { Commands } from './shell/commands.ts';
import { DataFolder } from './shell/data-folder.svelte.ts';
import { provideSettings, SettingsScreen } from './settings/settings-screen.svelte.ts';
import { News } from './shell/news.svelte.ts';
import { Compute } from './state/compute.svelte.ts';
import { Connection } from './state/connection.svelte.ts';
import { provideErrands, type Errands, type Writ } from './state/errands.ts';
import { gathered, type Gathered } from './state/files.ts';
import { Machine } from './state/machine.svelte.ts';
import { fieldId, Navigation } from './state/navigation.svelte.ts';
import { Notices, type NoticeAction } from './state/notices.svelte.ts';
import { Preferences } from './state/preferences.svelte.ts';
import { provideShared, type Shared } from './state/shared.ts';
import { Undo } from './state/undo.svelte.ts';
import { presetOfRun } from './training/form/presets.ts';
import { fillForm } from './training/queue/fill-form.ts';
import { provideTraining, TrainingScreen } from './training/training-screen.ts';
import { provideWriting, Writing } from './writing/writing.svelte.ts';

export class App implements Shared, Library, Errands {
  readonly connection = new Connection();
  readonly navigation = new Navigation();
  readonly notices = new Notices();
  readonly news: News;
  readonly undo = new Undo(this.notices);
  readonly compute: Compute;
  readonly machine: Machine;
  readonly preferences: Preferences;
  readonly corpora: Corpora;
  readonly corpusScreen: CorpusScreen;
  readonly models: Models;
  readonly imports: Imports;
  readonly exporting = new Exporting();
  readonly run: TrainingRun;
  readonly pace = new LastPace();
  /** The question before a saved run is gone on with, while it is asked. */
  going = $state.raw<GoingOn | null>(null);
  readonly training: TrainingScreen;
  readonly corpusPanels: CorpusPanels;
  readonly writing: Writing;
  readonly modelsScreen: ModelsScreen;
  readonly comparing: Comparing;
  readonly overlays: Overlays;
  readonly histories: RunHistories;
  readonly settings: SettingsScreen;
  readonly commands: Commands;
  readonly dataFolder: DataFolder;
  /** What lies over the window to be gone through by keys. */
  overlay = $state<'palette' | 'shortcuts' | null>(null);
  readonly #calls: ApiCalls;
  #problemsSaid = false;

  constructor(client: Client) {
    const { calls } = client;
    this.#calls = calls;
    this.news = new News({
      navigation: this.navigation,
      notices: this.notices,
      nameOf: ({ modelName, corpusId, corpusName }) =>
        modelName ?? this.corpora.byId(corpusId)?.name ?? corpusName,
      writeWith: (modelId) => this.writeWith(modelId),
    });
    this.compute = new Compute(calls, (status) => this.news.hearCompute(status));
    this.machine = new Machine(calls);
    this.preferences = new Preferences(calls);
    this.corpora = new Corpora(calls);
    this.corpusScreen = new CorpusScreen(this);
    this.models = new Models(calls, client.maxFileBytes, (hash) => this.corpora.builtInName(hash));
    this.imports = new Imports(this.corpora, this.models, () => this.preferences.choices);
    this.run = new TrainingRun(calls, (status) => {
      this.news.hearRun(status);
      this.pace.hear(status);
      this.training.queue.hearRun(status);
    });
    this.training = new TrainingScreen(calls, {
      library: this,
      navigation: this.navigation,
      run: this.run,
      pace: this.pace,
      ...{ notices: this.notices, undo: this.undo },
      preferences: this.preferences,
    });
    this.corpusPanels = new CorpusPanels(calls, {
      ...{ open: this.corpora.open, notices: this.notices, undo: this.undo },
      settings: (corpus) => this.training.form.settingsFor(corpus),
      pace: () => this.pace.called((id) => this.corpora.byId(id)?.name),
    });
    this.writing = new Writing(calls, () => this.models.usable, {
      ...{ navigation: this.navigation, preferences: this.preferences },
      corpusName: (id) => this.corpora.byId(id)?.name,
      fail: (error) => this.notices.error(error),
    });
    this.overlays = new Overlays(calls);
    this.histories = new RunHistories(calls, (error) => this.notices.error(error));
    this.modelsScreen = new ModelsScreen(calls, this);
    this.comparing = new Comparing(calls, () => this.models.comparable, this.navigation);
    this.settings = new SettingsScreen(calls, this.machine, client.maxFileBytes);
    this.commands = new Commands(this);
    this.dataFolder = new DataFolder(calls, this.machine, () => this.run.active);
    this.#follow(client);
  }

  #follow(client: Client): void {
    client.on('training', (status) => this.run.accept(status));
    client.on('writing', (more) => {
      this.writing.receive(more);
      this.comparing.receive(more);
    });
    client.on('models', () => void this.notices.attempt(() => this.models.load()));
    client.on('corpora', () => void this.notices.attempt(() => this.corpora.load()));
    client.on(
      'queue',
      (change) => void this.notices.attempt(() => this.training.queue.heard(change)),
    );
    client.on('clusterSweeps', ({ sweeps }) => {
      this.training.clusters.accept(sweeps);
      this.news.sweeps.hear(sweeps);
    });
    client.on('beside', (beside) => {
      this.training.queue.hearBeside(beside);
      this.news.hearBeside(beside.status);
    });
    client.on('drafts', () => void this.notices.attempt(() => this.writing.opening.heard()));
    client.on(
      'draft',
      (change) => void this.notices.attempt(() => this.writing.opening.heard(change)),
    );
    client.on('preferences', (choices) => this.preferences.accept(choices));
    client.on('engines', (offered) => this.machine.accept(offered));
    client.on('presets', ({ presets }) => this.training.presets.accept(presets));
    client.on('importing', (progress) => this.imports.receive(progress));
    client.on('moving', (progress) => this.dataFolder.receive(progress));
    client.on('compute', (status) => this.compute.accept(status));
    client.on('command', ({ name }) => void this.commands.obey(name));
    client.on('opened', (what) => void this.notices.attempt(() => this.#show(what)));
    client.on('refused', (refusal) => this.#fail(refusal));
    client.on('diagnosticsCopied', () => this.notices.done(t('app.diagnosticsCopied')));
    client.connect({
      opened: () => {
        this.connection.opened();
        void this.load();
      },
      closed: () => this.connection.closed(),
      refused: (why) => this.connection.refused(why),
    });
  }

  /** Fetches everything afresh: after opening, and after a host that was away has come back. */
  async load(): Promise<void> {
    const { preferences, machine, compute, corpora, models, run, training, writing } = this;
    const of = [preferences, machine, compute, run];
    const parts = [...of, training.queue, training.clusters, training.presets, writing.opening];
    await Promise.all([
      this.#begin([corpora, models]),
      ...parts.map((part) => this.notices.attempt(() => part.load())),
    ]);
    this.news.sweeps.hear(training.clusters.sweeps);
    void this.modelsScreen.notes.save(); // what was typed when the page or the host went
    const { info } = machine;
    if (!info || this.#problemsSaid) return;
    this.#problemsSaid = true;
    for (const problem of info.problems) this.#fail(problem);
  }

  /** Who has neither lyrics nor a model here begins by writing with what comes with the product. */
  async #begin(library: readonly (Corpora | Models)[]): Promise<void> {
    await Promise.all(library.map((part) => this.notices.attempt(() => part.load())));
    this.navigation.begin(library.every(({ isNew }) => isNew) ? 'write' : 'corpus');
  }

  /** Takes in models, and everything else as songs of one corpus, and tells what has become of it. */
  async importFiles(what: Gathered, to: Destination = {}): Promise<void> {
    const { files, lost } = what;
    if (files.length + lost.length === 0)
      return this.notices.error(new VerseloomError('file.none'));
    if (files.length > 0)
      this.navigation.go(files.every(({ path }) => isModelFile(path)) ? 'models' : 'corpus');
    const { moves } = this.navigation;
    const came = await this.imports.take(what, to);
    this.#tell(came);
    if (this.navigation.moves === moves) this.#goOnWith(came);
  }

  /** Where one goes on after an import: at the last corpus that came; the list of models sees to its own. */
  #goOnWith(came: readonly Came[]): void {
    const last = came.findLast(({ kind, outcome }) => kind === 'corpus' && outcome !== 'refused');
    if (last && last.outcome !== 'refused' && this.navigation.view === 'corpus')
      this.navigation.offer(fieldId('corpus', last.id));
  }

  #tell(came: readonly Came[]): void {
    const [only] = came;
    const shown = came.findLast(({ kind, outcome }) => kind === 'model' && outcome !== 'refused');
    if (shown && shown.outcome !== 'refused') this.modelsScreen.browsing.show(shown.id);
    if (!only) return void this.notices.done(t('imports.cancelled'));
    if (came.length > 1) this.#tellTogether(came);
    else if (only.outcome !== 'refused') this.#tellOf(only);
    else if (only.kind !== 'corpus') this.notices.error(only.error); // the screen says that
  }

  #tellOf(only: Came): void {
    const [text, ways] = [cameSentence(only), this.#toLeftOut(only)];
    const back = wayBack(only, this.corpora);
    if (back) this.undo.offer(text, back, ways, cameAlike(only.outcome));
    else this.notices.done(text, ways, cameAlike(only.outcome));
  }

  /** How many came to what in one line, and each by its name a click away; what was refused is shown at once. */
  #tellTogether(came: readonly Came[]): void {
    const songs = came.find((one) => wayBack(one, this.corpora));
    if (songs) this.undo.keep(cameSentence(songs), wayBack(songs, this.corpora)!);
    if (came.some(({ outcome }) => outcome === 'refused')) this.imports.report = came;
    else
      this.notices.done(cameSummary(came), [
        { label: t('imports.details'), run: () => (this.imports.report = came) },
      ]);
  }

  #toLeftOut(came: Came): NoticeAction[] {
    if (came.kind !== 'corpus' || came.outcome === 'refused') return [];
    const { id, numbers } = came;
    if (numbers.leftOut === 0) return [];
    const run = (): void => {
      this.navigation.go('corpus');
      this.corpusScreen.showLeftOut(id);
    };
    return [{ label: t('imports.showLeftOut'), run }];
  }

  /** What the host has put into a library, or found there. */
  async #show({ kind, id, name, alreadyThere }: EventData<'opened'>): Promise<void> {
    if (kind === 'corpus') {
      await this.corpora.load();
      this.corpora.selectedId = id;
      this.navigation.go('corpus', fieldId('corpus', id));
      const called = this.corpora.byId(id)?.name ?? name;
      if (alreadyThere)
        this.notices.done(
          t('imports.corpusThere', { name: called }),
          [],
          cameAlike('alreadyThere'),
        );
      else
        this.undo.offer(
          t('imports.corpusCame', { name: called }),
          () => this.corpora.remove(id),
          [],
          cameAlike('imported'),
        );
    } else {
      await this.models.load();
      if (this.models.usable.some((model) => model.id === id)) this.writeWith(id);
      else {
        this.modelsScreen.browsing.show(id);
        this.navigation.go('models');
      }
    }
  }

  #fail(failure: Failure): void {
    this.notices.error(VerseloomError.of(failure));
  }

  trainOn(corpusId: string): void {
    this.training.form.choose({ corpusId });
    this.navigation.go('train');
  }

  /** Goes where a new run begins that takes over what a model has learnt. */
  trainFrom(model: ModelInfo): void {
    const { list } = this.corpora;
    const corpus =
      list.find(({ hash }) => hash === model.corpusHash) ??
      list.find(({ name }) => name === model.corpusName); // it has been changed since
    this.training.form.beginFrom(model.id);
    if (corpus) this.training.form.choose({ corpusId: corpus.id });
    this.navigation.go('train');
  }

  takeSettings({ id, name, settings, corpusHash }: ModelInfo): void {
    if (!settings) return;
    const corpus = this.corpora.list.find((one) => one.hash === corpusHash);
    const { form } = this.training;
    fillForm(form, settings, { corpusId: corpus?.id });
    form.keptAs(presetOfRun(id, name, form.settings));
    this.training.open(true); // one wants to see them
    this.navigation.go('train');
  }

  lookInside(modelId: string): void {
    this.training.inside.show(modelId);
    this.navigation.go('train', 'inside-toggle');
  }

  /**
   * Goes on with the run of a model, and shows it.
   * @throws VerseloomError what the host refuses: `model.engineMissing`, `model.noText`, `model.noState`, `training.running`, …
   */
  async goOn(modelId: string, choice: Omit<GoOnInput, 'id'> = {}): Promise<void> {
    await this.run.goOn({ id: modelId, language: this.preferences.language, ...choice });
    this.navigation.go('train');
  }

  /** Asks how many more epochs the run of a model makes, and on which engine where its own is not there. */
  askToGoOn(model: ModelInfo, refusal?: unknown): Promise<void> {
    return this.notices.attempt(async () => {
      const { engineVersion, stepVersion } = await this.#calls['models.history']({ id: model.id });
      const goOn = (choice: Omit<GoOnInput, 'id'>) => this.goOn(model.id, choice);
      this.going = new GoingOn(model, engineVersion, this.machine.engines, goOn, stepVersion);
      if (refusal !== undefined) this.going.refuse(refusal);
    });
  }

  /** Goes on with a run that has epochs left; asks where it has none, or when that is refused. */
  async goOnOrAsk(model: ModelInfo): Promise<void> {
    if (model.epochs >= model.epochsWanted) return this.askToGoOn(model);
    try {
      await this.goOn(model.id);
    } catch (refusal) {
      await this.askToGoOn(model, refusal);
    }
  }

  /** Takes in the text that a run needs to go on; why it cannot be read is said where it was asked for. */
  async importTextFor(asked: GoingOn, file: File): Promise<void> {
    asked.refusal = null;
    asked.pending = true; // the run has its text only when that is in
    try {
      const [came] = await this.imports.take(gathered([file]));
      if (came?.outcome === 'refused') asked.refusal = came.error;
      this.imports.refusal = null; // it is said here
    } finally {
      asked.pending = false;
    }
  }

  writeWith(modelId: string): void {
    this.writing.openWith(modelId);
    this.navigation.go('write', 'write-page');
  }

  putInDraft(writ: Writ): void {
    this.writing.take(writ);
    this.notices.done(t('write.putIn'), [
      { label: t('write.show'), run: () => this.navigation.go('write') },
    ]);
  }

  compareModels(modelIds: readonly string[]): void {
    this.comparing.choose(modelIds);
    this.navigation.go('compare');
  }

  moveData(): void {
    this.dataFolder.ask();
  }

  save(): Promise<void> {
    return this.commands.obey('save');
  }
}

/** Gives every screen what all share, its own state, and what it may ask of others. */
export function provideApp(app: App): void {
  provideShared(app);
  provideErrands(app);
  provideLibrary(app);
  provideRun(app.run);
  provideCorpusScreen(app.corpusScreen);
  provideTraining(app.training);
  provideCorpusPanels(app.corpusPanels);
  provideWriting(app.writing);
  provideModelsScreen(app.modelsScreen);
  provideComparing(app.comparing);
  provideSettings(app.settings);
}
