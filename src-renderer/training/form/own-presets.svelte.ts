/** The settings of runs that a person keeps by name, as every window has them. */
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type { TrainingPreset } from '../../../src-main/contract/runs/training-preset.ts';

export class OwnPresets {
  /** In the order in which they were made. */
  list = $state.raw<readonly TrainingPreset[]>([]);
  readonly #calls: ApiCalls;

  constructor(calls: ApiCalls) {
    this.#calls = calls;
  }

  async load(): Promise<void> {
    this.list = await this.#calls['presets.list']({});
  }

  accept(list: readonly TrainingPreset[]): void {
    this.list = list;
  }

  /** @param at where a new one goes; left out, behind the others */
  async put(preset: TrainingPreset, at?: number): Promise<void> {
    this.list = await this.#calls['presets.put']({ preset, ...(at !== undefined && { at }) });
  }

  async remove(id: string): Promise<void> {
    this.list = await this.#calls['presets.remove']({ id });
  }
}
