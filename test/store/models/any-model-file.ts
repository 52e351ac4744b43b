/** Model files as odd as they may be: any characters, any numbers, any of the parts there or not. */
import fc from 'fast-check';
import { MAX_TAGS } from '../../../src-main/contract/model.ts';
import { momentsOf, optimiserNames } from '../../../src-main/contract/optimisers/optimisers.ts';
import { trainingSettings } from '../../../src-main/contract/settings.ts';
import {
  parameterShapes,
  sizeOf,
  stateSize,
  type Architecture,
} from '../../../src-main/contract/architecture.ts';
import { forEachParameter } from '../../../src-main/core/parameters.ts';
import type { LanguageModel, ModelFile } from '../../../src-main/store/models/model-file.ts';
import { summaryOf } from '../../../src-main/store/models/model-summary.ts';
import { corpusOf, sampleManifest } from './sample-model.ts';
import { allCells } from '../../contract/all-cells.ts';

/** A code point that is a character: not half of a pair. */
const character = fc
  .oneof(fc.integer({ min: 0, max: 0x10ffff }), fc.integer({ min: 0x300, max: 0x36f }))
  .filter((point) => point < 0xd800 || point > 0xdfff)
  .map((point) => String.fromCodePoint(point));
const vocabulary = fc.uniqueArray(character, { minLength: 1, maxLength: 12 });
const name = fc.string({ unit: 'binary' });
const number = fc.double({ noNaN: true, noDefaultInfinity: true });
/** Never below 1, and so never the −0 that JSON does not have. */
const perplexity = fc.double({ noNaN: true, min: 1, max: Number.MAX_VALUE });
const count = fc.oneof(fc.nat(1000), fc.nat({ max: Number.MAX_SAFE_INTEGER }));

const floats = (length: number) =>
  fc
    .float32Array({
      ...{ minLength: length, maxLength: length },
      ...{ noNaN: true, noDefaultInfinity: true },
    })
    .map((values) => Float32Array.from(values));

function languageModel(architecture: Architecture): fc.Arbitrary<LanguageModel> {
  const shapes = parameterShapes(architecture);
  return fc.record({
    architecture: fc.constant(architecture),
    parameters: fc.record(forEachParameter(architecture, (name) => floats(sizeOf(shapes[name])))),
  });
}

const epochs = fc
  .array(fc.tuple(perplexity, number, number, number, fc.option(perplexity), number, number), {
    maxLength: 60,
  })
  .map((rows) =>
    rows.map(([perplexity, seconds, gradientNorm, clipped, ...more], i) => {
      const [validationPerplexity, learningRate, clippingThreshold] = more;
      return {
        ...{ epoch: i + 1, perplexity, seconds, gradientNorm, clipped },
        ...{ validationPerplexity, learningRate, clippingThreshold },
      };
    }),
  );
const sample = fc.record({ epoch: count, prefix: name, continuation: name });

const state = (finished: number, size: number) =>
  fc.record({
    epochs: fc.constant(finished),
    steps: fc.oneof(fc.nat(1000), fc.nat({ max: 2 ** 40 })),
    loss: number,
    norm: number,
    clipped: fc.constant(0),
    seconds: number,
    samplesDue: fc.nat(2), // of the usual prefixes
    generator: fc
      .tuple(fc.integer(), fc.integer(), fc.integer(), fc.integer())
      .filter((words) => words.some((word) => word !== 0)),
    hiddenState: fc.option(floats(size)),
  });

const change = fc.record({
  epoch: fc.integer({ min: 1, max: 100_000 }),
  learningRate: fc.double({ noNaN: true, min: 1e-6, max: 10_000 }),
  clippingThreshold: fc.double({ noNaN: true, min: Number.MIN_VALUE, max: 1_000_000 }),
  predPeriod: fc.integer({ min: 1, max: 100_000 }),
  epochs: fc.integer({ min: 1, max: 100_000 }),
});
const written = fc.record({ units: fc.nat(), copied: fc.nat() });
const verbatim = fc.record({
  ...{ shortest: fc.integer({ min: 1, max: 20 }), greedy: written, tempered: written },
  temperature: fc.double({ noNaN: true, min: Number.MIN_VALUE, max: 2 }),
});

/** As good for v as for s, which is below zero nowhere. */
const squares = ({ architecture, parameters }: LanguageModel): LanguageModel => ({
  architecture,
  parameters: Object.fromEntries(
    Object.entries(parameters).map(([name, values]) => [name, values.map(Math.abs)]),
  ) as LanguageModel['parameters'],
});

const counting = fc.record({
  ...{ characters: fc.integer({ min: 1 }), discount: fc.double({ noNaN: true, min: 0, max: 1 }) },
  perplexities: fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: 1 }), {
    minLength: 1,
    maxLength: 6,
  }),
});

const sizes = fc.record({
  kind: fc.constantFrom(...allCells.map(([, kind]) => kind)),
  deep: fc.record({
    layers: fc.integer({ min: 1, max: 4 }),
    embeddingSize: fc.nat(12),
    tied: fc.boolean(),
  }),
  H: fc.integer({ min: 1, max: 4 }),
  B: fc.integer({ min: 1, max: 3 }),
  characters: vocabulary,
  epochs,
});

export const anyModelFile: fc.Arbitrary<ModelFile> = sizes.chain(
  ({ kind, deep, H, B, characters, epochs: history }) => {
    const tied = deep.tied && H <= characters.length;
    const embeddingSize = tied ? H : Math.min(deep.embeddingSize, characters.length);
    const shape = { ...kind, layers: deep.layers, embeddingSize, tied };
    const architecture = { ...shape, vocabularySize: characters.length, hiddenSize: H };
    const anyModel = languageModel(architecture);
    return fc
      .record({
        facts: fc.record({
          name,
          tags: fc.array(fc.constantFrom('雨', 'a b', '😀'), { maxLength: MAX_TAGS }),
          favourite: fc.boolean(),
          notes: fc.constantFrom(undefined, 'θ = 0\n“炸了”'),
          outcome: fc.constantFrom('finished', 'stopped', 'diverged'),
          parent: fc.option(fc.record({ name, epochs: count, createdAt: name })),
        }),
        model: anyModel,
        samples: fc.array(sample, { maxLength: 5 }),
        state: fc.option(state(history.length, B * stateSize(architecture))),
        best: fc.option(anyModel),
        snapshots: fc.array(anyModel, { maxLength: 3 }),
        last: anyModel,
        optimiser: fc.constantFrom(...optimiserNames),
        moments: fc.tuple(anyModel, anyModel),
        isMarked: fc.boolean(),
        bestEpoch: fc.integer({ min: 1, max: Math.max(1, history.length) }),
        end: fc.option(
          fc.record({
            epoch: fc.integer({ min: 1, max: 100_000 }),
            step: fc.option(fc.integer({ min: 1 })),
            kept: fc.nat(history.length),
          }),
        ),
        ways: fc.record({
          endedBy: fc.option(fc.constantFrom('epochs', 'perplexity', 'time', 'patience')),
          kept: fc.option(fc.integer({ min: 1, max: Math.max(1, history.length) })),
          changes: fc.array(change, { maxLength: 5 }),
          verbatim: fc.option(verbatim),
          counting: fc.option(counting, { nil: undefined }),
        }),
        sampling: fc.constantFrom('random', 'consecutive'),
        charactersLeft: fc.nat(1000),
        text: fc.option(fc.string({ unit: 'binary', maxLength: 50 }).map((t) => t.toWellFormed())),
      })
      .map(
        ({
          facts,
          ways,
          optimiser,
          moments,
          bestEpoch,
          isMarked,
          sampling,
          charactersLeft,
          text,
          end,
          ...parts
        }) => {
          const divergence = facts.outcome === 'diverged' ? end : null;
          const { kept, ...endings } = ways;
          const ending =
            facts.outcome === 'finished'
              ? { ...endings, kept: kept !== null && kept < history.length ? kept : null }
              : { ...endings, endedBy: null, kept: null };
          const settings = trainingSettings.parse({
            ...{ ...shape, hiddenSize: H, batchSize: B, sampling, optimiser },
          });
          // As many as the steps take that are made and the one that comes next, and some that are left over.
          const learntCharacters = ((parts.state?.steps ?? 0) + 1) * settings.timeSteps * B + B;
          const best = history.length > 0 && ending.kept === null ? parts.best : null;
          const told = parts.state && {
            ...parts.state,
            best: ending.kept ?? (best ? bestEpoch : 0),
            isMarked: isMarked && parts.state.steps === 0 && history.length > 0,
          };
          const runState = divergence ? null : told;
          return {
            ...parts,
            moments: runState ? momentsOf(optimiser).map((_, i) => squares(moments[i]!)) : [],
            ...{ state: runState, last: ending.kept !== null && runState ? parts.last : null },
            manifest: sampleManifest({
              ...{ ...facts, ...ending, divergence },
              settings,
              vocabulary: characters,
              corpus: {
                ...corpusOf(text ?? '?'),
                learntCharacters: learntCharacters + charactersLeft,
              },
              snapshots: parts.snapshots.map((_, step) => ({ epoch: history.length, step })),
              best: best && { epoch: bestEpoch, perplexity: history[bestEpoch - 1]!.perplexity },
              ...summaryOf(history, { divergence, kept: ending.kept }),
            }),
            ...{ epochs: history, best },
            text: text === null ? null : new TextEncoder().encode(text),
          };
        },
      );
  },
);
