/** The curve of a model as a file: the picture, with the words around it in the person's language. */
import { fileNameOf } from '../../src-main/contract/file-name.ts';
import type { ModelInfo } from '../../src-main/contract/model.ts';
import type { EpochReport } from '../../src-main/contract/training.ts';
import { count, figure } from '../text/format.ts';
import { t } from '../text/messages.svelte.ts';
import { readColours } from './colours.ts';
import { drawPicture } from './picture.ts';
import { wording } from './wording.ts';

/** @param host an element in the theme of the moment */
export async function curveFile(
  model: ModelInfo,
  epochs: readonly EpochReport[],
  host: HTMLElement,
): Promise<File> {
  const { name, corpusName, perplexity, vocabularySize } = model;
  const baseline = t('train.chartBaseline', { value: count(vocabularySize) });
  const facts = [
    corpusName,
    t('models.hiddenUnits', {
      count: model.hiddenSize,
      units: count(model.hiddenSize),
      cell: t(`models.cells.${model.cell}`),
    }),
    t('models.epochsMade', { count: model.epochs, epochs: count(model.epochs) }),
  ];
  const picture = await drawPicture(
    {
      epochs,
      total: model.epochsWanted,
      baseline: { value: vocabularySize, label: '' },
      goneOn: null,
    },
    readColours(host),
    wording,
    {
      title: name,
      facts: facts.join(' · '),
      line:
        perplexity === null
          ? t('models.perplexity')
          : t('models.perplexityNow', { perplexity: figure(perplexity) }),
      baseline,
      axis: t('models.perplexityAxis'),
    },
  );
  return new File([picture], `${fileNameOf(name, model.id)}.png`, { type: 'image/png' });
}
