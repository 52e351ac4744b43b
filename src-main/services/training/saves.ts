/** The saves of a run: on its way, one after the other, and what is put on disk at its end. */
import type { Snapshot, TrainingOutcome } from '../../contract/compute-api.ts';
import { toFailure } from '../../contract/errors.ts';
import { isResting } from '../../contract/training.ts';
import { gently } from '../../store/files/slices.ts';
import { withTemporaryFile } from '../../store/files/temporary-file.ts';
import { takeSnapshot, type SnapshotWish, type TakenSnapshot } from '../../supervisor/snapshot.ts';
import type { Supervisor } from '../../supervisor/supervisor.ts';
import { nameModel } from './naming.ts';
import type { Run } from './run.ts';
import { fileOf } from './run-file.ts';
import { whileWaiting } from './waiting.ts';

interface How {
  /** Somebody waits for it. */
  readonly isAsked?: boolean;
  /** It has to be what the last step left. */
  readonly isExact?: boolean;
}

export class Saves {
  readonly #supervisor: Supervisor;
  readonly #tell: () => void;

  /** @param tell that a run has changed */
  constructor(supervisor: Supervisor, tell: () => void) {
    this.#supervisor = supervisor;
    this.#tell = tell;
  }

  /** Saves on the way, unless that is being done. It does not throw: training goes on, and so do the attempts. */
  async checkpoint(run: Run): Promise<void> {
    if (run.saving || run.state === 'saving' || isResting(run.state)) return;
    // A pause is saved when it begins, and then nothing changes; but what could not be saved is tried again.
    if (run.state === 'paused' && run.saveFailure === null) return;
    const isExact = run.state === 'paused'; // on the way, the end of a short epoch does
    await this.inTurn(run, { isExact }).catch(() => {}); // in the status
  }

  /**
   * Saves the run under way, one save after the other.
   * @throws VerseloomError `file.unwritable`
   */
  async inTurn(run: Run, how: How = {}): Promise<void> {
    const saved = run.saved.then(() => this.#saveUnderWay(run, how));
    run.saving = true;
    run.saved = saved.then(
      () => {},
      () => {},
    );
    void run.saved.then(() => (run.saving = false));
    if (!(await saved)) await run.ended;
  }

  /** @returns false when the run has ended by itself meanwhile, and is saved for that reason */
  async #saveUnderWay(run: Run, { isAsked = false, isExact = true }: How): Promise<boolean> {
    let snapshot: TakenSnapshot;
    try {
      const taken = this.#take(run, { best: run.best?.epoch ?? 0, isExact });
      snapshot = await (isAsked ? whileWaiting(run, 'save', taken, this.#tell) : taken);
    } catch (error) {
      const { code } = toFailure(error);
      if (code === 'training.notRunning' || code.startsWith('compute.')) return false;
      run.saveFailure = toFailure(error);
      this.#tell();
      throw error;
    }
    try {
      await gently(() => this.write(run, snapshot), run.stop.signal);
      run.saveFailure = null;
    } catch (error) {
      run.saveFailure = toFailure(error);
      throw error;
    } finally {
      this.#tell();
    }
    return true;
  }

  /** Keeps the weights of this moment, where that is due. It does not throw, and no step waits for it. */
  async keepMoment(run: Run): Promise<void> {
    const { settings } = run.prepared;
    await run.moments.keepIfDue(run.epochs.length, settings, () =>
      this.#take(run, { isExact: false, withMoments: false }),
    );
  }

  async #take(run: Run, how: SnapshotWish): Promise<TakenSnapshot> {
    return withTemporaryFile(await run.beside(), (path) =>
      takeSnapshot(this.#supervisor.current().calls, path, how),
    );
  }

  /**
   * @param snapshot with an outcome once the run has ended
   * @throws VerseloomError `file.unwritable`, `model.unsaveable`
   */
  async write(
    run: Run,
    snapshot: Snapshot & Partial<TakenSnapshot & TrainingOutcome>,
  ): Promise<void> {
    const ending = snapshot.outcome;
    rememberBest(run, snapshot);
    try {
      const savedAt = snapshot.takenAt ?? new Date().toISOString();
      await nameModel(run, ending && snapshot.state.epochs);
      const file = fileOf(run, snapshot, savedAt);
      run.savedAts = [...run.savedAts, savedAt];
      const isLast = ending !== undefined;
      const saved = await run.save(file, {
        ...{
          id: run.modelId ?? undefined,
          savedAts: run.savedAts,
          nameBefore: run.savedName,
          isLast,
          isRecordAlone: snapshot.divergence?.kept === 0 && run.epochsBefore === 0,
        },
      });
      run.modelId = saved.id;
      run.modelName = saved.name;
      run.savedAts = [savedAt];
      run.savedAt = savedAt;
      run.savedName = file.manifest.name;
      run.kept = file.manifest.kept;
      const { epochs, steps, seconds } = snapshot.state;
      run.savedEpochs = epochs;
      if (run.saves.at(-1) !== epochs) run.saves.push(epochs);
      run.savedSecondsPerStep = seconds / Math.max(1, steps);
    } finally {
      snapshot.free?.();
    }
  }
}

/** The weights of the best epoch are told once: those that come are better than those there were. */
function rememberBest(
  run: Run,
  { state, best, freeBest = () => {} }: Snapshot & Partial<TakenSnapshot>,
): void {
  if (!best) return;
  run.best?.free();
  run.best = { epoch: state.best, model: best, free: freeBest };
}
