/** `corpus list`, `show`, `export` and `remove`: the corpora that the product keeps. */
import type { CorpusDetails, CorpusInfo } from '../../../contract/corpus/corpus.ts';
import type { Recipe } from '../../../contract/corpus/recipe.ts';
import { VerseloomError } from '../../../contract/errors.ts';
import type { Translator } from '../../../messages/translator.ts';
import type { Corpora } from '../../../services/corpora/corpora.ts';
import { noRecipe } from '../../../services/corpora/inspect-files.ts';
import { writeBytes } from '../../../services/model-files.ts';
import { findCorpus } from '../arguments/find-corpus.ts';
import type { Written } from '../arguments/flags.ts';
import { targetOf } from '../arguments/target.ts';
import { DONE, exitCodeOf } from '../reports/exit-codes.ts';
import { cleaningOf, encodingOf, factsOfSources, lossesOf } from '../reports/file-notes.ts';
import { failureSentence } from '../reports/failures.ts';
import { toJson } from '../reports/run-report.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import { count } from '../terminal/formats.ts';
import { shown } from '../terminal/shown.ts';
import { tableOf } from '../terminal/table.ts';

/** Of what `--json` prints: another one where a program that reads it would have to change. */
export const JSON_VERSION = 1;
const NONE = '–';

/** Opens the library for as long as `use` runs. */
export async function withCorpora<Result>(
  around: Surroundings,
  use: (corpora: Corpora) => Promise<Result>,
): Promise<Result> {
  const corpora = await around.openCorpora();
  try {
    return await use(corpora);
  } finally {
    await corpora.close();
  }
}

/** @returns the exit code */
export const listCorpora = (around: Surroundings, written: Written): Promise<number> =>
  withCorpora(around, async (corpora) => {
    const { output, translator } = around;
    const list = await corpora.list();
    if (written['json'])
      for (const corpus of list) output.line(toJson({ version: JSON_VERSION, ...corpus }));
    else
      for (const line of tableOf([
        headsIn(translator, ['id', 'title', 'songs', 'lines', 'characters']),
        ...list.map((one) => rowOf(one, translator)),
      ]))
        output.line(line);
    return DONE;
  });

const headsIn = ({ t }: Translator, keys: readonly string[]): string[] =>
  keys.map((key) => t(`cli.corpus.heads.${key}`));

function rowOf({ id, name, ...figures }: CorpusInfo, { language }: Translator): string[] {
  const { songs, lines, characters } = figures;
  return [id, shown(name), ...[songs, lines, characters].map((value) => count(value, language))];
}

/** @returns the exit code */
export const showCorpus = (
  around: Surroundings,
  named: string,
  written: Written,
): Promise<number> =>
  withCorpora(around, async (corpora) => {
    const { id } = findCorpus(await corpora.list(), named);
    const details = await corpora.details(id);
    const { output, translator } = around;
    if (written['json']) output.line(toJson({ version: JSON_VERSION, ...details }));
    else for (const line of linesOf(details, translator)) output.line(line);
    return DONE;
  });

function linesOf(details: CorpusDetails, translator: Translator): string[] {
  const { t, language } = translator;
  const { id, name, hash, recipe, sources, characters, songs, distinct, lines } = details;
  const number = (value: number): string => count(value, language);
  const facts = factsOfSources(sources);
  const rows = sources.map((source, index) => [
    shown(source.name),
    t(`corpus.kinds.${source.kind}`),
    encodingOf(facts[index]!, translator) ?? NONE,
    number(source.songs),
    number(source.characters),
    t(`cli.corpus.${stateOf(source)}`),
  ]);
  return [
    ...tableOf([
      [t('cli.corpus.heads.title'), shown(name)],
      [t('cli.corpus.heads.id'), id],
      [t('cli.inspect.hash'), hash],
      [t('cli.corpus.heads.recipe'), recipeText(recipe)],
    ]),
    '',
    ...(rows.length > 0
      ? tableOf([
          headsIn(translator, ['source', 'kind', 'encoding', 'songs', 'characters', 'state']),
          ...rows,
        ])
      : []),
    ...facts.flatMap((one) => [...lossesOf(one, translator), ...cleaningOf(one, translator)]),
    t('cli.corpus.left', {
      ...{ count: songs, songs: number(songs), characters: number(characters) },
      ...{ distinct: number(distinct), lines: number(lines) },
    }),
  ];
}

function stateOf({ on, skipped, edited }: CorpusDetails['sources'][number]): string {
  if (skipped) return 'leftOut';
  if (!on) return 'off';
  return edited ? 'edited' : 'on';
}

/** @returns a recipe as it is written after `--recipe` */
function recipeText(recipe: Recipe): string {
  const written = (value: string | boolean): string =>
    typeof value === 'string' ? value : value ? 'on' : 'off';
  return (Object.keys(noRecipe) as (keyof Recipe)[])
    .map((step) => `${step}=${written(recipe[step])}`)
    .join(',');
}

/** @returns the exit code */
export const exportCorpus = (
  around: Surroundings,
  named: string,
  file: string,
  written: Written,
): Promise<number> =>
  withCorpora(around, async (corpora) => {
    const { output, translator } = around;
    const mayReplace = written['overwrite'] === true;
    const { id } = findCorpus(await corpora.list(), named);
    const kind = written['songs'] === true ? 'songs' : 'text';
    const { name, bytes } = await corpora.export(id, kind);
    const target = { named: file, flag: '<file>', usualName: name, inputs: [], mayReplace };
    const path = await targetOf(around, target);
    await writeBytes(path, bytes, mayReplace);
    if (written['json']) output.line(toJson({ version: JSON_VERSION, id, kind, path }));
    else output.notice(translator.t('cli.saved', { path }));
    return DONE;
  });

/** What one is refused for keeps no other one in. @returns the exit code, of the last that was refused */
export const removeCorpora = (
  around: Surroundings,
  names: readonly string[],
  written: Written,
): Promise<number> =>
  withCorpora(around, async (corpora) => {
    const { output, translator } = around;
    const list = await corpora.list();
    const found = names.map((named) => findCorpus(list, named)); // all of them, before any is gone
    let code = DONE;
    for (const { id, name } of new Set(found)) {
      try {
        await corpora.remove(id);
        if (written['json']) output.line(toJson({ version: JSON_VERSION, id, name }));
        else output.notice(translator.t('cli.corpus.removed', { name: shown(name) }));
      } catch (error) {
        if (!(error instanceof VerseloomError)) throw error;
        output.notice(failureSentence(error, translator));
        code = exitCodeOf(error.code);
      }
    }
    return code;
  });
