/** What the chapter says of each setting: where it stands, its formula, and the shapes at the numbers of the form. */
import {
  architectureOf,
  bookParameters,
  gateCount,
  parameterCount,
  type CellName,
} from '../../../src-main/contract/architecture.ts';
import { ranges, type TrainingSettings } from '../../../src-main/contract/settings.ts';
import { count, exact } from '../../text/format.ts';
import { descentLesson } from './descent-lessons.ts';
import { rounded, type Lesson } from './lesson.ts';

export interface LessonFacts {
  readonly settings: TrainingSettings;
  /** V; null while it is not known. */
  readonly vocabularySize: number | null;
  /** Characters that are learnt, and batches of an epoch; null while they are not known. */
  readonly learnt: number | null;
  readonly steps: number | null;
}

const UNKNOWN = 'V';

interface CellLesson extends Pick<Lesson, 'section' | 'formulas'> {
  /** Of a layer above others. */
  readonly layered: string;
}

/** The book's formulas of each cell, and the section where they stand. */
const cellLessons: Readonly<Record<CellName, CellLesson>> = {
  rnn: {
    section: '6.4.2',
    formulas: ['Hₜ = tanh(Xₜ W_xh + Hₜ₋₁ W_hh + b_h)'],
    layered: 'Hₜ⁽ˡ⁾ = tanh(Hₜ⁽ˡ⁻¹⁾ W_xh⁽ˡ⁾ + Hₜ₋₁⁽ˡ⁾ W_hh⁽ˡ⁾ + b_h⁽ˡ⁾)',
  },
  gru: {
    section: '6.7',
    formulas: [
      'Zₜ = σ(Xₜ W_xz + Hₜ₋₁ W_hz + b_z)',
      'Rₜ = σ(Xₜ W_xr + Hₜ₋₁ W_hr + b_r)',
      'H̃ₜ = tanh(Xₜ W_xh + (Rₜ ⊙ Hₜ₋₁) W_hh + b_h)',
      'Hₜ = Zₜ ⊙ Hₜ₋₁ + (1 − Zₜ) ⊙ H̃ₜ',
    ],
    layered: 'Hₜ⁽ˡ⁾ = GRU⁽ˡ⁾(Hₜ⁽ˡ⁻¹⁾, Hₜ₋₁⁽ˡ⁾)',
  },
  lstm: {
    section: '6.8',
    formulas: [
      'Iₜ = σ(Xₜ W_xi + Hₜ₋₁ W_hi + b_i)',
      'Fₜ = σ(Xₜ W_xf + Hₜ₋₁ W_hf + b_f)',
      'Oₜ = σ(Xₜ W_xo + Hₜ₋₁ W_ho + b_o)',
      'C̃ₜ = tanh(Xₜ W_xc + Hₜ₋₁ W_hc + b_c)',
      'Cₜ = Fₜ ⊙ Cₜ₋₁ + Iₜ ⊙ C̃ₜ',
      'Hₜ = Oₜ ⊙ tanh(Cₜ)',
    ],
    layered: '(Hₜ⁽ˡ⁾, Cₜ⁽ˡ⁾) = LSTM⁽ˡ⁾(Hₜ⁽ˡ⁻¹⁾, (Hₜ₋₁⁽ˡ⁾, Cₜ₋₁⁽ˡ⁾))',
  },
};

function cellLesson({ cell, activation }: TrainingSettings): CellLesson {
  const { section, formulas, layered } = cellLessons[cell];
  const named = (one: string) => (activation === 'relu' ? one.replace('tanh', 'relu') : one);
  return { section, formulas: formulas.map(named), layered: named(layered) };
}

export function lessonOf(field: keyof TrainingSettings, facts: LessonFacts): Lesson {
  const { settings, vocabularySize, learnt, steps } = facts;
  const { hiddenSize: H, timeSteps: T, batchSize: B, epochs } = settings;
  const V = vocabularySize ?? UNKNOWN;
  const L = learnt === null ? 'L' : count(learnt);
  const batches =
    settings.sampling === 'random'
      ? `⌊⌊(${L} − 1) / ${T}⌋ / ${B}⌋`
      : `⌊(⌊${L} / ${B}⌋ − 1) / ${T}⌋`;
  const outputWeights = settings.tied ? 'Eᵀ' : 'W_hq';
  switch (field) {
    case 'cell': {
      const { section, formulas } = cellLesson(settings);
      return { section, formulas, shapes: shapesOf(settings, vocabularySize, isOfCell) };
    }
    case 'activation':
      return {
        section: '6.4.2',
        formulas:
          settings.activation === 'relu'
            ? ['relu(x) = max(x, 0)', 'relu′(x) = 1, x > 0; 0, x ≤ 0']
            : ['tanh(x) = (1 − e⁻²ˣ) / (1 + e⁻²ˣ)', 'tanh′(x) = 1 − tanh²(x)'],
        shapes: [],
      };
    case 'hiddenSize':
      return {
        section: '6.4.2',
        formulas: [`Oₜ = Hₜ ${outputWeights} + b_q`],
        shapes: shapesOf(settings, vocabularySize, isOfOutput),
      };
    case 'layers':
      return {
        section: '6.9',
        formulas: [cellLesson(settings).layered, `Oₜ = Hₜ⁽ᴸ⁾ ${outputWeights} + b_q`],
        shapes: shapesOf(settings, vocabularySize, (name) => /_\d$/.test(name)),
      };
    case 'embeddingSize':
      return {
        section: '6.4.1',
        formulas: settings.embeddingSize > 0 ? ['Xₜ = one_hot(xₜ) E'] : ['Xₜ = one_hot(xₜ)'],
        shapes: shapesOf(settings, vocabularySize, (name) => name === 'E' || /^W_x.$/.test(name)),
      };
    case 'tied':
      return {
        section: null,
        formulas: [`Oₜ = Hₜ ${outputWeights} + b_q`],
        shapes: shapesOf(settings, vocabularySize, (name) => name === 'E' || name === 'W_hq'),
      };
    case 'dropout': {
      const { dropout: p } = settings;
      return {
        section: '3.13',
        formulas: ['h′ = ξ / (1 − p) · h', 'P(ξ = 0) = p'],
        shapes:
          p > 0 && p < 1
            ? [`1 / (1 − ${exact(p)}) = ${rounded(1 / (1 - p))}`, ...droppedFrom(settings)]
            : [],
      };
    }
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
    case 'optimiser':
    case 'learningRate':
    case 'momentum':
    case 'weightDecay':
    case 'schedule':
    case 'warmup':
    case 'stepPeriod':
    case 'stepFactor':
    case 'clip':
    case 'clippingThreshold':
      return descentLesson(field, settings);
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
            formulas: [
              'indices = reshape(corpus, (B, ⌊L / B⌋))',
              settings.detach ? 'H₀ = stop_gradient(H_T)' : 'H₀ = 0',
            ],
            shapes: learnt === null ? [] : [`${B} × ${count(Math.floor(learnt / B))}`],
          };
    case 'detach':
      return settings.detach
        ? {
            section: '6.4.7',
            formulas: ['H₀ = stop_gradient(H_T)', 'for s in state: s.detach()'],
            shapes: [`${B} × ${T}`],
          }
        : {
            section: '6.4.7',
            formulas: ['H₀ = 0', '∂Lₖ / ∂Hₜ, t = kT … 1'],
            shapes:
              steps === null
                ? []
                : [`${count(steps)} × ${T} = ${count(steps * T)} ≤ ${count(ranges.timeSteps.max)}`],
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
    case 'firstWeights':
      return {
        section: '6.4.2',
        formulas: [
          settings.firstWeights === 'normal'
            ? 'W ~ N(0, 0.01²), b = 0'
            : 'W ~ U(−1/√H, 1/√H), b = 0',
          ...(settings.firstWeights === 'wide' && settings.embeddingSize > 0
            ? [settings.tied ? 'E ~ U(−4/√H, 4/√H)' : 'E ~ U(−1, 1)']
            : []),
        ],
        shapes:
          vocabularySize === null ? [] : [countInLetters(settings, vocabularySize)].filter(Boolean),
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

/** What dropout falls on in each time step. */
function droppedFrom(settings: TrainingSettings): string[] {
  const { batchSize: B, embeddingSize: E, hiddenSize: H, layers } = settings;
  return [
    ...(E > 0 ? [`ξ ⊙ Xₜ ${B} × ${E}`] : []),
    layers > 1 ? `ξ ⊙ Hₜ⁽ˡ⁾ ${B} × ${H}, l = 1 … ${layers}` : `ξ ⊙ Hₜ ${B} × ${H}`,
  ];
}

/** Of the first layer. */
const isOfCell = (name: string): boolean => /^(?:W_[xh]|b_)[^q]$/.test(name);
const isOfOutput = (name: string): boolean => name.endsWith('q');

/** The shapes of some of the parameters: those of all gates of a layer, which have the same, in one line. */
function shapesOf(
  settings: TrainingSettings,
  vocabularySize: number | null,
  which: (name: string) => boolean,
): string[] {
  const [hiddenSize, embeddingSize] = [settings.hiddenSize, settings.embeddingSize].map((size) =>
    Number.isInteger(size) ? size : 0,
  ) as [number, number];
  const { min, max } = ranges.layers;
  const isKnown = Number.isInteger(settings.layers);
  const layers = isKnown ? Math.min(Math.max(settings.layers, min), max) : min;
  const UNSAID = -1;
  const architecture = architectureOf(
    { ...settings, hiddenSize, embeddingSize, layers },
    vocabularySize ?? UNSAID,
  );
  const parameters = bookParameters(architecture).filter(({ name }) => which(name));
  const alike = Map.groupBy(parameters, ({ name }) =>
    isOfOutput(name) ? name : name.replace(/^(W_[xh]|b_)./, '$1'),
  );
  return [...alike.values()].map((gates) => {
    const sides = gates[0]!.shape.map((side) => (side === UNSAID ? UNKNOWN : side));
    return `${gates.map(({ name }) => name).join(', ')} ${sides.join(' × ')}`;
  });
}

/** How many parameters there are, as the chapter would reckon it. */
function countInLetters(settings: TrainingSettings, V: number): string {
  const G = gateCount(settings.cell);
  const { layers, embeddingSize } = settings;
  const isWhole = [settings.hiddenSize, layers, embeddingSize].every(Number.isInteger);
  if (!isWhole || layers < ranges.layers.min || layers > ranges.layers.max) return '';
  const all = count(parameterCount(architectureOf(settings, V)));
  if (embeddingSize > 0) return `|E| + |W| + |b| = ${all}`;
  if (layers > 1) return `|W| + |b| = ${all}`;
  return G === 1 ? `2 V H + H² + H + V = ${all}` : `${G} (V H + H² + H) + V H + V = ${all}`;
}
