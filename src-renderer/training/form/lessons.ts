/** What the chapter says of each setting: where it stands, its formula, and the shapes at the numbers of the form. */
import type { TrainingSettings } from '../../../src-main/contract/settings.ts';
import { count, exact } from '../../text/format.ts';
import type { PresetField } from './training-form.svelte.ts';

export interface Lesson {
  /** Of the chapter; null for what it does not have. */
  readonly section: string | null;
  /** In the chapter's own letters. */
  readonly formulas: readonly string[];
  /** The same with the numbers of the form. */
  readonly shapes: readonly string[];
}

export interface LessonFacts {
  readonly settings: TrainingSettings;
  /** V; null while it is not known. */
  readonly vocabularySize: number | null;
  /** Characters that are learnt, and batches of an epoch; null while they are not known. */
  readonly learnt: number | null;
  readonly steps: number | null;
}

const UNKNOWN = 'V';

/** Parameters of the model: W_xh, W_hh, b_h, W_hq, b_q. */
export const parameterCount = (V: number, H: number): number => 2 * V * H + H * H + H + V;

export function lessonOf(field: PresetField | 'prefixes', facts: LessonFacts): Lesson {
  const { settings, vocabularySize, learnt, steps } = facts;
  const { hiddenSize: H, timeSteps: T, batchSize: B, epochs } = settings;
  const [eta, theta] = [settings.learningRate, settings.clippingThreshold];
  const V = vocabularySize ?? UNKNOWN;
  const L = learnt === null ? 'L' : count(learnt);
  const batches =
    settings.sampling === 'random'
      ? `⌊⌊(${L} − 1) / ${T}⌋ / ${B}⌋`
      : `⌊(⌊${L} / ${B}⌋ − 1) / ${T}⌋`;
  switch (field) {
    case 'hiddenSize':
      return {
        section: '6.4.2',
        formulas: ['Hₜ = tanh(Xₜ W_xh + Hₜ₋₁ W_hh + b_h)', 'Oₜ = Hₜ W_hq + b_q'],
        shapes: [
          `W_xh ${V} × ${H}`,
          `W_hh ${H} × ${H}`,
          `b_h ${H}`,
          `W_hq ${H} × ${V}`,
          `b_q ${V}`,
        ],
      };
    case 'epochs':
      return {
        section: '6.4.7',
        formulas: ['for epoch in range(num_epochs)'],
        shapes:
          steps === null ? [] : [`${count(epochs)} × ${count(steps)} = ${count(epochs * steps)}`],
      };
    case 'timeSteps':
      return {
        section: '6.4.1',
        formulas: ['X₁, X₂, …, X_T', 'H₀ → H₁ → … → H_T'],
        shapes: [`X ${B} × ${T}`, `Xₜ ${B} × ${V}, t = 1 … ${T}`],
      };
    case 'batchSize':
      return {
        section: '6.4.1',
        formulas: ['H₀ = 0'],
        shapes: [
          `Hₜ ${B} × ${H}`,
          `Oₜ ${B} × ${V}`,
          ...(steps === null ? [] : [`${batches} = ${count(steps)}`]),
        ],
      };
    case 'learningRate':
      return {
        section: '6.4.5',
        formulas: ['w ← w − η g'],
        shapes: stepOf(eta, theta),
      };
    case 'clippingThreshold':
      return {
        section: '6.4.5',
        formulas: ['g ← min(θ / ‖g‖, 1) g'],
        shapes: theta > 0 ? [`‖g‖ ≤ θ = ${exact(theta)}`] : theta === 0 ? ['θ = 0: g ← g'] : [],
      };
    case 'sampling':
      return settings.sampling === 'random'
        ? {
            section: '6.4.7',
            formulas: ['random.shuffle(example_indices)', 'H₀ = 0'],
            shapes:
              learnt === null
                ? []
                : [`⌊(${L} − 1) / ${T}⌋ = ${count(Math.floor((learnt - 1) / T))}`],
          }
        : {
            section: '6.4.7',
            formulas: ['indices = reshape(corpus, (B, ⌊L / B⌋))', 'H₀ = stop_gradient(H_T)'],
            shapes: learnt === null ? [] : [`${B} × ${count(Math.floor(learnt / B))}`],
          };
    case 'predPeriod':
      return {
        section: '6.4.8',
        formulas: ['if (epoch + 1) % pred_period == 0'],
        shapes: [
          `⌈${count(epochs)} / ${count(settings.predPeriod)}⌉ = ${count(Math.ceil(epochs / settings.predPeriod))}`,
        ],
      };
    case 'predLength':
    case 'prefixes':
      return {
        section: '6.4.4',
        formulas: ['output ← argmax Oₜ'],
        shapes: [`Xₜ 1 × ${V}`, `Hₜ 1 × ${H}`],
      };
    case 'maxCharacters':
      return {
        section: '6.4',
        formulas: ['corpus_chars[0:10000]', 'V = |{characters}|'],
        shapes: [
          `L = ${learnt === null ? '…' : L}`,
          `V = ${vocabularySize === null ? '…' : count(vocabularySize)}`,
        ],
      };
    case 'lineBreaks':
      return { section: '6.4', formulas: ["corpus_chars.replace('\\n', ' ')"], shapes: [] };
    case 'seed':
      return {
        section: '6.4.2',
        formulas: ['W ~ N(0, 0.01²), b = 0'],
        shapes:
          vocabularySize === null
            ? []
            : [`2 V H + H² + H + V = ${count(parameterCount(vocabularySize, H))}`],
      };
    case 'untilPerplexity':
      return {
        section: '6.4.6',
        formulas: ['perplexity = exp(−1/N Σ ln p)'],
        shapes: [`1 ≤ perplexity; V = ${V}`],
      };
    case 'letExplode':
      return {
        section: '6.4.6',
        formulas: ['perplexity > 10 V'],
        shapes:
          vocabularySize === null
            ? []
            : [`10 × ${count(vocabularySize)} = ${count(10 * vocabularySize)}`],
      };
    case 'heldOut':
    case 'untilSeconds':
    case 'patience':
    case 'keepBest':
    case 'snapshots':
      return { section: null, formulas: [], shapes: [] };
  }
}

/** How far the weights go in one step, at most. */
function stepOf(eta: number, theta: number): string[] {
  if (theta === 0) return ['θ = 0: ‖Δw‖ = η ‖g‖'];
  const most = Number((eta * theta).toPrecision(6));
  return most > 0 ? [`‖Δw‖ ≤ η θ = ${exact(eta)} × ${exact(theta)} = ${exact(most)}`] : [];
}
