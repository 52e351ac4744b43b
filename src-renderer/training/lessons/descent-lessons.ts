/** What the book says of how the weights are changed: of the optimiser, its learning rate and schedule, and clipping; with the numbers of the form. */
import type { OptimiserName } from '../../../src-main/contract/optimisers/optimisers.ts';
import type { TrainingSettings } from '../../../src-main/contract/settings.ts';
import { exact } from '../../text/format.ts';
import { rounded, type Lesson } from './lesson.ts';

export type DescentField =
  | ('optimiser' | 'learningRate' | 'momentum' | 'weightDecay')
  | ('schedule' | 'warmup' | 'stepPeriod' | 'stepFactor')
  | ('clip' | 'clippingThreshold');

const ADAM = [
  'v ← β₁ v + (1 − β₁) g',
  's ← β₂ s + (1 − β₂) g²',
  'v̂ = v / (1 − β₁ᵗ), ŝ = s / (1 − β₂ᵗ)',
  'w ← w − η v̂ / (√ŝ + ε)',
];
const formulas: Readonly<Record<OptimiserName, Pick<Lesson, 'section' | 'formulas'>>> = {
  sgd: { section: '6.4.5', formulas: ['w ← w − η g'] },
  momentum: { section: '7.4', formulas: ['v ← β v + g', 'w ← w − η v'] },
  adam: { section: '7.8', formulas: ADAM },
  adamw: { section: '7.8', formulas: ['w ← (1 − η λ) w', ...ADAM] },
};

export function descentLesson(field: DescentField, settings: TrainingSettings): Lesson {
  const { optimiser, learningRate: eta, momentum: beta, weightDecay: lambda } = settings;
  const { epochs, warmup, stepPeriod, stepFactor, clip, clippingThreshold: theta } = settings;
  switch (field) {
    case 'optimiser':
      return {
        ...formulas[optimiser],
        shapes: optimiser === 'sgd' ? [] : [...numbersOf(settings)],
      };
    case 'learningRate':
      return {
        ...formulas[optimiser],
        formulas: formulas[optimiser].formulas.slice(-1),
        shapes: optimiser === 'sgd' ? stepOf(settings) : [`η = ${exact(eta)}`],
      };
    case 'momentum':
      return {
        section: formulas[optimiser].section,
        formulas: formulas[optimiser].formulas.filter((one) => one.startsWith('v ←')),
        shapes: beta < 1 ? [`1 / (1 − β) = ${rounded(1 / (1 - beta))}`] : [],
      };
    case 'weightDecay':
      return {
        section: null,
        formulas: ['w ← (1 − η λ) w'],
        shapes: [`1 − ${exact(eta)} × ${exact(lambda)} = ${rounded(1 - eta * lambda)}`],
      };
    case 'schedule':
      return { section: null, ...scheduleOf(settings) };
    case 'warmup':
      return {
        section: null,
        formulas: ['ηₖ = η k / (N + 1), k ≤ N'],
        shapes: warmup > 0 ? [`η₁ = ${rounded(eta / (warmup + 1))}`] : [],
      };
    case 'stepPeriod':
    case 'stepFactor': {
      const times = Math.floor(Math.max(0, epochs - warmup - 1) / stepPeriod);
      return {
        section: null,
        formulas: ['ηₖ = η γ^⌊(k − 1 − N) / P⌋'],
        shapes: [
          `${exact(eta)} × ${exact(stepFactor)}^${times} = ${rounded(eta * stepFactor ** times)}`,
        ],
      };
    }
    case 'clip':
    case 'clippingThreshold':
      return { section: clip === 'value' ? null : '6.4.5', ...clippingOf(clip, theta) };
  }
}

type Told = Pick<Lesson, 'formulas' | 'shapes'>;

/** What the book has in its formulas besides η. */
const numbersOf = ({ optimiser, momentum, weightDecay }: TrainingSettings): string[] =>
  optimiser === 'momentum'
    ? [`β = ${exact(momentum)}`]
    : [
        `β₁ = ${exact(momentum)}, β₂ = 0.999, ε = 10⁻⁸`,
        ...(optimiser === 'adamw' ? [`λ = ${exact(weightDecay)}`] : []),
      ];

function scheduleOf({ schedule, learningRate: eta, epochs, warmup: N }: TrainingSettings): Told {
  if (schedule === 'constant') return { formulas: ['ηₖ = η'], shapes: [] };
  if (schedule === 'step') return { formulas: ['ηₖ = η γ^⌊(k − 1 − N) / P⌋'], shapes: [] };
  const last = (eta * (1 + Math.cos((Math.PI * (epochs - 1 - N)) / (epochs - N)))) / 2;
  return {
    formulas: ['ηₖ = η (1 + cos(π (k − 1 − N) / (K − N))) / 2'],
    shapes: epochs > N ? [`k = K = ${exact(epochs)}: ηₖ = ${rounded(last)}`] : [],
  };
}

function clippingOf(clip: TrainingSettings['clip'], theta: number): Told {
  if (clip === 'off' || theta === 0)
    return { formulas: ['g ← g'], shapes: clip === 'off' ? [] : ['θ = 0: g ← g'] };
  if (clip === 'value')
    return {
      formulas: ['g ← max(min(g, θ), −θ)'],
      shapes: theta > 0 ? [`|g| ≤ θ = ${exact(theta)}`] : [],
    };
  return {
    formulas: ['g ← min(θ / ‖g‖, 1) g'],
    shapes: theta > 0 ? [`‖g‖ ≤ θ = ${exact(theta)}`] : [],
  };
}

/** How far the weights go in one step of the book, at most. */
function stepOf({ learningRate: eta, clippingThreshold: theta, clip }: TrainingSettings): string[] {
  if (theta === 0 || clip === 'off') return ['‖Δw‖ = η ‖g‖'];
  const most = Number((eta * theta).toPrecision(6));
  const length = clip === 'norm' ? '‖Δw‖' : '|Δw|';
  return most > 0 ? [`${length} ≤ η θ = ${exact(eta)} × ${exact(theta)} = ${exact(most)}`] : [];
}
