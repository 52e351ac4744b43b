/** Which settings a run has in which epoch: those that it was begun with, and what was changed of them on its way. */
import type { Changing } from '../contract/settings.ts';
import type { SettingsChange } from '../contract/training.ts';

/** Settings that a person wants from now on. */
export type Wanted = Partial<Changing>;

export class SettingsByEpoch {
  /** In order; the first are those from the first epoch on. */
  readonly #changes: SettingsChange[];
  /** The last epoch that was begun: its settings stay as they are. */
  #begun: number;

  /**
   * @param settings where nothing was changed, those of every epoch
   * @param changes that were made, or are to be made
   * @param begun how many epochs have been begun
   */
  constructor(settings: Changing, changes: readonly SettingsChange[], begun = 0) {
    const { learningRate, clippingThreshold, predPeriod, epochs } = settings;
    const first = { epoch: 1, learningRate, clippingThreshold, predPeriod, epochs };
    this.#changes = changes.length > 0 ? [...changes] : [first];
    this.#begun = begun;
  }

  /** Begins an epoch. @returns its settings, which nothing changes any more */
  begin(epoch: number): SettingsChange {
    this.#begun = epoch;
    return this.at(epoch);
  }

  at(epoch: number): SettingsChange {
    return this.#changes.findLast((change) => change.epoch <= epoch) ?? this.#changes[0]!;
  }

  /** Epochs that the run is to make, as it was wanted last. */
  get epochs(): number {
    return this.#changes.at(-1)!.epochs;
  }

  /** What was wanted last: the settings of the epochs to come. */
  get last(): SettingsChange {
    return this.#changes.at(-1)!;
  }

  /** As they are told and kept; none where nothing was changed. */
  get changes(): readonly SettingsChange[] {
    return this.#changes.length > 1 ? [...this.#changes] : [];
  }

  /** Changes settings from the next epoch on that is begun. */
  change(wanted: Wanted): void {
    const epoch = this.#begun + 1;
    const { last } = this;
    const next = { ...last, ...wanted, epoch };
    if (isSame(next, last)) return;
    // The same epoch once more: only what was wanted last counts. What the run was begun with is not changed but before its first step.
    if (last.epoch === epoch && (this.#changes.length > 1 || this.#begun === 0))
      this.#changes.pop();
    const before = this.#changes.at(-1);
    if (!before || !isSame(next, before)) this.#changes.push(next);
  }
}

const isSame = (a: Changing, b: Changing): boolean =>
  a.learningRate === b.learningRate &&
  a.clippingThreshold === b.clippingThreshold &&
  a.predPeriod === b.predPeriod &&
  a.epochs === b.epochs;
