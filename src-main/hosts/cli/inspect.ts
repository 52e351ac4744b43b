/** `inspect`: what a model file says of itself, once the whole of it has been read. */
import type { Manifest } from '../../contract/model.ts';
import type { Translator } from '../../messages/translator.ts';
import { parameterShapes, readModel } from '../../services/model-files.ts';
import { displayWidth, padToWidth } from './display-width.ts';
import { DONE } from './exit-codes.ts';
import { settingFlags, type SettingField, type Written } from './flags.ts';
import { inSixDecimals, toJson } from './run-report.ts';
import { resolvePath, type Surroundings } from './surroundings.ts';

/** @returns the exit code */
export async function inspect(
  around: Surroundings,
  model: string,
  written: Written,
): Promise<number> {
  const { manifest } = await readModel(resolvePath(around, model));
  const { output, translator } = around;
  if (written['json']) {
    output.line(toJson(factsOf(manifest)));
    return DONE;
  }
  const rows = rowsOf(manifest, translator);
  const widest = Math.max(...rows.map(([label]) => displayWidth(label)));
  for (const [label, value] of rows) output.line(`${padToWidth(label, widest)}  ${value}`);
  return DONE;
}

function factsOf(manifest: Manifest): Record<string, unknown> {
  const { name, cell, settings, vocabulary, corpus, history, outcome, engine, createdAt, savedAt } =
    manifest;
  return {
    name,
    cell,
    corpus,
    vocabularySize: vocabulary.length,
    epochs: history.length,
    perplexity: history.at(-1)?.perplexity ?? null,
    outcome,
    engine,
    createdAt,
    savedAt,
    settings,
    parameters: parameterShapes(manifest),
  };
}

function rowsOf(manifest: Manifest, { t, language }: Translator): [label: string, value: string][] {
  const { name, cell, settings, vocabulary, corpus, history, outcome, engine } = manifest;
  const last = history.at(-1);
  const count = (value: number): string => new Intl.NumberFormat(language).format(value);
  const date = (iso: string): string =>
    new Date(iso).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'medium' });
  const label = (key: string): string => t(`cli.inspect.${key}`);
  const setting = (field: SettingField): string => {
    const value = settings[field];
    if (field === 'sampling') return t(`settings.sampling.${settings.sampling}`);
    if (Array.isArray(value)) return value.join(language === 'zh' ? '、' : ', ');
    return typeof value === 'number' ? count(value) : value;
  };
  return [
    [label('name'), name],
    [label('cell'), cell],
    [label('corpus'), corpus.name],
    [
      label('characters'),
      t('cli.inspect.learnt', {
        characters: count(corpus.characters),
        learnt: count(corpus.learntCharacters),
      }),
    ],
    [label('hash'), corpus.hash],
    [label('vocabulary'), count(vocabulary.length)],
    [label('epochs'), count(history.length)],
    [label('perplexity'), last ? inSixDecimals(last.perplexity) : '–'],
    [label('outcome'), t(`models.${outcome}`)],
    [
      label('engine'),
      t('cli.inspect.engineVersion', { ...engine, name: t(`train.${engine.name}`) }),
    ],
    [label('createdAt'), date(manifest.createdAt)],
    [label('savedAt'), date(manifest.savedAt)],
    ...(Object.keys(settingFlags) as SettingField[]).map((field): [string, string] => [
      t(`settings.${field}.label`),
      setting(field),
    ]),
    ...Object.entries(parameterShapes(manifest)).map(([parameter, shape]): [string, string] => [
      parameter,
      `[${shape.join(', ')}]`,
    ]),
  ];
}
