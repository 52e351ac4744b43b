/** The moments of a run whose weights are kept to be looked at, and when the next one is due. */
import type { LanguageModel } from '../../contract/compute-api.ts';
import type { SnapshotAt } from '../../contract/model.ts';
import type { TrainingSettings } from '../../contract/settings.ts';
import type { TakenSnapshot } from '../../supervisor/snapshot.ts';

export interface Moment extends SnapshotAt {
  readonly model: LanguageModel;
}

/**
 * @returns the epochs after which a moment is due: of N, the k-th after E·(k/(N+1))² epochs, since a run changes most at its beginning; the
 * end of the run is no such moment, for that is the model itself
 */
export function dueEpochs({
  epochs,
  snapshots,
}: Pick<TrainingSettings, 'epochs' | 'snapshots'>): number[] {
  const due = Array.from({ length: snapshots }, (_, i) =>
    Math.max(1, Math.round(epochs * ((i + 1) / (snapshots + 1)) ** 2)),
  );
  return [...new Set(due)].filter((epoch) => epoch < epochs);
}

const isBefore = (a: SnapshotAt, b: SnapshotAt): boolean =>
  a.epoch < b.epoch || (a.epoch === b.epoch && a.step < b.step);

export class Moments {
  #kept: Moment[];
  #isTaking = false;

  /** @param kept those that were kept before the run was gone on with */
  constructor(kept: readonly Moment[] = []) {
    this.#kept = [...kept];
  }

  /**
   * Keeps a moment where one is due. What cannot be taken is tried again after the next epoch.
   * @param epochs that are learnt
   */
  async keepIfDue(
    epochs: number,
    settings: Pick<TrainingSettings, 'epochs' | 'snapshots'>,
    take: () => Promise<TakenSnapshot>,
  ): Promise<void> {
    const last = this.#kept.at(-1)?.epoch ?? 0;
    const isDue = dueEpochs(settings).some((epoch) => epoch > last && epoch <= epochs);
    if (this.#isTaking || !isDue || this.#kept.length >= settings.snapshots) return;
    this.#isTaking = true;
    try {
      const { model, state } = await take();
      this.#kept.push({ epoch: state.epochs, step: state.steps, model });
    } catch {
      // The run has ended, or its disk is full, which its saves will tell.
    } finally {
      this.#isTaking = false;
    }
  }

  get all(): readonly Moment[] {
    return this.#kept;
  }

  /** @returns those up to a moment, and not that one itself */
  before(at: SnapshotAt): readonly Moment[] {
    return this.#kept.filter((one) => isBefore(one, at));
  }

  letGo(): void {
    this.#kept = [];
  }
}
