/** All that can be undone, on its way to the disk and back, with whose the text was that comes back, and how it was read. */
import { historyField } from '@codemirror/commands';
import type { ChangeSet, EditorState, StateEffect } from '@codemirror/state';
import { written, type Span } from './origin.ts';
import { read, type SetReading } from './readings.ts';

/** As the editor has it, which keeps the shape to itself; the tests tell when it changes. */
interface Step {
  readonly changes?: ChangeSet;
  effects: readonly StateEffect<unknown>[];
  toJSON(): object;
}
interface Steps {
  readonly done: readonly Step[];
  readonly undone: readonly Step[];
}
/** What is kept of a step besides what the editor itself writes of it. */
interface KeptStep {
  readonly spans?: readonly Span[];
  readonly readings?: readonly SetReading[];
}

/** A step never changes: what is written of it is made once. */
const texts = new WeakMap<Step, string>();

const stepsOf = (state: EditorState): Steps => state.field(historyField) as Steps;

function textOf(step: Step): string {
  const known = texts.get(step);
  if (known !== undefined) return known;
  const spans = step.effects.flatMap((effect) => (effect.is(written) ? [effect.value] : []));
  const readings = step.effects.flatMap((effect) => (effect.is(read) ? [effect.value] : []));
  const text = JSON.stringify({
    ...step.toJSON(),
    ...(spans.length > 0 && { spans }),
    ...(readings.length > 0 && { readings }),
  });
  texts.set(step, text);
  return text;
}

/** @param longest in UTF-16 units; what was done first is left out where it would be longer */
export function writeHistory(state: EditorState, longest: number): string {
  const { done, undone } = stepsOf(state);
  let room = longest - '{"done":[],"undone":[]}'.length;
  const latest = (steps: readonly Step[]): string => {
    const kept: string[] = [];
    for (const step of [...steps].reverse()) {
      const text = textOf(step);
      room -= text.length + 1;
      if (room < 0) break;
      kept.push(text);
    }
    return `[${kept.reverse().join()}]`;
  };
  return `{"done":${latest(done)},"undone":${latest(undone)}}`;
}

/**
 * @param make of a state with this history, or without any
 * @returns a state with what was written, or without a history where that does not fit the text
 */
export function readHistory(
  text: string | null,
  make: (history?: unknown) => EditorState,
): EditorState {
  if (text === null) return make();
  try {
    const kept = JSON.parse(text) as Record<keyof Steps, KeptStep[]>;
    const state = make(kept);
    for (const side of ['done', 'undone'] as const) {
      const steps = stepsOf(state)[side];
      const last = steps.findLast(({ changes }) => changes)?.changes;
      if (last && last.length !== state.doc.length) return make();
      for (const [at, step] of steps.entries())
        step.effects = [
          ...(kept[side][at]?.spans ?? []).map((span) => written.of(span)),
          ...(kept[side][at]?.readings ?? []).map((one) => read.of(one)),
        ];
    }
    return state;
  } catch {
    return make(); // written by another version, or cut off
  }
}
