/** What may come next in a line that is to fit a form, of which some is written. */
import type { Handlers } from '../../contract/api.ts';
import type { ComputeApi } from '../../contract/compute-api.ts';
import { goingOnFrom, type Constraint } from '../../core/search/constraint.ts';
import { drawnFrom, nextUnder } from '../../core/search/next.ts';
import type { SamplingSettings } from '../../contract/writing/sampling.ts';
import { FormSteps, type FormState } from '../../form/form-constraint.ts';
import { copyingNothing } from './form-search.ts';
import { surroundingsOf } from './lines-search.ts';
import type { OpenModel } from './open-models.ts';

type Fit = NonNullable<Parameters<Handlers<ComputeApi>['next']>[0]['fit']>;

/** What is drawn from, where nothing is wished. */
export interface Unmasked {
  readonly prefix: Int32Array;
  /** Under the model itself [V]. */
  readonly model: Float32Array;
  /** At the temperature, or at 1 where that is 0 [V]. */
  readonly warm: Float32Array;
  /** The ids that the penalty falls on. */
  readonly recent: Iterable<number>;
}

type Left = Omit<Awaited<ReturnType<Handlers<ComputeApi>['next']>>, 'model'>;

/** @returns what the wishes leave of it; nothing where the line as it is written is none that they allow */
export async function nextFitting<V>(
  open: OpenModel<V>,
  fit: Fit,
  settings: SamplingSettings,
  { prefix, model, warm, recent }: Unmasked,
): Promise<Left> {
  const surroundings = await surroundingsOf(open, fit);
  const steps = new FormSteps(fit.form, surroundings);
  const state = written(steps, prefix.subarray(prefix.length - fit.begun));
  if (!state) return nothing(model.length);
  const { index } = open;
  const constraint = copyingNothing(goingOnFrom(steps, state), {
    ...{ ...fit, surroundings, index, prefix },
  });
  const logs = model.map(Math.log);
  const next = nextUnder(constraint, constraint.start, warm.slice(), logs, settings, recent);
  const allowed = Uint8Array.from(constraint.allowed(constraint.start));
  for (const id of constraint.banned?.(constraint.start) ?? []) allowed[id] = 0;
  return { drawn: drawnFrom(next, settings.temperature), allowed, share: next.share };
}

/** @returns the state behind the locked lines and what is written of the next one; nothing where no line begins so, or none is open */
function written(steps: FormSteps, ids: Iterable<number>): FormState | undefined {
  let state = steps.start;
  while (!steps.ended(state) && state.steps === null)
    state = steps.after(state, steps.allowed(state).indexOf(1));
  for (const id of ids) {
    if (steps.ended(state) || !mayCome(steps, state, id)) return undefined;
    state = steps.after(state, id);
  }
  return steps.ended(state) ? undefined : state;
}

const mayCome = <State>(constraint: Constraint<State>, state: State, id: number): boolean =>
  constraint.allowed(state)[id] === 1 && !constraint.banned?.(state).includes(id);

const nothing = (V: number): Left => ({
  ...{ drawn: new Float32Array(V), allowed: new Uint8Array(V), share: 0 },
});
