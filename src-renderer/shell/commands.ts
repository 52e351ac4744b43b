/** What the native menu and the shortcuts of the whole window ask for: what it means depends on what the screens show. */
import type { Command } from '../../src-main/contract/api.ts';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import type { ModelInfo } from '../../src-main/contract/model.ts';
import { t } from '../text/messages.svelte.ts';
import { download, textFile } from '../state/files.ts';
import type { Exporting } from '../library/exporting.svelte.ts';
import type { Models } from '../library/models.svelte.ts';
import type { Navigation } from '../state/navigation.svelte.ts';
import type { NoticeAction, Notices } from '../state/notices.svelte.ts';
import type { News } from './news.svelte.ts';
import type { Undo } from '../state/undo.svelte.ts';
import { takesText } from '../text/shortcuts.ts';
import { savedSentence } from '../run/saved-sentence.ts';
import type { TrainingRun } from '../run/training-run.svelte.ts';

export interface Screens {
  readonly navigation: Navigation;
  readonly notices: Notices;
  readonly news: News;
  readonly models: Models;
  readonly exporting: Exporting;
  readonly run: TrainingRun;
  readonly undo: Undo;
  /** The pad: what stands on its paper, and which model writes there. */
  readonly writing: {
    readonly paper: string;
    readonly model: ModelInfo | undefined;
    undo(): boolean;
  };
  writeWith(modelId: string): void;
  overlay: 'palette' | 'shortcuts' | null;
}

export class Commands {
  readonly #screens: Screens;
  /** The notice that answers the last command; the next answer takes its place. */
  #answer = 0;

  constructor(screens: Screens) {
    this.#screens = screens;
  }

  obey(command: Command): Promise<void> {
    return this.#screens.notices.attempt(async () => this[command]());
  }

  palette(): void {
    this.#screens.overlay = 'palette';
  }

  shortcuts(): void {
    this.#screens.overlay = 'shortcuts';
  }

  /** Goes where a new run begins. */
  newRun(): void {
    const { navigation, run } = this.#screens;
    navigation.go('train', run.active ? undefined : 'train-corpus');
    if (run.active) this.#say(t('errors.training.running'));
  }

  /** As its key: in a field its text, elsewhere the last deletion. */
  undo(): void {
    const { undo, writing } = this.#screens;
    if (writing.undo()) return;
    if (takesText(document.activeElement))
      document.execCommand('undo'); // old, and nothing else reaches what a field remembers
    else if (!document.querySelector('dialog:modal')) undo.takeBack();
  }

  settings(): void {
    this.#screens.navigation.go('settings');
  }

  /** The text on the paper where that is what one sees, else what the run has learnt. */
  async save(): Promise<void> {
    const { navigation, run, writing } = this.#screens;
    if (navigation.view === 'write' && writing.paper.trim() !== '') this.saveText();
    else if (run.savable) await this.saveRun();
    else if (run.status.state === 'saving') this.#say(t('train.state.saving'));
    else if (run.active || run.status.state === 'idle') this.#say(t('train.nothingYet'));
    else if (run.status.state === 'failed') this.#say(savedSentence(run.status));
    else this.#say(t('app.allSaved'));
  }

  saveText(): void {
    download(textFile(this.#screens.writing.paper));
  }

  /** Asks as what the model that is meant is exported. */
  exportModel(): void {
    const model = this.#modelMeant();
    if (model) this.#screens.exporting.ask(model);
    else this.#say(t('models.noneToExport'));
  }

  async saveRun(): Promise<void> {
    const screens = this.#screens;
    const { models, news, run } = screens;
    if (run.pending === 'save') return;
    try {
      await run.save();
      const { failure, unsaved } = run.status;
      if (unsaved && failure) throw new VerseloomError(failure.code, failure.params);
    } catch (error) {
      if (news.retellSave(error)) return;
      throw error;
    }
    const { modelId, modelName } = run.status;
    if (modelId === null || modelName === null) return;
    await models.load();
    this.#say(t('train.savedAs', { name: models.byId(modelId)?.name ?? modelName }), {
      label: t('train.write'),
      run: () => screens.writeWith(modelId),
    });
  }

  #say(text: string, action?: NoticeAction): void {
    const { notices } = this.#screens;
    notices.dismiss(this.#answer);
    this.#answer = notices.done(text, action && [action]);
  }

  #modelMeant(): ModelInfo | undefined {
    const { models, navigation, run, writing } = this.#screens;
    const newest = models.usable[0];
    switch (navigation.view) {
      case 'write':
        return writing.model;
      case 'models':
      case 'compare':
        return models.usable.find(({ id }) => id === idInFocus()) ?? newest;
      case 'train':
        return models.byId(run.status.modelId) ?? newest;
      case 'corpus':
      case 'settings':
        return newest;
    }
  }
}

/** @returns the id of the model whose row has the focus */
const idInFocus = (): string | undefined =>
  document.activeElement?.closest<HTMLElement>('[data-model]')?.dataset['model'];
