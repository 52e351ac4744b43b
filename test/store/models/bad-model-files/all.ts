/** The collection of broken model files, a file a kind of damage, each made from a good one. */
import { altered } from './altered-headers.ts';
import type { BadFile } from './bad-file.ts';
import { bombs } from './bombs.ts';
import { fillers } from './fillers.ts';
import { foreign } from './foreign.ts';
import { goodFile, partsOf } from './forge.ts';
import { strangeZips } from './strange-zips.ts';
import { truncated } from './truncated.ts';
import { wrongManifests } from './wrong-manifests.ts';
import { wrongSafetensors } from './wrong-safetensors.ts';
import { wrongTexts } from './wrong-texts.ts';
import { wrongTraining } from './wrong-training.ts';
import { wrongVersion1 } from './wrong-version1.ts';
import { wrongWeights } from './wrong-weights.ts';

/** Made one after another, since some are large while they are made. */
export async function* badModelFiles(): AsyncGenerator<BadFile> {
  const good = await goodFile();
  const names = [...(await partsOf(good)).keys()];
  const cases = [
    ...foreign(good),
    ...truncated(good),
    ...altered(good, names),
    ...strangeZips(good, names),
    ...bombs(),
    ...fillers(),
    ...wrongManifests(),
    ...wrongWeights('weights.safetensors'),
    ...wrongWeights('best.safetensors'),
    ...wrongSafetensors('weights.safetensors', 'W_hh'),
    ...wrongSafetensors('best.safetensors', 'b_h'),
    ...wrongSafetensors('training.safetensors', 'generator'),
    ...wrongTraining(),
    ...wrongTexts(),
    ...wrongVersion1(),
  ];
  for (const { make, ...facts } of cases) yield { ...facts, bytes: await make() };
}
