/** The end of the application: asks before a run is broken off, saves what runs, gives the data back, and quits. */
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { app, BaseWindow, powerMonitor, type BrowserWindow } from 'electron';
import { VerseloomError } from '../../contract/errors.ts';
import { lastSaveSentence } from '../../messages/ending.ts';
import type { Translator } from '../../messages/translator.ts';
import { onEndSignals } from '../../services/end-signals.ts';
import type { Product } from '../../services/product.ts';
import type { Log } from './log.ts';
import { isLeaving, leave } from './leave.ts';
import { livesWithoutWindow } from './main-window.ts';
import { askAboutUnsaved, askBeforeQuitting, askNotToWait } from './questions.ts';

/** A start that is under way is waited for. One that a disk holds up is broken off, which the data survive. */
const START_LIMIT_MS = 10_000;

interface EndingOptions {
  readonly log: Log;
  /** What questions are asked on. */
  parent(): BrowserWindow | undefined;
  translator(): Translator;
  /** Keeps what the next start wants to know of the window. */
  keepWindow(): Promise<void>;
}

/** What has to be closed before the application may go. */
interface Closable {
  readonly current: Pick<Product, 'lanes' | 'closeTraining'>;
  readonly data: { readonly models: string };
  close(): Promise<void>;
}

export class Ending {
  readonly #options: EndingOptions;
  #opening: Promise<Closable | undefined> | undefined;
  #product: Closable | undefined;
  #state: 'no' | 'asked' | 'begun' | 'done' | 'givenUp' = 'no';
  /** The system is about to end: nobody is asked anything any more. */
  #insists = false;
  /** How the application ends when everything is done. */
  #leave = (): void => app.quit();
  #isAskedNotToWait = false;
  #isLastSaveTold = false;

  constructor(options: EndingOptions) {
    this.#options = options;
  }

  /** Whether somebody is being asked, or more than that. */
  get isUnderWay(): boolean {
    return this.#state !== 'no';
  }

  /** Whether there is no way back. */
  get hasBegun(): boolean {
    return this.isUnderWay && this.#state !== 'asked';
  }

  /** Whether nothing is in the way of the window's going any more. */
  get isDone(): boolean {
    return this.#state === 'done';
  }

  /** @param opening of what is closed at the end, however far it has come by then */
  hold(opening: Promise<Closable>): void {
    this.#opening = opening.then(
      (product) => (this.#product = product),
      () => undefined, // told by whoever opens it
    );
  }

  /** Ends with the system, and whenever the person wants to quit. */
  listenToSystem(): void {
    app.on('before-quit', (event) => {
      if (this.#state === 'done' || this.#state === 'givenUp') return;
      event.preventDefault();
      void this.end(true);
    });
    app.on('window-all-closed', () => {
      // One that is ending quits by itself, once it has said what there is to say.
      if (!livesWithoutWindow() && !this.isUnderWay) app.quit();
    });
    // Logging off and shutting down ask nobody.
    powerMonitor.on('shutdown', (event?: { preventDefault(): void }) => {
      // (Its typings know of no event; its documentation does.)
      event?.preventDefault();
      void this.end(false);
    });
    onEndSignals((insists) => (insists ? this.#endAtOnce() : void this.end(false)));
  }

  /** Windows asks its programs, through their windows, before the person is logged off. */
  listenToSession(window: BrowserWindow): void {
    window.on('query-session-end', (event) => {
      if (this.#product && !this.#isTraining) return;
      event.preventDefault();
      void this.end(false);
    });
    window.on('session-end', () => void this.end(false));
  }

  /**
   * On Linux, where a session ends without a word, Electron finds its display gone, destroys every window and ends with the last of
   * them, within ten seconds: no `before-quit` comes, nor any other event that could be refused. A window that stands in for the last
   * one keeps it from ending until what ran is saved.
   */
  outliveWindow(): void {
    if (this.#state === 'done' || this.#state === 'givenUp' || isLeaving()) return;
    this.#options.log.info('the window was taken away');
    new BaseWindow({ show: false });
    this.#leave = () => leave(0); // to Electron, it is quitting already
    void this.end(false);
  }

  /**
   * Ends the application; what runs is saved before.
   * @param asks whether a person is there who may rather go on training
   */
  async end(asks: boolean): Promise<void> {
    if (this.#state === 'givenUp' && !asks) leave(1); // and does not wait for somebody to have read why
    this.#insists ||= !asks;
    if (asks && this.#state === 'begun') return this.#askNotToWait();
    if (this.hasBegun || (asks && this.#state === 'asked')) return;
    if (asks && this.#isTraining && !(await this.#mayBreakOff())) return;
    this.#state = 'begun';
    const { log } = this.#options;
    const wasTraining = this.#isTraining;
    try {
      await this.#close();
      if (this.#insists && wasTraining) this.#tellIfLost();
      await this.#options.keepWindow();
    } catch (error) {
      log.problem('end', error); // and no reason to stay
    }
    log.info('end');
    await log.close();
    this.#state = 'done';
    this.#leave();
  }

  /** Ends what could not begin. @param tell says why */
  async giveUp(tell: () => Promise<void>): Promise<void> {
    this.#state = 'givenUp';
    await tell();
    await this.#options.log.close();
    leave(1);
  }

  get #isTraining(): boolean {
    return this.#product?.current.lanes.isTraining === true;
  }

  async #mayBreakOff(): Promise<boolean> {
    this.#state = 'asked';
    const wanted = await askBeforeQuitting(this.#options.parent(), this.#options.translator());
    if (this.#state !== 'asked') return false; // the system did not wait for the answer
    this.#state = 'no';
    return wanted === 'quit';
  }

  /** Whoever wants to quit twice may not want to wait for the step under way, which is saved when it is done. */
  async #askNotToWait(): Promise<void> {
    if (!this.#isTraining || this.#isAskedNotToWait) return;
    this.#isAskedNotToWait = true;
    const wanted = await askNotToWait(this.#options.parent(), this.#options.translator());
    this.#isAskedNotToWait = false;
    if (wanted === 'end' && this.#isTraining)
      await this.#product?.current.lanes.shown.supervisor.end();
  }

  /** Somebody insists, and is not asked; what is left of the run is told where the signal came from. */
  #endAtOnce(): void {
    this.#product?.current.lanes.kill(); // it may be one that hears nothing
    if (this.#isTraining) this.#tellLastSave();
    leave(1);
  }

  /** Of a run that did not come to its end: its process did not answer, or the disk did not take it. Whoever asked for the end hears of it. */
  #tellIfLost(): void {
    if (this.#product?.current.lanes.shown.training.status().state !== 'failed') return;
    this.#tellLastSave();
    this.#leave = () => leave(1);
  }

  /** Once: a process that is killed also ends a run that the end is waiting for. */
  #tellLastSave(): void {
    if (this.#isLastSaveTold) return;
    this.#isLastSaveTold = true;
    const { current, data } = this.#product!;
    for (const status of current.lanes.statuses) {
      const path = join(data.models, `${status.modelId}.verse`);
      console.log(lastSaveSentence(status, path, this.#options.translator()));
    }
  }

  async #close(): Promise<void> {
    const product =
      this.#product ?? (await Promise.race([this.#opening, setTimeout(START_LIMIT_MS, undefined)]));
    if (!product) return;
    // While the folder is still ours: what cannot be saved is tried again for as long as the person wants.
    await product.current.closeTraining();
    await this.#insistOnSaving(product.current);
    await product.close();
  }

  async #insistOnSaving(product: Closable['current']): Promise<void> {
    for (;;) {
      const { training } = product.lanes.shown; // of two, the one that is not saved
      const { unsaved, failure } = training.status();
      if (!unsaved || !failure || this.#insists) return;
      const error = new VerseloomError(failure.code, failure.params);
      const [parent, translator] = [this.#options.parent(), this.#options.translator()];
      if ((await askAboutUnsaved(parent, translator, error)) === 'lose') return;
      await training.save();
    }
  }
}
