/** What may come next in a line that is to fit a form, of which some is written. */
import type { Handlers } from '../../contract/api.ts';
import type { ComputeApi } from '../../contract/compute-api.ts';
import { goingOnFrom, type Constraint } from '../../core/search/constraint.ts';
import type { SamplingSettings } from '../../contract/writing/sampling.ts';
import { FormSteps, type FormState } from '../../form/form-constraint.ts';
import { copyingNothing } from './form-search.ts';
import { surroundingsOf } from './lines-search.ts';
import { masked, type Masked, type Unmasked } from './masked.ts';
import type { OpenModel } from './open-models.ts';

type Asked = Parameters<Handlers<ComputeApi>['next']>[0];
type Fit = NonNullable<Asked['fit']> & Pick<Asked, 'noCopy'>;

/** @returns what the wishes leave of it; nothing where the line as it is written is none that they allow */
export async function nextFitting<V>(
  open: OpenModel<V>,
  fit: Fit,
  settings: SamplingSettings,
  unmasked: Unmasked,
): Promise<Masked> {
  const surroundings = await surroundingsOf(open, fit);
  const steps = new FormSteps(fit.form, surroundings);
  const { prefix, model } = unmasked;
  const state = written(steps, prefix.subarray(prefix.length - fit.begun));
  if (!state) return nothing(model.length);
  const { index } = open;
  const constraint = copyingNothing(goingOnFrom(steps, state), {
    ...{ ...fit, surroundings, index, prefix },
  });
  return masked(constraint, settings, unmasked);
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

const nothing = (V: number): Masked => ({
  ...{ drawn: new Float32Array(V), allowed: new Uint8Array(V), share: 0 },
});
