import fc from 'fast-check';
import { expect, it } from 'vitest';
import { trainingSettings } from '../../../src-main/contract/settings.ts';
import { batchesPerEpoch } from '../../../src-main/core/sampler.ts';
import { stepsPerEpoch } from '../../../src-main/store/models/training-state.ts';
import { corpusOf } from './sample-model.ts';

it('an epoch has as many steps as the sampler has batches for it', () => {
  const side = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(
      ...[fc.constantFrom('random', 'consecutive'), fc.nat(5000), side, side],
      (sampling, learntCharacters, batchSize, timeSteps) => {
        const settings = trainingSettings.parse({ sampling, batchSize, timeSteps });
        const corpus = { ...corpusOf(''), learntCharacters };
        expect(stepsPerEpoch({ settings, corpus, best: null })).toBe(
          batchesPerEpoch(settings.sampling, learntCharacters, batchSize, timeSteps),
        );
      },
    ),
    { numRuns: 2000 },
  );
});
