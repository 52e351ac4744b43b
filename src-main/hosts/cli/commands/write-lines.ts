/** `write` with wishes: readings of lines that fit, or what is in their way. */
import { rhymingTexts } from '../../../contract/writing/constraint.ts';
import { linesRanges, type LinesResult } from '../../../contract/writing/lines.ts';
import { guessedEnds } from '../../../language/guessed-ends.ts';
import { readLearntText, readWeights } from '../../../services/model-files.ts';
import { findModel } from '../arguments/find-model.ts';
import { numberOf, type Written } from '../arguments/flags.ts';
import { formOf } from '../arguments/form.ts';
import { noCopyOf } from '../arguments/wishes.ts';
import { samplingOf } from '../arguments/sampling.ts';
import { DONE, FAILED } from '../reports/exit-codes.ts';
import { inJson, obstacleNotices } from '../reports/lines-report.ts';
import { leftOutNotice } from '../reports/notices.ts';
import { toJson } from '../reports/run-report.ts';
import { withProduct, type Surroundings } from '../surroundings/surroundings.ts';

/** How many readings there are unless the person says so. */
const READINGS = 6;

/** @returns the exit code: 1 where no lines fit */
export async function writeLines(
  around: Surroundings,
  model: string,
  written: Written,
  { prefix, seed }: { readonly prefix: string; readonly seed: number },
): Promise<number> {
  const { output, translator } = around;
  const count = numberOf(written, 'n', linesRanges.count, READINGS);
  const noCopy = noCopyOf(written);
  const settings = samplingOf(written, 1); // of the most probable line alone there are no six
  const { path } = await findModel(around, model);
  const file = await readWeights(path);
  const form = formOf(written, seed, file.manifest.vocabulary);
  const found = await withProduct(
    around,
    () => {},
    ({ writing }) =>
      writing.lines(path, file, () => readLearntText(path), {
        ...{ id: 'command-line', prefix, seed, form, count, noCopy },
        ...settings,
      }),
  );
  if (found.leftOut.length > 0) output.notice(leftOutNotice(found.leftOut, translator));
  const guessed = await guessedEnds(rhymingTexts(form));
  if (guessed.length > 0)
    output.notice(
      translator.t('lines.guessedRhyme', {
        words: guessed.join(translator.t('app.punctuation.several')),
      }),
    );
  if (found.readings.length === 0) {
    for (const sentence of obstacleNotices(found, translator)) output.notice(sentence);
    return FAILED;
  }
  print(found, written['json'] === true, around);
  return DONE;
}

function print(found: LinesResult, asJson: boolean, { output }: Surroundings): void {
  for (const [at, reading] of found.readings.entries()) {
    if (asJson) output.line(toJson(inJson({ ...found, ...reading }, reading)));
    else {
      if (at > 0 && reading.lines.length > 1) output.line('');
      output.lines(reading.text);
    }
  }
}
