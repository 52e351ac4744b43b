/** The run as the host tells it: its newest status, and its history, which is pulled piece by piece until it is caught up with. */
import { createContext } from 'svelte';
import type { ApiCalls } from '../../src-main/contract/api.ts';
import { RunCurves } from '../charts/series/run-curves.ts';
import {
  idleTraining,
  isResting,
  type Sample,
  type SettingsChange,
  type TrainingStatus,
} from '../../src-main/contract/training.ts';

export type RunCommand =
  'start' | 'goOn' | 'pause' | 'resume' | 'change' | 'stop' | 'save' | 'discard' | 'show';
type StartInput = Parameters<ApiCalls['training.start']>[0];
export type RunChange = Parameters<ApiCalls['training.change']>[0];
export type GoOnInput = Parameters<ApiCalls['training.goOn']>[0];

export class TrainingRun {
  status = $state.raw<TrainingStatus>(idleTraining);
  /** Its epochs: another object whenever some have come. */
  curves = $state.raw(new RunCurves());
  samples = $state.raw<readonly Sample[]>([]);
  /** Epochs after which it was saved. */
  saves = $state.raw<readonly number[]>([]);
  /** Settings that were changed on its way, with those that it was begun with. */
  changes = $state.raw<readonly SettingsChange[]>([]);
  /** The command that has not been answered yet. */
  pending = $state<RunCommand | null>(null);
  readonly active = $derived(!isResting(this.status.state));
  /** Something is learnt that can be put on disk now. */
  readonly savable = $derived(
    this.status.state === 'training' || this.status.state === 'paused' || this.status.unsaved,
  );
  #pulling = false;
  readonly #calls: ApiCalls;
  readonly #heard: (status: TrainingStatus) => void;

  /** @param heard is told of every status */
  constructor(calls: ApiCalls, heard: (status: TrainingStatus) => void = () => {}) {
    this.#calls = calls;
    this.#heard = heard;
  }

  async load(): Promise<void> {
    this.accept(await this.#calls['training.status']({}));
  }

  accept(status: TrainingStatus): void {
    if (status.runId !== this.status.runId) {
      this.curves = new RunCurves();
      this.samples = [];
      this.saves = [];
      this.changes = [];
    }
    this.status = status;
    this.#heard(status);
    // What cannot be pulled now will be with the next status, or after reconnecting.
    this.#catchUp().catch((error: unknown) => console.warn('history was not read', error));
  }

  start(input: StartInput): Promise<void> {
    return this.#command('start', () => this.#calls['training.start'](input));
  }

  /** Goes on with a run that was saved. */
  goOn(input: GoOnInput): Promise<void> {
    return this.#command('goOn', () => this.#calls['training.goOn'](input));
  }

  pause(): Promise<void> {
    return this.#command('pause', () => this.#calls['training.pause']({}));
  }
  resume(): Promise<void> {
    return this.#command('resume', () => this.#calls['training.resume']({}));
  }
  stop(): Promise<void> {
    return this.#command('stop', () => this.#calls['training.stop']({}));
  }

  /** Changes settings of the run under way. */
  change(change: RunChange): Promise<void> {
    return this.#command('change', () => this.#calls['training.change'](change));
  }

  /** Puts on disk what is learnt by now; a run under way goes on. */
  save(): Promise<void> {
    return this.#command('save', () => this.#calls['training.save']({}));
  }

  /** Shows another run that is made at the same time. */
  show(runId: string): Promise<void> {
    return this.#command('show', () => this.#calls['training.show']({ runId }));
  }

  /** Lets go of what could not be put on disk. */
  discard(): Promise<void> {
    return this.#command('discard', () => this.#calls['training.discard']({}));
  }

  async #command(command: RunCommand, call: () => Promise<TrainingStatus>): Promise<void> {
    this.pending = command;
    try {
      this.accept(await call());
    } finally {
      if (this.pending === command) this.pending = null;
    }
  }

  #isBehind(): boolean {
    const { epochs, samples, saves, changes } = this.status;
    return (
      epochs > this.curves.length ||
      samples > this.samples.length ||
      saves > this.saves.length ||
      changes > this.changes.length
    );
  }

  async #catchUp(): Promise<void> {
    if (this.#pulling) return;
    this.#pulling = true;
    try {
      while (this.#isBehind()) {
        const { runId } = this.status;
        const piece = await this.#calls['training.history']({
          epochsFrom: this.curves.length,
          samplesFrom: this.samples.length,
          savesFrom: this.saves.length,
        });
        if (runId !== this.status.runId) continue; // those were the places of an earlier run
        if (runId !== piece.runId) break; // the host is ahead; its next status brings us back here
        if (piece.epochs.length > 0) this.curves = this.curves.with(piece.epochs);
        if (piece.samples.length > 0) this.samples = [...this.samples, ...piece.samples];
        if (piece.saves.length > 0) this.saves = [...this.saves, ...piece.saves];
        const isSame = piece.changes.length === this.changes.length;
        if (!isSame) this.changes = piece.changes;
        if (isSame && piece.epochs.length + piece.samples.length + piece.saves.length === 0) break;
      }
    } finally {
      this.#pulling = false;
    }
  }
}

export const [useRun, provideRun] = createContext<TrainingRun>();
