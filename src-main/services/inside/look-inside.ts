/** A look inside a model as people read it: from a text to ids, and from what the compute process sees back to characters. */
import type { Calls } from '../../contract/api.ts';
import type { ComputeApi, LanguageModel } from '../../contract/compute-api.ts';
import { VerseloomError } from '../../contract/errors.ts';
import {
  MAX_LOOKED_AT,
  rangeOf,
  statesInBytes,
  type InsideMoments,
  type InsideResult,
  type LookedAt,
} from '../../contract/inside.ts';
import type { SnapshotAt } from '../../contract/model.ts';
import type { LineBreaks, TrainingSettings } from '../../contract/settings.ts';
import { LINE_END } from '../../contract/corpus/song-text.ts';
import { preprocess } from '../../core/text/corpus.ts';
import type { Vocabulary } from '../../core/text/vocabulary.ts';

type Compute = Calls<ComputeApi>;
type Asked = Parameters<Compute['lookAtRun']>[0];
type Seen = Awaited<ReturnType<Compute['lookAt']>> &
  Partial<Awaited<ReturnType<Compute['lookAtRun']>>>;

/**
 * @param settings of the run that made the model
 * @param look asks the compute process
 * @param epochs that the model has learnt, where that process does not say
 * @throws VerseloomError `text.unknown` where the model knows nothing of the text
 */
export async function lookInside(
  { text, layer: wanted }: LookedAt,
  vocabulary: Vocabulary,
  {
    lineBreaks,
    activation,
    layers,
  }: Pick<TrainingSettings, 'lineBreaks' | 'activation' | 'layers'>,
  look: (asked: Asked) => Promise<Seen>,
  epochs = 0,
): Promise<InsideResult> {
  const { ids, cut, leftOut, lineBreak } = encode(text, vocabulary, lineBreaks);
  const layer = Math.min(wanted ?? layers, layers);
  const seen = await look({
    ...{ ids, layer: layer - 1 },
    ...(lineBreak !== undefined && { lineBreak }),
  });
  const characterOf = (id: number): string => vocabulary.characters[id]!;
  const range = rangeOf(seen.states, activation);
  const top = seen.likely.length / ids.length;
  return {
    characters: Array.from(ids, characterOf),
    ...{ leftOut, cut },
    ...{ epochs: seen.epochs ?? epochs, steps: seen.steps ?? 0 },
    surprises: [...seen.surprises],
    likely: Array.from(ids, (_, n) =>
      Array.from({ length: top }, (_, k) => ({
        character: characterOf(seen.likely[n * top + k]!),
        probability: seen.probabilities[n * top + k]!,
      })),
    ),
    states: statesInBytes(seen.states, range),
    stateRange: range,
    hiddenSize: seen.states.length / ids.length,
    ...{ layer, layers },
    units: seen.units.map(({ id, ...unit }) => ({
      ...unit,
      character: id === null ? null : characterOf(id),
    })),
    ...{ histograms: seen.histograms, least: seen.least },
    gradient: seen.gradient ?? null,
  };
}

/**
 * Looks at moments of a run, one after the other.
 * @throws VerseloomError `text.unknown` where they know nothing of the text
 */
export async function lookAtMoments(
  text: string,
  vocabulary: Vocabulary,
  lineBreaks: LineBreaks,
  moments: readonly (SnapshotAt & { readonly model: LanguageModel })[],
  calls: Pick<Compute, 'lookAtMoment'>,
): Promise<InsideMoments> {
  const { ids } = encode(text, vocabulary, lineBreaks);
  const seen: InsideMoments['moments'] = [];
  for (const { epoch, step, model } of moments) {
    const { surprises, histograms } = await calls.lookAtMoment({ ids, model });
    seen.push({ epoch, step, surprises: [...surprises], histograms });
  }
  return { characters: Array.from(ids, (id) => vocabulary.characters[id]!), moments: seen };
}

function encode(text: string, vocabulary: Vocabulary, lineBreaks: LineBreaks) {
  const learnt = preprocess(text, { maxCharacters: 0, lineBreaks });
  const { ids: all, leftOut } = vocabulary.encode(learnt);
  if (all.length === 0) throw new VerseloomError('text.unknown');
  const ids = all.slice(0, MAX_LOOKED_AT);
  const lineBreak = vocabulary.encode(lineBreaks === 'own' ? LINE_END : ' ').ids[0];
  return { ids, cut: all.length - ids.length, leftOut, lineBreak };
}
