/** `corpus import`: files and folders into the library as one corpus, or into one that is there. */
import { corpusName } from '../../../contract/corpus/corpus.ts';
import { VerseloomError } from '../../../contract/errors.ts';
import { isLost, type FoundFile } from '../../../services/corpora/collect-files.ts';
import { findCorpus } from '../arguments/find-corpus.ts';
import type { Written } from '../arguments/flags.ts';
import { NothingLeft } from '../arguments/nothing-left.ts';
import { readingOf } from '../arguments/reading.ts';
import { UsageError } from '../arguments/usage-error.ts';
import { DONE } from '../reports/exit-codes.ts';
import { failureSentence } from '../reports/failures.ts';
import { factsOfSources } from '../reports/file-notes.ts';
import { lossNotesOf, readingNotesOf } from '../reports/text-notes.ts';
import { toJson } from '../reports/run-report.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import { shown } from '../terminal/shown.ts';
import { JSON_VERSION, withCorpora } from './corpus-library.ts';
import { textsToRead } from './read-texts.ts';

const TASK = 'command-line';

/** @returns the exit code */
export async function importCorpus(
  around: Surroundings,
  named: readonly string[],
  written: Written,
): Promise<number> {
  const { output, translator } = around;
  const { encoding, recipe, limits } = readingOf(written);
  const name = nameIn(written);
  const into = typeof written['into'] === 'string' ? written['into'] : undefined;
  if (into !== undefined && recipe) throw new UsageError('intoHasRecipe', { name: into });
  if (into !== undefined && name !== undefined) throw new UsageError('intoHasName', { name: into });
  const texts = await textsToRead(around, named, { limits });
  const files = await texts.collect();
  const found = files.filter((file): file is FoundFile => !isLost(file));
  const lost = files
    .filter(isLost)
    .map(({ failure }) => shown(failureSentence(failure, translator)));
  if (found.length === 0)
    throw new NothingLeft(
      lost.length > 0 ? lost : [translator.t('cli.reading.nothing', { path: texts.id })],
    );
  return withCorpora(around, async (corpora) => {
    const before = into === undefined ? undefined : findCorpus(await corpora.list(), into);
    const known = before && new Set((await corpora.details(before.id)).sources.map(({ id }) => id));
    const outcome = await corpora
      .import({
        ...{ task: TASK, files: found.map(({ name: file, bytes }) => ({ name: file, bytes })) },
        ...{ name: name ?? texts.folder, into: before?.id, encoding, recipe, limits },
      })
      .catch((error: unknown) => {
        for (const line of lost) output.notice(line); // beside those that it tells of
        throw error;
      });
    const { changes: _, ...told } = outcome; // which is for a way back
    const { id, alreadyThere } = outcome;
    const { sources } = await corpora.details(id);
    const facts = factsOfSources(sources).filter((_, index) => !known?.has(sources[index]!.id));
    for (const line of lossNotesOf(alreadyThere ? [] : facts, around, lost)) output.notice(line);
    if (!alreadyThere)
      for (const line of readingNotesOf(facts, encoding === undefined, translator))
        output.notice(line);
    if (alreadyThere) output.notice(translator.t('cli.corpus.alreadyThere'));
    output.line(
      written['json']
        ? toJson({ version: JSON_VERSION, ...told })
        : `${id}  ${shown(outcome.name)}`,
    );
    return DONE;
  });
}

/** @throws VerseloomError `settings.tooLong` */
function nameIn({ name }: Written): string | undefined {
  if (typeof name !== 'string') return undefined;
  const parsed = corpusName.safeParse(name);
  if (parsed.success) return parsed.data;
  if (name.trim() === '') throw new UsageError('optionIsEmpty', { name: '--name' });
  throw new VerseloomError('settings.tooLong', { field: '--name', max: corpusName.maxLength! });
}
