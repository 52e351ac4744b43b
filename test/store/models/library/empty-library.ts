/** A library with nothing in it, and what is put there. */
import { join } from 'node:path';
import { type ModelFile } from '../../../../src-main/store/models/model-file.ts';
import { ModelLibrary } from '../../../../src-main/store/models/model-library.ts';
import { summaryOf } from '../../../../src-main/store/models/model-summary.ts';
import { sampleFile, sampleManifest, sampleModel } from '../sample-model.ts';
import { temporaryFolder } from '../../files/temporary-folder.ts';

export async function emptyLibrary() {
  const folder = join(await temporaryFolder(), 'models');
  return { folder, library: await ModelLibrary.open(folder) };
}

export const manifestOf = (changes: Partial<ModelFile['manifest']>) =>
  sampleFile({ manifest: sampleManifest(changes) });

/** A run that is not gone on with, of no epoch, with other settings. */
export const bare = (changes: Partial<ModelFile['manifest']>) =>
  sampleFile({
    manifest: sampleManifest({ best: null, ...summaryOf([]), ...changes }),
    ...{ epochs: [], samples: [], state: null, best: null, text: null },
    model: sampleModel(changes.vocabulary?.length),
  });
