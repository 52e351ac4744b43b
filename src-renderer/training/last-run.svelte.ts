/** The last run of before this start of the application: where it was cut off, going on with it is offered. */
import type { ModelInfo } from '../../src-main/contract/model.ts';
import { endedEarly } from '../library/ended-early.ts';
import type { Library } from '../library/library.ts';
import type { TrainingRun } from '../run/training-run.svelte.ts';

export class LastRun {
  /** The model whose run the person does not want to go on with. */
  #putAside = $state<string>();
  readonly #library: Library;
  readonly #run: TrainingRun;

  constructor(library: Library, run: TrainingRun) {
    this.#library = library;
    this.#run = run;
  }

  /** Its model; undefined where it was not cut off, as where a person has stopped it, and as soon as another run has begun. */
  get cutOff(): ModelInfo | undefined {
    if (this.#run.status.runId !== '') return undefined;
    let last: ModelInfo | undefined;
    for (const model of this.#library.models.list)
      if (!model.builtIn && !(last && last.savedAt >= model.savedAt)) last = model;
    if (!last || !endedEarly(last) || last.cutOff === false) return undefined;
    return last.id === this.#putAside ? undefined : last;
  }

  putAside({ id }: ModelInfo): void {
    this.#putAside = id;
  }
}
