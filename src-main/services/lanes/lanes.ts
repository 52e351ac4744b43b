/** The two places in which runs are made: the second one is for sweeps that make two at once. The screens show one of them. */
import { VerseloomError } from '../../contract/errors.ts';
import { isResting, type TrainingStatus } from '../../contract/training.ts';
import type { Supervisor } from '../../supervisor/supervisor.ts';
import type { Training } from '../training/training.ts';

export interface Lane {
  readonly training: Training;
  /** Of the compute process in which its runs are made. */
  readonly supervisor: Supervisor;
}

export class Lanes {
  readonly first: Lane;
  readonly second: Lane;
  #shown: Lane;

  constructor(first: Lane, second: Lane) {
    this.first = first;
    this.second = second;
    this.#shown = first;
  }

  /** The one that a person sees, and whose run they stop, pause and save. */
  get shown(): Lane {
    return this.#shown;
  }

  /** Of the one that is not. */
  get other(): Lane {
    return this.#shown === this.first ? this.second : this.first;
  }

  /** Of the runs under way; where there is none, of the one that is shown. */
  get statuses(): readonly TrainingStatus[] {
    const underWay = this.#both.filter(isUnderWay);
    return (underWay.length > 0 ? underWay : [this.#shown]).map(({ training }) =>
      training.status(),
    );
  }

  get isTraining(): boolean {
    return this.#both.some(isUnderWay);
  }

  /** Bytes of memory that runs under way will take, and may not have taken yet. */
  get stillToTake(): number {
    return this.#both.reduce((sum, { training }) => sum + training.stillToTake, 0);
  }

  /**
   * A run has changed: what is under way is shown rather than what has ended, and what waits to be put on disk rather than what is there.
   * @returns whether another one is shown now
   */
  look(): boolean {
    if (isUnderWay(this.#shown)) return false;
    const { other } = this;
    const isUnsaved = (lane: Lane): boolean => lane.training.status().unsaved;
    if (!isUnderWay(other) && (isUnsaved(this.#shown) || !isUnsaved(other))) return false;
    this.#shown = other;
    return true;
  }

  /** Shows a run that is under way. @throws VerseloomError `training.notRunning` */
  show(runId: string): void {
    const lane = this.#both.find(({ training }) => training.status().runId === runId);
    if (!lane || !isUnderWay(lane)) throw new VerseloomError('training.notRunning');
    this.#shown = lane;
  }

  /** @throws VerseloomError `training.running` where anything is under way */
  refuseTraining(): void {
    if (this.isTraining) throw new VerseloomError('training.running');
  }

  /** @throws VerseloomError `file.unwritable` */
  async saveWhatIsUnsaved(): Promise<void> {
    for (const { training } of this.#both) await training.saveWhatIsUnsaved();
  }

  /** Waits for what the processes owe, where nobody can be asked any more. */
  insistOn<Result>(owed: Promise<Result>): Promise<Result> {
    return this.first.supervisor.insistOn(this.second.supervisor.insistOn(owed));
  }

  /** Puts on disk what is learnt by now. What cannot be is told in its status. */
  async save(): Promise<void> {
    await Promise.allSettled(this.#both.map(({ training }) => training.save()));
  }

  /** Saves what runs, for good. */
  async closeTraining(): Promise<void> {
    await Promise.all(this.#both.map(({ training }) => training.close()));
  }

  /** Ends the processes without waiting for them. */
  kill(): void {
    for (const { supervisor } of this.#both) supervisor.kill();
  }

  async close(): Promise<void> {
    await Promise.all(this.#both.map(({ supervisor }) => supervisor.close()));
  }

  get #both(): readonly [Lane, Lane] {
    return [this.first, this.second];
  }
}

const isUnderWay = ({ training }: Lane): boolean => !isResting(training.status().state);
