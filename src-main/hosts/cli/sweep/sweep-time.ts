/** How long the runs of a sweep take, about: a few shapes are measured for a moment, the others reckoned by them. */
import type { EngineName } from '../../../contract/engine.ts';
import { parseSettings } from '../../../contract/settings.ts';
import type { Product } from '../../../services/product.ts';
import type { EstimatedText } from '../../../services/training/estimate.ts';
import type { TrainingText } from '../../../services/training/prepare.ts';
import type { SweptRun } from '../../../services/sweeps/swept-run.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';

/** Shapes that are measured; for more, nobody would wait. */
const MEASURED = 6;

/** What decides how long an epoch takes. */
const shapeOf = ({ settings }: SweptRun): string => {
  const { cell, hiddenSize, timeSteps, batchSize, ...others } = parseSettings(settings);
  const { layers, embeddingSize, tied, dropout } = others;
  const { maxCharacters, sampling, detach, lineBreaks, heldOut } = others;
  return JSON.stringify([
    ...[cell, hiddenSize, timeSteps, batchSize, maxCharacters, sampling, detach],
    ...[layers, embeddingSize, tied, dropout > 0],
    ...[lineBreaks, heldOut],
  ]);
};

/** @returns seconds, one run after another; null where nothing can be measured */
export async function secondsOf(
  product: Pick<Product, 'estimatesOf'>,
  text: TrainingText & EstimatedText,
  runs: readonly SweptRun[],
  engine: EngineName,
): Promise<number | null> {
  const shapes = [...Map.groupBy(runs, shapeOf).values()];
  const every = Math.max(1, Math.ceil(shapes.length / MEASURED));
  const estimates = product.estimatesOf(text);
  let [seconds, measured] = [0, 0];
  for (const alike of shapes.filter((_, i) => i % every === 0)) {
    const { settings } = alike[0]!;
    const question = { settings: { ...settings }, engine, parentVocabulary: undefined };
    const forecast = await estimates.forecast(text, question).catch(() => null);
    if (!forecast) continue;
    const epochs = parseSettings(settings).epochs;
    for (const run of alike)
      seconds += (forecast.seconds * parseSettings(run.settings).epochs) / epochs;
    measured += alike.length;
  }
  return measured === 0 ? null : (seconds * runs.length) / measured;
}

/** @returns how long something takes, as a person would say it */
export function lasting(seconds: number, { t }: Surroundings['translator']): string {
  const minutes = seconds / 60;
  if (minutes < 1.5) return t('cli.sweep.seconds', { count: Math.max(1, Math.round(seconds)) });
  if (minutes < 90) return t('cli.sweep.minutes', { count: Math.round(minutes) });
  return t('cli.sweep.hours', { count: Math.round(minutes / 60) });
}
