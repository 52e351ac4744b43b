/** The curve of a model as a file: the picture, with the words around it in the person's language. */
import { usualChartOptions } from '../../../src-main/contract/charts.ts';
import { fileNameOf } from '../../../src-main/contract/names/file-name.ts';
import type { ModelInfo } from '../../../src-main/contract/model.ts';
import { countedPerplexity, type EpochReport } from '../../../src-main/contract/training.ts';
import { count, figure } from '../../text/format.ts';
import { t } from '../../text/messages.svelte.ts';
import { readColours } from '../plot/colours.ts';
import { plotOf } from '../plot/plot-of.ts';
import { countingLabel, wording } from '../plot/wording.ts';
import { RunCurves } from '../series/run-curves.ts';
import { drawPicture } from './picture.ts';

/** @param host an element in the theme of the moment */
export async function curveFile(
  model: ModelInfo,
  epochs: readonly EpochReport[],
  host: HTMLElement,
): Promise<File> {
  const { name, corpusName, perplexity, vocabularySize } = model;
  const counted = model.counting && countedPerplexity(model.counting);
  const facts = [
    corpusName,
    t('models.hiddenUnits', {
      count: model.hiddenSize,
      units: count(model.hiddenSize),
      cell: t(`settings.cell.${model.cell}`),
    }),
    t('models.epochsMade', { count: model.epochs, epochs: count(model.epochs) }),
  ];
  const colours = readColours(host);
  const curves = new RunCurves(epochs);
  const run = {
    ...{ key: model.id, curves, stepsPerEpoch: 1, total: model.epochsWanted, vocabularySize },
    counted,
    ...{ ink: 'line' as const, dash: [], changes: [], mark: '', label: '' },
  };
  const wanted = {
    ...{ figure: 'perplexity' as const, runs: [run], options: usualChartOptions, range: null },
    ...{ moments: { samples: [], checkpoints: [] }, references: [], raised: null },
    ...{ guessing: () => '', counting: () => '', threshold: () => '' },
  };
  const keys = [
    {
      ...{ colour: colours.line, dash: [], width: 2 },
      name:
        perplexity === null
          ? t('models.perplexity')
          : t('models.perplexityNow', { perplexity: figure(perplexity) }),
    },
    {
      ...{ colour: colours.baseline, dash: [5, 4], width: 1 },
      name: t('train.chartBaseline', { value: count(vocabularySize) }),
    },
    ...(counted === null
      ? []
      : [
          { ...{ colour: colours.baseline, dash: [5, 4], width: 1 }, name: countingLabel(counted) },
        ]),
  ];
  const picture = await drawPicture(
    (width) => plotOf(wanted, width),
    colours,
    wording,
    { title: name, facts: facts.join(' · '), axis: t('models.perplexityAxis'), keys },
    'png',
  );
  return new File([picture], `${fileNameOf(name, model.id)}.png`, { type: 'image/png' });
}
