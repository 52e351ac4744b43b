/** The settings of runs that a person keeps by name: one file, whose changes every window is told of. */
import { z } from 'zod';
import type { ApiHandlers, Emit } from '../contract/api.ts';
import { VerseloomError } from '../contract/errors.ts';
import {
  MAX_TRAINING_PRESETS,
  trainingPresets,
  type TrainingPreset,
} from '../contract/runs/training-preset.ts';
import { JsonFile } from '../store/files/json-file.ts';

const file = z.object({ presets: trainingPresets.default([]) });

type PresetCall = Extract<keyof ApiHandlers, `presets.${string}`>;

export class TrainingPresets {
  readonly #file: JsonFile<z.infer<typeof file>>;
  readonly #emit: Emit;
  /** One change after another: each is made to what the one before has left. */
  #last: Promise<unknown> = Promise.resolve();

  private constructor(kept: JsonFile<z.infer<typeof file>>, emit: Emit) {
    this.#file = kept;
    this.#emit = emit;
  }

  /** @throws VerseloomError `file.unreadable` */
  static async open(path: string, emit: Emit): Promise<TrainingPresets> {
    return new TrainingPresets(await JsonFile.open(path, file), emit);
  }

  /** Where a file that could not be read was put. */
  get setAside(): string | undefined {
    return this.#file.setAside;
  }

  readonly handlers: Pick<ApiHandlers, PresetCall> = {
    'presets.list': () => this.#file.get().presets,
    'presets.put': ({ preset, at = Infinity }) =>
      this.#change((all) =>
        all.some(({ id }) => id === preset.id)
          ? all.map((one) => (one.id === preset.id ? preset : one))
          : all.toSpliced(at, 0, preset),
      ),
    'presets.remove': ({ id }) => this.#change((all) => all.filter((one) => one.id !== id)),
  };

  /** @throws VerseloomError `settings.tooMany`, `file.unwritable` */
  #change(how: (all: readonly TrainingPreset[]) => TrainingPreset[]): Promise<TrainingPreset[]> {
    const changed = this.#last.then(async () => {
      const presets = how(this.#file.get().presets);
      if (presets.length > MAX_TRAINING_PRESETS)
        throw new VerseloomError('settings.tooMany', {
          ...{ field: 'presets', max: MAX_TRAINING_PRESETS },
        });
      await this.#file.set({ presets });
      this.#emit('presets', { presets });
      return presets;
    });
    this.#last = changed.catch(() => {});
    return changed;
  }
}
