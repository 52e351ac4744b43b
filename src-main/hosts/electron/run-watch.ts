/** What the system is told of a training run: its progress, that it should not go to sleep, and that the run has ended. */
import { app, BaseWindow, Notification, powerSaveBlocker, type BrowserWindow } from 'electron';
import { isResting, type RunState, type TrainingStatus } from '../../contract/training.ts';
import { perplexityFigure } from '../../messages/numbers.ts';
import type { Translator } from '../../messages/translator.ts';
import type { Log } from './log.ts';
import { livesWithoutWindow } from './main-window.ts';
import { progressBar } from './progress-bar.ts';

/** Those that end by themselves; a stop is seen by the one who made it. */
const endings = ['finished', 'diverged', 'failed'] as const satisfies readonly RunState[];
type Ending = (typeof endings)[number];

export class RunWatch {
  readonly #window: () => BrowserWindow | undefined;
  readonly #translator: () => Translator;
  readonly #log: Log;
  /** Stands in for a window that was closed. */
  #unseen: BaseWindow | undefined;
  #blocker: number | undefined;
  #last: Pick<TrainingStatus, 'runId' | 'state'> = { runId: '', state: 'idle' };
  /** What nobody holds is collected, and hears no click. */
  readonly #shown: Notification[] = [];

  constructor(window: () => BrowserWindow | undefined, translator: () => Translator, log: Log) {
    this.#log = log;
    this.#window = window;
    this.#translator = translator;
  }

  /** @param show brings the window to the front */
  accept(status: TrainingStatus, show: () => void): void {
    const last = this.#last;
    this.#last = status;
    this.#showProgress(status);
    this.#keepAwake(!isResting(status.state) && status.state !== 'paused');
    // When a run that was being prepared is refused, the one before is there again, and has not ended anew.
    const hasChanged = last.runId === status.runId && last.state !== status.state;
    if (hasChanged && isEnding(status.state)) this.#notify(status.state, status, show);
  }

  /** Of a run that is made at the same time: its end is told, as the other's is. */
  acceptBeside(status: TrainingStatus, show: () => void): void {
    if (isEnding(status.state)) this.#notify(status.state, status, show);
  }

  /** A Mac's bar is the dock's and outlasts the window that set it, but only a window can change it or take it away. */
  #showProgress(status: TrainingStatus): void {
    const window = this.#window();
    if (!window && livesWithoutWindow()) this.#unseen ??= new BaseWindow({ show: false });
    (window ?? this.#unseen)?.setProgressBar(...progressBar(status));
    if (window || isResting(status.state)) {
      this.#unseen?.destroy();
      this.#unseen = undefined;
    }
  }

  #keepAwake(wanted: boolean): void {
    if (wanted) {
      this.#blocker ??= powerSaveBlocker.start('prevent-app-suspension');
    } else if (this.#blocker !== undefined) {
      powerSaveBlocker.stop(this.#blocker);
      this.#blocker = undefined;
    }
  }

  #notify(ending: Ending, status: TrainingStatus, show: () => void) {
    if (this.#window()?.isFocused()) return;
    const { corpusName, failure, lastEpoch, modelName } = status;
    if (!Notification.isSupported()) return this.#callWithout('the system has none');
    const translator = this.#translator();
    const { t, language } = translator;
    const perplexity = lastEpoch && perplexityFigure(lastEpoch.perplexity, language, 2);
    const notification = new Notification({
      title: t(`desktop.ended.${ending}`, { name: modelName ?? corpusName }),
      body: failure
        ? translator.sentence(failure)
        : lastEpoch
          ? t('desktop.ended.result', { perplexity, count: lastEpoch.epoch })
          : t('desktop.ended.withoutEpoch'),
    });
    this.#shown.splice(0, Infinity, notification);
    notification.on('click', show);
    // A Mac shows those of signed programs alone, and Windows those that it knows, which a checkout is not.
    notification.on('failed', (_, why) => this.#callWithout(why));
    notification.show();
  }

  /** Where no notification can be shown, the taskbar or the dock asks for attention. */
  #callWithout(why: string): void {
    this.#log.trouble(`notification: ${why}`);
    if (app.dock) app.dock.bounce('informational');
    else {
      const window = this.#window();
      window?.flashFrame(true);
      window?.once('focus', () => window.flashFrame(false));
    }
  }
}

const isEnding = (state: RunState): state is Ending =>
  (endings as readonly RunState[]).includes(state);
