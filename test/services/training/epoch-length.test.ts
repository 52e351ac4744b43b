/** Where the state is not detached, an epoch may have so many time steps: whoever asks for more is told a number that does. */
import { describe, expect, it } from 'vitest';
import type { VerseloomError } from '../../../src-main/contract/errors.ts';
import { ranges } from '../../../src-main/contract/settings.ts';
import { Random } from '../../../src-main/core/random.ts';
import { batchesRead, MOST_STEPS_BACK } from '../../../src-main/core/sampler.ts';
import { checkEpochLength } from '../../../src-main/services/training/learnt-text.ts';

describe('the length of an epoch', () => {
  const refused = (batchSize: number, timeSteps: number, length: number) => {
    try {
      const settings = { detach: false, sampling: 'consecutive', batchSize, timeSteps } as const;
      checkEpochLength(settings, length);
      expect(batchesRead(settings, length) * timeSteps).toBeLessThanOrEqual(MOST_STEPS_BACK);
      return undefined;
    } catch (error) {
      return (error as VerseloomError).params;
    }
  };

  it('is refused beyond 500 time steps, with the very number that does', () => {
    const draw = new Random(62);
    let [byBatch, byCharacters, fits] = [0, 0, 0];
    for (let time = 0; time < 300; time++) {
      const [batchSize, timeSteps] = [1 + draw.below(60), 1 + draw.below(300)];
      const length = batchSize * (timeSteps + 1) + draw.below(draw.below(2) ? 30_000 : 900_000);
      const params = refused(batchSize, timeSteps, length);
      if (!params) fits++;
      else if (params['field'] === 'batchSize') {
        const min = Number(params['min']);
        expect(refused(min, timeSteps, length)).toBeUndefined();
        expect(refused(min - 1, timeSteps, length)).toBeDefined();
        byBatch++;
      } else {
        const max = Number(params['max']);
        expect(refused(batchSize, timeSteps, max)).toBeUndefined();
        expect(refused(batchSize, timeSteps, max + 1)).toBeDefined();
        byCharacters++;
      }
    }
    expect([byBatch, byCharacters, fits].every((count) => count > 10)).toBe(true);
  });

  it('may be as long as a batch may be', () => {
    expect(MOST_STEPS_BACK).toBe(ranges.timeSteps.max);
  });

  it('is any where the state is detached', () => {
    const settings = { detach: true, sampling: 'consecutive', batchSize: 1, timeSteps: 1 } as const;
    expect(() => checkEpochLength(settings, 1e6)).not.toThrow();
  });
});
