/** `models show`, or `inspect`: what a model says of itself, once the whole of it has been read. */
import { stat } from 'node:fs/promises';
import { endingOf, type Manifest } from '../../../contract/model.ts';
import { onOneLine } from '../../../contract/corpus/song-text.ts';
import { isAsked, type TrainingSettings } from '../../../contract/settings.ts';
import { countedInShort } from '../../../messages/counting.ts';
import { byHeart } from '../../../messages/ends.ts';
import { exact } from '../../../messages/numbers.ts';
import type { Translator } from '../../../messages/translator.ts';
import {
  betterEpoch,
  parameterShapes,
  readModel,
  withTime,
  type ModelFile,
} from '../../../services/model-files.ts';
import { countedPerplexity, verbatimShare } from '../../../contract/training.ts';
import { DONE } from '../reports/exit-codes.ts';
import { findModel, type ModelPlace } from '../arguments/find-model.ts';
import { settingFlags, type SettingField, type Written } from '../arguments/flags.ts';
import { count, moment, size } from '../terminal/formats.ts';
import { inSixDecimals, toJson } from '../reports/run-report.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import { tableOf } from '../terminal/table.ts';

/** @returns the exit code */
export async function inspect(
  around: Surroundings,
  model: string,
  written: Written,
): Promise<number> {
  const place = await findModel(around, model);
  const read = await readModel(place.path);
  const file = calledSo(place, { ...read, manifest: withTime(read) });
  const { size: bytes } = await stat(place.path);
  const { output, translator } = around;
  if (written['json']) output.line(toJson(factsOf(place, bytes, file)));
  else for (const line of tableOf(rowsOf(place, bytes, file, translator))) output.line(line);
  return DONE;
}

/** One that comes with the product is called otherwise in each language. */
function calledSo({ name }: ModelPlace, file: ModelFile): ModelFile {
  const { manifest } = file;
  return { ...file, manifest: { ...manifest, name: name ?? manifest.name } };
}

function factsOf(
  { path, id }: ModelPlace,
  bytes: number,
  file: ModelFile,
): Record<string, unknown> {
  const { manifest, state, text } = file;
  const { name, tags, favourite, notes = '', settings, vocabulary } = manifest;
  const { corpus, outcome } = manifest;
  const { epochs, perplexity, parent, engine, createdAt, savedAt } = manifest;
  const { validationPerplexity, endedBy, cutOff = null, kept, changes, verbatim } = manifest;
  const { counting = null } = manifest;
  return {
    ...{ id: id ?? null, path, bytes },
    ...{ name, tags, favourite, notes, corpus },
    ...{ cell: settings.cell, ...(settings.cell === 'rnn' && { activation: settings.activation }) },
    ...{ layers: settings.layers, embeddingSize: settings.embeddingSize, tied: settings.tied },
    ...{ dropout: settings.dropout, firstWeights: settings.firstWeights },
    ...{ optimiser: settings.optimiser, schedule: settings.schedule, clip: settings.clip },
    vocabularySize: vocabulary.length,
    ...{ epochs, perplexity, validationPerplexity, best: betterEpoch(manifest) },
    countingPerplexity: counting && countedPerplexity(counting),
    counting,
    ...{
      outcome,
      endedBy,
      cutOff,
      trainingSeconds: manifest.trainingSeconds,
      kept,
      changes,
      verbatim,
      verbatimShare: verbatim && verbatimShare(verbatim),
    },
    ...{ parent, engine, createdAt, savedAt },
    hasText: text !== null,
    canGoOn: state !== null,
    settings,
    parameters: parameterShapes(manifest),
  };
}

function rowsOf(
  { path, id }: ModelPlace,
  bytes: number,
  { manifest, state, text }: ModelFile,
  translator: Translator,
): [label: string, value: string][] {
  const { t, language } = translator;
  const { name, tags, favourite, notes, settings, vocabulary, corpus } = manifest;
  const { epochs, perplexity, validationPerplexity, parent, engine } = manifest;
  const { endedBy, kept, verbatim, counting, trainingSeconds = 0 } = manifest;
  const best = betterEpoch(manifest);
  const number = (value: number): string => count(value, language);
  const seconds = (value: number): string =>
    value.toLocaleString(language, { maximumFractionDigits: value < 10 ? 2 : 0 });
  const listed = (texts: readonly string[]): string =>
    texts.map(onOneLine).join(t('app.punctuation.several'));
  const yesOrNo = (value: boolean): string => t(`cli.inspect.${value ? 'yes' : 'no'}`);
  const atEpoch = (value: NonNullable<Manifest['best']>): string =>
    t('cli.inspect.atEpoch', {
      perplexity: inSixDecimals(value.perplexity),
      epoch: number(value.epoch),
    });
  const setting = (field: SettingField): string => {
    if (field === 'cell' || field === 'activation')
      return t(`settings.${field}.${settings[field]}` as 'settings.cell.rnn');
    if (field === 'optimiser' || field === 'schedule' || field === 'clip')
      return t(`settings.${field}.${settings[field]}` as 'settings.optimiser.sgd');
    if (field === 'firstWeights') return t(`settings.firstWeights.${settings.firstWeights}`);
    if (field === 'sampling') return t(`settings.sampling.${settings.sampling}`);
    if (field === 'lineBreaks') return t(`settings.lineBreaks.${settings.lineBreaks}`);
    if (field === 'heldOut') return t(`settings.heldOut.${settings.heldOut.by}`, settings.heldOut);
    if (field === 'tied' || field === 'detach' || field === 'letExplode' || field === 'keepBest')
      return yesOrNo(settings[field]);
    if (field === 'maxCharacters' && settings.maxCharacters === 0)
      return t('settings.maxCharacters.all');
    return field === 'prefixes' ? listed(settings.prefixes) : exact(settings[field], language);
  };
  const facts: [key: string, value: string | undefined][] = [
    ['name', name],
    ['id', id],
    ['path', path],
    ['size', size(bytes, language)],
    ['tags', tags.length > 0 ? listed(tags) : undefined],
    ['favourite', favourite ? yesOrNo(true) : undefined],
    ['notes', notes && onOneLine(notes)],
    ['parent', parent?.name],
    ['corpus', corpus.name],
    [
      'characters',
      t('cli.inspect.learnt', {
        characters: number(corpus.characters),
        learnt: number(corpus.learntCharacters),
      }),
    ],
    ['hash', corpus.hash],
    ['hasText', yesOrNo(text !== null)],
    ['vocabulary', number(vocabulary.length)],
    ['epochs', number(epochs)],
    ['trainingTime', t('cli.inspect.seconds', { seconds: seconds(trainingSeconds) })],
    ['perplexity', perplexity === null ? '–' : inSixDecimals(perplexity)],
    [
      'validationPerplexity',
      validationPerplexity === null ? undefined : inSixDecimals(validationPerplexity),
    ],
    ['counting', counting && countedInShort(counting, translator)],
    ['best', best ? atEpoch(best) : undefined],
    ['kept', kept === null ? undefined : number(kept)],
    ['outcome', t(`models.${endingOf({ ...manifest, vocabularySize: vocabulary.length })}`)],
    ['endedBy', endedBy ? t(`ends.by.${endedBy}`) : undefined],
    ['verbatim', verbatim ? byHeart(verbatim, translator) : t('ends.heart.unknown')],
    ['canGoOn', yesOrNo(state !== null)],
    [
      'engine',
      t('cli.inspect.engineVersion', {
        ...{ name: t(`train.${engine.name}`), version: engine.version, count: engine.threads },
      }),
    ],
    ['createdAt', moment(manifest.createdAt, language)],
    ['savedAt', moment(manifest.savedAt, language)],
  ];
  return [
    ...facts.flatMap(([key, value]): [string, string][] =>
      value === undefined ? [] : [[t(`cli.inspect.${key}`), value]],
    ),
    ...fieldsOf(settings).map((field): [string, string] => [
      t(`settings.${field}.label`),
      setting(field),
    ]),
    ...Object.entries(parameterShapes(manifest)).map(([parameter, shape]): [string, string] => [
      parameter,
      `[${shape.join(', ')}]`,
    ]),
  ];
}

/** Without what the cell, the optimiser, its clipping and the sampling do not have, and what nobody has asked for. */
const fieldsOf = (settings: TrainingSettings): SettingField[] =>
  (Object.keys(settingFlags) as SettingField[]).filter((field) => isAsked(field, settings));
