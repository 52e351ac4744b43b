/** What there is to say of a run and of its model, as facts to read. */
import { countedPerplexity } from '../../src-main/contract/training.ts';
import { clock, count, figure, moment, NOTHING, size } from '../text/format.ts';
import { t } from '../text/messages.svelte.ts';
import { kindInWords } from '../text/kind-in-words.ts';
import { outcomeWord, type ShownModel } from './list/model-list.ts';

/** @param history as far as it is read, which says of which version the engine was */
export function modelFacts(
  shown: ShownModel,
  history: { readonly engineVersion: string } | null,
): { name: string; value: string }[] {
  const { model } = shown;
  const { best, counting, engine, trainingSeconds, validationPerplexity } = model;
  const all: [string, string | null][] = [
    [t('models.outcome'), outcomeWord(shown)],
    [
      t('models.epochs'),
      model.epochs === model.epochsWanted
        ? count(model.epochs)
        : t('models.epochsOf', {
            epochs: count(model.epochs),
            wanted: count(model.epochsWanted),
          }),
    ],
    [t('models.perplexity'), model.perplexity === null ? NOTHING : figure(model.perplexity)],
    [t('compare.validation'), validationPerplexity === null ? null : figure(validationPerplexity)],
    [t('counting.label'), counting && figure(countedPerplexity(counting))],
    [
      t('models.best'),
      best &&
        t(validationPerplexity === null ? 'models.bestAt' : 'models.bestHeldOut', {
          ...{ perplexity: figure(best.perplexity), epoch: count(best.epoch) },
        }),
    ],
    [t('compare.time'), trainingSeconds === null ? null : clock(trainingSeconds)],
    [t('models.corpus'), model.corpusName],
    [t('models.characters'), count(model.characters)],
    [t('models.vocabulary'), count(model.vocabularySize)],
    [t('models.cell'), model.settings && kindInWords(model.settings)],
    [t('models.hidden'), count(model.hiddenSize)],
    [
      t('models.engine'),
      t('models.engineThreads', {
        engine: [t(`train.${engine.name}`), history?.engineVersion].filter(Boolean).join(' '),
        count: engine.threads,
      }),
    ],
    [t('models.parent'), model.parentName],
    [t('models.created'), moment(model.createdAt)],
    [t('models.date'), moment(model.savedAt)],
    ...ofFile(model),
  ];
  return all.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}

/** Of a record, its file says nothing to anybody. */
const ofFile = ({ hasModel, bytes, hasText }: ShownModel['model']): [string, string | null][] =>
  hasModel
    ? [
        [t('models.size'), size(bytes)],
        [t('models.text'), t(hasText ? 'models.textInside' : 'models.textOutside')],
      ]
    : [];
