/** The call that tells which character may come next after a text, with a model that is open. */
import type { Handlers } from '../../contract/api.ts';
import type { ComputeApi } from '../../contract/compute-api.ts';
import { amongNumbers } from '../../core/overflow.ts';
import { Recent } from '../../core/sampling/recent.ts';
import { weigh } from '../../core/sampling/sampling.ts';
import { freeWithoutCopying } from '../../core/search/free-writing.ts';
import type { Turns } from '../turns.ts';
import { masked } from './masked.ts';
import { noText, type OpenModel } from './open-models.ts';

type Next = Handlers<ComputeApi>['next'];

/**
 * @param isOver whether nobody waits for it any more
 * @throws Overflow
 */
export async function nextAfter<V>(
  open: OpenModel<V>,
  turns: Turns,
  isOver: () => boolean,
  { prefix, spared, noCopy, fit, ...settings }: Omit<Parameters<Next>[0], 'key' | 'id'>,
): Promise<Awaited<ReturnType<Next>>['found']> {
  const { index, characters } = open;
  if (noCopy !== null && !index) throw noText();
  const after = await open.decoder.after(prefix, (work) => turns.take(work), isOver);
  if (!after) return null;
  const { logits } = after;
  amongNumbers(() => 0)(logits);
  const recent = new Recent(prefix, spared).ids();
  const model = shares(weigh(logits, { temperature: 1 }, []));
  const warm = shares(weigh(logits, { temperature: settings.temperature || 1 }, []));
  const unmasked = { prefix, model, warm, recent };
  if (fit) {
    // Readings and rhymes are a large library, which no start is to wait for.
    const { nextFitting } = await import('./next-fitting.ts');
    return { model, ...(await nextFitting(open, { ...fit, noCopy }, settings, unmasked)) };
  }
  if (noCopy !== null && index) {
    const copying = freeWithoutCopying({ index, most: noCopy }, characters, prefix);
    return { model, ...masked(copying, settings, unmasked) };
  }
  const allowed = new Uint8Array(model.length).fill(1);
  return { model, drawn: shares(weigh(logits, settings, recent)), allowed, share: 1 };
}

/** @returns probabilities, of weights that are in relation to each other */
function shares(weights: Float64Array): Float32Array {
  const total = weights.reduce((a, b) => a + b, 0);
  return Float32Array.from(weights, (weight) => weight / total);
}
