/** `score`: how well a model foretells a text. */
import { readWeights } from '../../../services/model-files.ts';
import { DONE } from '../reports/exit-codes.ts';
import { findModel } from '../arguments/find-model.ts';
import type { Written } from '../arguments/flags.ts';
import { checkLineBreaks, readingOf } from '../arguments/reading.ts';
import { list } from '../reports/notices.ts';
import { inSixDecimals, toJson } from '../reports/run-report.ts';
import { withProduct, type Surroundings } from '../surroundings/surroundings.ts';
import { readTexts, textsToRead } from './read-texts.ts';

/** @returns the exit code */
export async function score(
  around: Surroundings,
  model: string,
  texts: readonly string[],
  written: Written,
): Promise<number> {
  const { path } = await findModel(around, model);
  const file = await readWeights(path);
  checkLineBreaks(file.manifest, written);
  const reading = readingOf(written);
  const read = await readTexts(around, await textsToRead(around, texts, reading), reading);
  const { perplexity, known, unknown, leftOut, surprises } = await withProduct(
    around,
    () => {},
    ({ writing }) => writing.score(path, file, read.text.text, written['json'] === true),
  );
  read.tellReading();
  const { output, translator } = around;
  const characters = known + unknown;
  if (written['json']) {
    output.line(
      toJson({
        ...{ perplexity, characters, known, leftOut: unknown, leftOutCharacters: leftOut },
        surprises,
      }),
    );
    return DONE;
  }
  output.line(translator.t('cli.score.perplexity', { perplexity: inSixDecimals(perplexity) }));
  output.line(translator.t('cli.score.known', { known, characters }));
  if (unknown > 0)
    output.line(translator.t('cli.score.leftOut', { unknown, characters: list(leftOut) }));
  return DONE;
}
