/** A run that is asked for: how what it needs is found out, and which engines there is memory for. */
import type { EngineChoice, EngineName } from '../../contract/engine.ts';
import { inheritedSizes, type Reducible } from '../../core/memory.ts';
import type { Engines, Resolved, Wanted } from '../engines/engines.ts';
import { judgeMemory, refused } from './memory.ts';
import {
  prepareToGoOn,
  prepareTraining,
  type PreparedTraining,
  type TrainingText,
} from './prepare.ts';
import type { Beginning } from './run.ts';

export interface Plan {
  readonly text: TrainingText;
  /** Settings that cannot be changed, to take less memory. */
  readonly fixed: readonly Reducible[];
  /** Finds out what the run needs, and how it comes to its engine; the signal calls it off. */
  prepare(
    signal: AbortSignal,
  ): Promise<{ readonly prepared: PreparedTraining; readonly resolve: ResolveEngine }>;
}
export type ResolveEngine = (wanted: Wanted, signal: AbortSignal) => Promise<Resolved>;

export class Plans {
  readonly #engines: Engines;
  readonly #available: () => number;

  /** @param available bytes of memory that a run may take */
  constructor(engines: Engines, available: () => number) {
    this.#engines = engines;
    this.#available = available;
  }

  /**
   * @param settings as a person gave them; what is left out takes the book's value
   * @returns a plan that throws VerseloomError as `prepareTraining`; `settings.tooMuchMemory`, unless the person insists
   */
  ofNewRun(
    text: TrainingText,
    settings: Record<string, unknown>,
    choice: EngineChoice,
    { parent, insist }: Pick<Beginning, 'parent' | 'insist'>,
  ): Plan {
    const fixed = parent ? inheritedSizes : [];
    return {
      ...{ text, fixed },
      prepare: async (stop) => {
        const prepared = await prepareTraining(text, settings, parent, stop);
        const among = this.#withMemory(prepared, this.#engines.possible(choice), fixed, insist);
        return { prepared, resolve: this.#resolver(choice, among) };
      },
    };
  }

  /**
   * @param text the very one that the run learnt
   * @param more epochs from here on; undefined for those that are left of its settings
   * @param choice an engine other than its own
   * @returns a plan that throws VerseloomError as `prepareToGoOn`; `model.engineMissing`; `settings.tooMuchMemory`, unless the
   * person insists
   */
  ofGoingOn(
    text: TrainingText,
    more: number | undefined,
    choice: EngineChoice | undefined,
    { goesOn: { file }, insist }: Required<Pick<Beginning, 'goesOn'>> & Pick<Beginning, 'insist'>,
  ): Plan {
    const isItsOwn = choice === undefined || choice === file.manifest.engine.name;
    const fixed = ['batchSize', 'timeSteps', ...inheritedSizes] as const;
    return {
      ...{ text, fixed },
      prepare: async (stop) => {
        const prepared = await prepareToGoOn(file, text, more, stop);
        const recorded = isItsOwn ? this.#engines.recorded(file.manifest) : undefined;
        const possible = recorded ? [recorded.name] : this.#engines.possible(choice ?? 'auto');
        const among = this.#withMemory(prepared, possible, fixed, insist);
        return {
          prepared,
          resolve: recorded
            ? async () => ({ engine: recorded })
            : this.#resolver(choice ?? 'auto', among),
        };
      },
    };
  }

  #resolver(choice: EngineChoice, among: readonly EngineName[]): ResolveEngine {
    return (wanted, signal) => this.#engines.resolve(choice, { ...wanted, among }, signal);
  }

  /** @returns the engines that there is memory for, or the one that takes least where the person insists */
  #withMemory(
    { shape }: PreparedTraining,
    possible: readonly EngineName[],
    fixed: readonly Reducible[],
    insist = false,
  ): readonly EngineName[] {
    const { engines, refusal } = judgeMemory(possible, shape, this.#available(), fixed);
    if (refusal && !insist) throw refused(refusal);
    return engines;
  }
}
