/** `next`: the most probable next characters after a prefix. */
import { nextRanges } from '../../../contract/writing/next.ts';
import { signOf } from '../../../contract/corpus/song-text.ts';
import { readLearntText, readWeights } from '../../../services/model-files.ts';
import { findModel } from '../arguments/find-model.ts';
import { numberOf, type Written } from '../arguments/flags.ts';
import { prefixOf } from '../arguments/prefix.ts';
import { samplingOf } from '../arguments/sampling.ts';
import { DONE } from '../reports/exit-codes.ts';
import { leftOutNotice } from '../reports/notices.ts';
import { toJson } from '../reports/run-report.ts';
import { withProduct, type Surroundings } from '../surroundings/surroundings.ts';
import { tableOf } from '../terminal/table.ts';

const TOP = 10;

/** @returns the exit code */
export async function next(around: Surroundings, model: string, written: Written): Promise<number> {
  const { output, translator } = around;
  const request = {
    prefix: prefixOf(written),
    top: numberOf(written, 'top', nextRanges.top, TOP),
    ...samplingOf(written, 1),
  };
  const { path } = await findModel(around, model);
  const file = await readWeights(path);
  const { prefix, leftOut, characters } = await withProduct(
    around,
    () => {},
    ({ writing }) => writing.next(path, file, () => readLearntText(path), request),
  );
  if (leftOut.length > 0) output.notice(leftOutNotice(leftOut, translator));
  if (written['json'] === true)
    output.line(toJson({ prefix, leftOut, next: characters.map(({ allowed: _, ...one }) => one) }));
  else
    for (const row of tableOf(
      characters.map(({ character, probability, drawn }) => [
        signOf(character),
        percent(probability),
        percent(drawn),
      ]),
    ))
      output.line(row);
  return DONE;
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
