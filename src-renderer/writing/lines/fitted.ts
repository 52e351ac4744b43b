/** A reading of a form as the panel shows it, and as a draft keeps it. */
import type { ModelInfo } from '../../../src-main/contract/model.ts';
import {
  wishKind,
  type Form,
  type WishKind,
} from '../../../src-main/contract/writing/constraint.ts';
import type { DraftPiece } from '../../../src-main/contract/writing/draft.ts';
import type { CopiedRun, LinesRequest, Reading } from '../../../src-main/contract/writing/lines.ts';
import { newPiece } from '../piece.ts';

export interface Fitted {
  /** The lines that were wished, as they go on the page. */
  readonly piece: DraftPiece;
  /** With the line that comes next, where it was looked at. */
  readonly whole: string;
  /** Geometric mean of the probabilities of its characters. */
  readonly probability: number;
  /** The longest of the runs that it has from what the model has learnt; null where this cannot be told. */
  readonly copied: CopiedRun | undefined | null;
  readonly nearly: readonly WishKind[];
}

export function asFitted(
  reading: Reading,
  { form, model, request }: { form: Form; model: ModelInfo; request: LinesRequest },
): Fitted {
  const { lines, text: whole, characters, copied, met } = reading;
  // What the model does not know of the next line is left out, and at times that is all of it.
  const isWithNext = lines.length === request.form.lines.length;
  const own = isWithNext ? lines.slice(0, form.lines.length) : lines;
  const text = own.join('\n');
  const count = [...text].length;
  const sum = characters
    .slice(0, count)
    .reduce((all, { probability }) => all + Math.log(probability), 0);
  const runs = copied?.filter(({ start }) => start < count).sort((a, b) => b.units - a.units);
  const degrees = met.slice(0, form.lines.length);
  const { id: _id, modelId, prefix, form: asked, count: many, ...others } = request;
  // From which length on a run is told of changes nothing that is written.
  const { noCopy, shown, readings, units: _units, ...settings } = others;
  return {
    piece: newPiece({
      ...{ modelId, modelName: model.name, prefix, text, settings },
      lines: { form: asked, count: many, noCopy, shown, readings },
    }),
    whole,
    probability: Math.exp(sum / Math.max(1, count)),
    copied: runs ? runs[0] : null,
    nearly: wishKind.options.filter((kind) => degrees.some((line) => line[kind] === 'nearly')),
  };
}
