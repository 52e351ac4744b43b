/** Asks a model again for a piece that it has written: by the same seed it writes the same, as long as it is the same model. */
import type { ApiCalls } from '../../src-main/contract/api.ts';
import { toFailure } from '../../src-main/contract/errors.ts';
import type { ModelInfo } from '../../src-main/contract/model.ts';
import type { DraftPiece } from '../../src-main/contract/writing/draft.ts';
import { linesRequest } from '../../src-main/contract/writing/lines.ts';
import { writingRequest } from '../../src-main/contract/writing/piece.ts';
import { textOf } from './offering.svelte.ts';

/** `unknown`: it is not kept with what the model was asked. */
export type Again = 'same' | 'otherwise' | 'gone' | 'unknown';

/**
 * @returns what has become of it; undefined for what was not drawn but chosen by hand, which no model writes again
 * @throws VerseloomError where no model can be asked now, such as `compute.crashed`
 */
export async function askAgain(
  calls: ApiCalls,
  models: readonly ModelInfo[],
  piece: DraftPiece,
): Promise<Again | undefined> {
  if (piece.taken || piece.chosen) return undefined;
  const model = models.find(({ id }) => id === piece.modelId);
  if (!model) return 'gone';
  try {
    const texts = await written(calls, model, piece);
    if (!texts) return 'unknown';
    return texts.some((text) => isBegun(text, piece.text)) ? 'same' : 'otherwise';
  } catch (error) {
    const { code } = toFailure(error);
    if (code === 'model.notFound') return 'gone';
    // Its vocabulary or its text is another one: what it was asked cannot be asked any more.
    if (code.startsWith('prefix.') || code === 'model.noText') return 'otherwise';
    throw error;
  }
}

/** @returns what the model writes now, in lines: of a form every reading; undefined where it is not known what to ask */
async function written(
  calls: ApiCalls,
  model: ModelInfo,
  { prefix, settings, lines }: DraftPiece,
): Promise<string[] | undefined> {
  const asked = { ...settings, ...lines, id: crypto.randomUUID(), modelId: model.id, prefix };
  if (lines) {
    const { readings } = await calls['writing.lines'](linesRequest.parse(asked));
    return readings.map((reading) => reading.lines.join('\n'));
  }
  const { data: request } = writingRequest.safeParse(asked);
  if (!request) return undefined;
  const { continuation } = await calls['writing.write'](request);
  return [true, false].map((withPrefix) =>
    textOf({ prefix, continuation, withPrefix, isBrief: false, model }),
  );
}

/** Of what was written a part may have been kept: the line that was begun, or as many lines as there was room for. */
function isBegun(text: string, part: string): boolean {
  const [all, kept] = [linesIn(text), linesIn(part)];
  return kept.every((line, at) =>
    at === kept.length - 1 ? all[at]?.startsWith(line) : all[at] === line,
  );
}

/** Where stanzas end is made to suit the place. */
const linesIn = (text: string): string[] => text.split('\n').filter((line) => line !== '');
