/** A small model that a compute process has trained, with what the product itself writes with it. */
import { join } from 'node:path';
import { Vocabulary } from '../../../src-main/core/text/vocabulary.ts';
import type { LanguageModel } from '../../../src-main/core/parameters.ts';
import type { Exported, Exporter } from '../../../src-main/services/exports/exports.ts';
import { trainingSettings } from '../../../src-main/contract/settings.ts';
import type { ComputeLink } from '../../../src-main/supervisor/link.ts';
import { sampleManifest } from '../../store/models/sample-model.ts';
import { train } from '../../compute/train.ts';
import { plainEpoch } from '../../contract/plain-epoch.ts';

/** The page as it was built, without a model. */
export const exporter: Exporter = {
  version: '0.0.0',
  page: join(import.meta.dirname, '..', '..', '..', 'dist', 'main', 'exported-page.html'),
};

export const LYRICS =
  '想要有直升机 想要和你飞到宇宙去 想要和你融化在一起 融化在银河里 我每天每天每天在想想想想著你 这样的甜蜜 让我开始相信命运 ' +
  '感谢地心引力 让我碰到你 漂亮的让我面红的可爱女人 温柔的让我心疼的可爱女人 透明的让我感动的可爱女人 坏坏的让我疯狂的可爱女人 ';

export interface Written {
  readonly prefix: string;
  readonly length: number;
  readonly temperature: number;
  readonly seed: number;
}

export interface TrainedModel {
  readonly file: Exported;
  /** What the product writes after a prefix. */
  write(request: Written): Promise<string>;
}

export async function trainModel(
  calls: ComputeLink['calls'],
  settings: Record<string, unknown> = {},
  text = LYRICS.repeat(3),
): Promise<TrainedModel> {
  const vocabulary = Vocabulary.of(text);
  const all = trainingSettings.parse({
    ...{ epochs: 150, hiddenSize: 48, timeSteps: 20, batchSize: 8, sampling: 'consecutive' },
    ...{ predPeriod: 1000, prefixes: ['想要'], ...settings },
  });
  const { model } = await train(calls, {
    settings: all,
    vocabularySize: vocabulary.size,
    ids: vocabulary.encode(text).ids,
    prefixes: [],
  });
  return openModel(calls, model, vocabulary, { settings: all });
}

/** @param more of the manifest */
export async function openModel(
  calls: ComputeLink['calls'],
  model: LanguageModel,
  vocabulary: Vocabulary,
  more: Parameters<typeof sampleManifest>[0],
): Promise<TrainedModel> {
  await calls.open({ key: 'exported', model });
  const manifest = sampleManifest({ vocabulary: [...vocabulary.characters], ...more });
  const epochs = [
    { epoch: 1, perplexity: 61.5, seconds: 0.25, gradientNorm: 0.5, clipped: 1, ...plainEpoch },
    {
      epoch: 2,
      perplexity: 1.0625,
      seconds: 0.125,
      gradientNorm: 0.0078125,
      clipped: 0.25,
      ...plainEpoch,
    },
  ];
  return {
    file: { manifest, model, epochs },
    write: async ({ prefix, ...how }) => {
      const { ids } = vocabulary.encode(prefix);
      const written = await calls.write({ key: 'exported', id: 'piece', prefix: ids, ...how });
      return vocabulary.decode(written.continuation);
    },
  };
}
