/** How the models of the command line are called: in its language, and among those of the library where they lie there. */
import { nameWordsOf } from '../../../messages/model-names.ts';
import type { Naming } from '../../../services/training/naming.ts';
import type { ModelPlace } from './find-model.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';

/** @param place of a model that is there already */
export const namingOf = (around: Surroundings, place?: ModelPlace): Naming => ({
  words: nameWordsOf(),
  language: around.translator.language,
  others: async () =>
    place?.id === undefined
      ? []
      : (await (await around.openModels()).list())
          .filter(({ id }) => id !== place.id)
          .map(({ name }) => name),
});
