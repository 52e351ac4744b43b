/** `write`: a prefix and how a model goes on from it, or lines that fit. */
import { defaultSettings } from '../../../contract/settings.ts';
import { inLines, SONG_GAP } from '../../../contract/corpus/song-text.ts';
import { writingRanges } from '../../../contract/writing/piece.ts';
import { readLearntText, readWeights } from '../../../services/model-files.ts';
import { DONE } from '../reports/exit-codes.ts';
import { findModel } from '../arguments/find-model.ts';
import { numberOf, type Written } from '../arguments/flags.ts';
import { prefixOf } from '../arguments/prefix.ts';
import { samplingOf } from '../arguments/sampling.ts';
import { asksForLines, noCopyOf } from '../arguments/wishes.ts';
import { UsageError } from '../arguments/usage-error.ts';
import { leftOutNotice } from '../reports/notices.ts';
import { inJson } from '../reports/lines-report.ts';
import { toJson } from '../reports/run-report.ts';
import { withProduct, type Surroundings } from '../surroundings/surroundings.ts';

/** @returns the exit code */
export async function write(
  around: Surroundings,
  model: string,
  written: Written,
): Promise<number> {
  const prefix = prefixOf(written);
  const seed = numberOf(written, 'seed', writingRanges.seed, defaultSettings.seed);
  const isLines = asksForLines(written);
  if (isLines && written['length'] !== undefined) throw new UsageError('lengthAndLines', {});
  if (isLines) {
    const { writeLines } = await import('./write-lines.ts');
    return writeLines(around, model, written, { prefix, seed });
  }
  const { output, translator } = around;
  const request = {
    ...{ id: 'command-line', prefix, seed },
    length: numberOf(written, 'length', writingRanges.length, defaultSettings.predLength),
    noCopy: noCopyOf(written),
    ...samplingOf(written, 0), // the book's greedy choice
  };
  const { path } = await findModel(around, model);
  const file = await readWeights(path);
  const text = () => readLearntText(path);
  const { piece, reading } = await withProduct(
    around,
    () => {},
    async ({ writing }) => {
      const piece = await writing.write(path, file, text, request);
      const reading =
        written['json'] === true ? await writing.examine(path, file, text, piece) : undefined;
      return { piece, reading };
    },
  );
  if (piece.leftOut.length > 0) output.notice(leftOutNotice(piece.leftOut, translator));
  if (reading) output.line(toJson(inJson(piece, reading)));
  else output.lines(inLines(piece.prefix + piece.continuation, SONG_GAP));
  const count = [...piece.continuation].length;
  if (count < request.length)
    output.notice(translator.t('cli.onlyCopiesLeft', { written: count, length: request.length }));
  return DONE;
}
