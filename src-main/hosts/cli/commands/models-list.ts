/** `models list`: the library as a table, or as one JSON object a line. */
import type { ModelInfo } from '../../../contract/model.ts';
import type { Translator } from '../../../messages/translator.ts';
import { cutToWidth } from '../terminal/display-width.ts';
import { DONE } from '../reports/exit-codes.ts';
import { failureSentence } from '../reports/failures.ts';
import type { Written } from '../arguments/flags.ts';
import { count, moment, size } from '../terminal/formats.ts';
import { inSixDecimals, toJson } from '../reports/run-report.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import { tableOf } from '../terminal/table.ts';

/** Columns that a name may take. */
const WIDEST_NAME = 40;
/** Of these, its beginning takes so many where it is cut: names that begin alike differ at their ends. */
const BEGINNING = 14;
const NONE = '–';

/** @returns the exit code */
export async function listModels(around: Surroundings, written: Written): Promise<number> {
  const { output, translator } = around;
  const library = await around.openModels();
  const models = await library.list();
  if (written['json'])
    for (const model of models) output.line(toJson({ ...model, path: library.path(model.id) }));
  else if (models.length > 0)
    for (const line of tableOf([
      headOf(translator),
      ...models.map((one) => rowOf(one, translator)),
    ]))
      output.line(line);
  else output.notice(await noModels(around));
  return DONE;
}

/** @returns that the library has no models, and how it gets one */
export const noModels = async (around: Surroundings): Promise<string> =>
  around.translator.t('cli.models.none', {
    ...{ folder: await around.modelsFolder(), command: around.command },
  });

const headOf = ({ t }: Translator): string[] => [
  ...['id', 'name', 'savedAt', 'epochs', 'perplexity', 'size'].map((key) =>
    t(`cli.inspect.${key}`),
  ),
  '',
];

/** The last column is for what only some models have: a damage, that they come with the product, or tags. */
function rowOf(model: ModelInfo, translator: Translator): string[] {
  const { id, savedAt, bytes, epochs, epochsWanted, perplexity, damage, builtIn } = model;
  const { language } = translator;
  const notes = [
    ...(builtIn ? [translator.t('models.builtIn')] : []),
    ...model.tags.map((tag) => `#${tag}`),
  ];
  const learnt = `${count(epochs, language)}/${count(epochsWanted, language)}`;
  return [
    id,
    shortened(model.name),
    moment(savedAt, language),
    damage ? NONE : learnt,
    perplexity === null ? NONE : inSixDecimals(perplexity),
    size(bytes, language),
    damage ? failureSentence(damage, translator) : notes.join(' '),
  ];
}

function shortened(name: string): string {
  if (cutToWidth(name, WIDEST_NAME) === name) return name;
  const beginning = cutToWidth(name, BEGINNING).trimEnd();
  const backwards = Array.from(name).reverse().join('');
  const end = Array.from(cutToWidth(backwards, WIDEST_NAME - 1 - BEGINNING))
    .reverse()
    .join('');
  return `${beginning}…${end.trimStart()}`;
}
