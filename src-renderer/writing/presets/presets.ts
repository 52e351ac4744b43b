/** Presets: settings of writing by a name, the application's own and those that a person keeps. */
import type { Preset, PresetSettings } from '../../../src-main/contract/writing/preset.ts';
import { neutral } from './sampling-numbers.ts';

/** In the order in which they are listed; a new draft begins with the first. */
export const builtIns = {
  /** At 0.8, the starter models put together what nobody says; a share of the most probable alone would leave too few ends that rhyme. */
  usual: { temperature: 0.6, ...neutral, avoids: true },
  /** The chapter's choice, which knows nothing of what is copied. */
  book: { temperature: 0, ...neutral, avoids: false },
  /** What is improbable never comes. */
  close: { temperature: 0.4, ...neutral, topP: 0.9, avoids: true },
  /** The improbable has its chance, but for the dregs of the vocabulary, and what has just come gives way to what is new. */
  bold: { temperature: 1.15, ...neutral, topP: 0.97, repetition: 1.2, avoids: true },
} as const satisfies Record<string, PresetSettings>;
export type BuiltIn = keyof typeof builtIns;
export const builtInNames = Object.keys(builtIns) as BuiltIn[];

export const isBuiltIn = (id: string): id is BuiltIn => Object.hasOwn(builtIns, id);

/** @param own those that the person keeps. @returns nothing where it has been deleted */
export const settingsOf = (id: string, own: readonly Preset[]): PresetSettings | undefined =>
  isBuiltIn(id) ? builtIns[id] : own.find((one) => one.id === id)?.settings;

/** Whether they write alike: of the greedy choice, nothing else counts. */
export function areAlike(a: PresetSettings, b: PresetSettings): boolean {
  if (a.avoids !== b.avoids || a.temperature !== b.temperature) return false;
  if (a.temperature === 0) return true;
  return a.topK === b.topK && a.topP === b.topP && a.repetition === b.repetition;
}

/** @param at where it goes if it is none of them. @returns what puts a preset in the place of the one with its id */
export const put =
  (preset: Preset, at = Infinity) =>
  (own: readonly Preset[]): readonly Preset[] =>
    own.some(({ id }) => id === preset.id)
      ? own.map((one) => (one.id === preset.id ? preset : one))
      : own.toSpliced(at, 0, preset);

export const without =
  (id: string) =>
  (own: readonly Preset[]): readonly Preset[] =>
    own.filter((one) => one.id !== id);
