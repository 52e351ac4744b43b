/** News of the run and of the compute process: a notice on whatever screen one is, and a mark in the rail until one looks there. */
import { z } from 'zod';
import type { ComputeStatus } from '../../src-main/contract/api.ts';
import { toFailure, type Failure } from '../../src-main/contract/errors.ts';
import {
  EXPLODED,
  hasExploded,
  isResting,
  type TrainingStatus,
} from '../../src-main/contract/training.ts';
import { isOfProcess, savedSentence } from '../run/saved-sentence.ts';
import { keep, recall } from '../state/kept.ts';
import { placeOf, type Navigation, type Place } from '../state/navigation.svelte.ts';
import type { LastingNotice, NoticeAction, Notices } from '../state/notices.svelte.ts';
import { count, figure, timeOfDay } from '../text/format.ts';
import { passage, t } from '../text/messages.svelte.ts';
import { failureSentence } from '../text/sentences.ts';
import { SweepNews } from './sweep-news.ts';

interface Surroundings {
  readonly navigation: Navigation;
  readonly notices: Notices;
  /** As the screens call what a run makes: its model, or its corpus as long as none is saved. */
  nameOf(status: TrainingStatus): string;
  writeWith(modelId: string): void;
}

/** Where a run is looked at, and all that the compute process does. */
const HOME = 'train';

const END = 'end of the run';
const SAVE = 'save of the run';
const CRASH = 'error compute.crashed'; // the same notice as of what the process owed then

export class News {
  /** Places in the rail with something that has not been looked at. */
  unseen = $state.raw<readonly Place[]>([]);
  /** The newest run that is known, and how it ended if a person knows that: it outlives a reload, which may be when it ends. */
  #known: string | undefined;
  #run: TrainingStatus | undefined;
  /** When the last crash was that is known; empty: there was none. It outlives a reload as well, which may be when it happens. */
  #knownCrash: string | undefined;
  readonly sweeps: SweepNews;
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
    this.sweeps = new SweepNews({ ...around, mark: () => this.#mark() });
    this.#known = recall('news', z.string());
    this.#knownCrash = recall('crash', z.string());
  }

  hearRun(status: TrainingStatus): void {
    const before = this.#run;
    this.#run = status;
    this.#hearSave(before, status);
    if (status.state === 'idle') return;
    if (!isResting(status.state)) {
      this.#isKnown(status.runId);
      return;
    }
    const end = endOf(status);
    if (this.#known === end) return;
    const isOld = this.#known === undefined; // it had ended before this page was there
    const isGivenUp = this.#known === endOf({ ...status, unsaved: true });
    const isOwnDoing = status.state === 'stopped' && status.modelId === null; // nothing had begun
    if (this.#isLookedAt || isGivenUp || isOwnDoing || (isOld && !status.unsaved)) {
      this.#isKnown(end);
      this.#around.notices.withdraw(END);
      return;
    }
    this.#tellEnd(status);
  }

  /** A run that is made at the same time: its end is told, as the other's is, which is the one that is known. */
  hearBeside(status: TrainingStatus): void {
    if (isResting(status.state) && !this.#isLookedAt) this.#tellEnd(status);
  }

  /**
   * A save that a person has asked for has failed: that is told here alone, and again where it was dismissed.
   * @returns whether it was that of the run
   */
  retellSave(error: unknown): boolean {
    const run = this.#run;
    if (!run) return false;
    const { failure, saveFailure, unsaved } = run;
    const { code } = toFailure(error);
    if (!isResting(run.state) && saveFailure?.code === code) {
      this.#tellSaveFailure(run, saveFailure);
      return true;
    }
    if (!unsaved || failure?.code !== code) return false;
    if (!this.#isLookedAt) this.#tellEnd(run); // there the run says it itself
    return true;
  }

  /** A crash of which a run tells is told by that; one that was before this browser was ever there, by nobody. */
  hearCompute({ state, lastCrash }: ComputeStatus): void {
    const before = this.#knownCrash;
    const crash = lastCrash?.at ?? before ?? ''; // a host that was started anew knows of none
    if (crash === before) return;
    this.#knownCrash = crash;
    keep('crash', crash);
    const isOld = before === undefined && state !== 'crashed';
    if (!lastCrash || lastCrash.brokeRun || isOld) return;
    this.#around.notices.tell(CRASH, { text: t('app.computeCrashed'), isProblem: true });
    this.#mark();
  }

  /** A screen is looked at: what it says itself need not be told any more. */
  look(place: Place): void {
    this.sweeps.look(place);
    if (this.unseen.includes(place)) this.unseen = this.unseen.filter((one) => one !== place);
    if (place !== HOME || !this.#run || !isResting(this.#run.state)) return;
    this.#isKnown(endOf(this.#run));
    this.#around.notices.withdraw(END);
  }

  get #isLookedAt(): boolean {
    return placeOf(this.#around.navigation.view) === HOME;
  }

  #mark(): void {
    if (!this.#isLookedAt && !this.unseen.includes(HOME)) this.unseen = [...this.unseen, HOME];
  }

  #isKnown(what: string): void {
    if (this.#known === what) return;
    this.#known = what;
    keep('news', what);
  }

  /** While a run is under way: what could not be saved, and that it could be later. */
  #hearSave(before: TrainingStatus | undefined, status: TrainingStatus): void {
    const { notices } = this.#around;
    const wasFailing = before?.runId === status.runId && before.saveFailure !== null;
    if (isResting(status.state) || (before && before.runId !== status.runId)) {
      notices.withdraw(SAVE); // the end says what is saved
    }
    if (isResting(status.state)) return;
    const { saveFailure, savedAt } = status;
    if (saveFailure !== null) {
      if (!wasFailing) this.#tellSaveFailure(status, saveFailure);
    } else if (wasFailing && savedAt !== null && notices.isTold(SAVE)) {
      notices.tell(SAVE, { text: t('train.savedAfterAll', { time: timeOfDay(savedAt) }) });
    }
  }

  #tellSaveFailure({ modelId }: TrainingStatus, failure: Failure): void {
    const text = t('train.saveFailed', { reason: failureSentence(failure) });
    this.#around.notices.tell(SAVE, {
      ...this.#problem(),
      text: modelId === null ? passage(text, t('train.nothingSaved')) : text,
    });
    this.#mark();
  }

  #tellEnd(status: TrainingStatus): void {
    this.#around.notices.tell(END, {
      ...this.#wordsFor(status),
      ondismiss: () => this.#isKnown(endOf(status)),
    });
    this.#mark();
  }

  #wordsFor(status: TrainingStatus): LastingNotice {
    const { epochs, failure, lastEpoch, modelId, state, unsaved } = status;
    const facts = { name: this.#around.nameOf(status), count: epochs, epochs: count(epochs) };
    const reason = failure ? failureSentence(failure) : '';
    if (unsaved) return { text: t('train.news.unsaved', { ...facts, reason }), ...this.#problem() };
    if (state === 'diverged')
      return { text: t('train.news.diverged', { ...facts, reason }), ...this.#problem() };
    if (state === 'failed') {
      const one = t('train.news.failed', { ...facts, reason });
      const text = isOfProcess(status) ? passage(one, savedSentence(status)) : one;
      return { text, ...this.#problem() };
    }
    const perplexity = figure(lastEpoch?.perplexity ?? NaN);
    const text =
      state === 'finished'
        ? t(`train.news.${lastEpoch ? 'finished' : 'withoutEpoch'}`, { ...facts, perplexity })
        : t('train.news.stopped', facts);
    if (hasExploded(status)) {
      const most = count(EXPLODED * status.vocabularySize);
      const why = t('train.letExploded', { perplexity, most });
      return { text: passage(t('train.news.ended', facts), why), ...this.#problem() };
    }
    if (modelId === null) return { text, action: this.#toHome() };
    const run = (): void => this.#around.writeWith(modelId);
    return { text, action: { label: t('train.news.write'), run } };
  }

  #problem(): Pick<LastingNotice, 'isProblem' | 'action'> {
    return { isProblem: true, action: this.#toHome() };
  }

  #toHome(): NoticeAction {
    return { label: t('train.news.show'), run: () => this.#around.navigation.go(HOME) };
  }
}

const endOf = ({ runId, state, unsaved }: Pick<TrainingStatus, 'runId' | 'state' | 'unsaved'>) =>
  `${runId} ${state}${unsaved ? ' unsaved' : ''}`;
