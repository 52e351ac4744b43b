import { describe, expect, it } from 'vitest';
import { mutateFiles, mutateParts } from './mutations.ts';
import { temporaryFolder } from '../files/temporary-folder.ts';

describe('a model file that chance has changed', () => {
  it('is refused, or holds what it held', async () => {
    const { refused, opened } = await mutateFiles(500, 1, await temporaryFolder());
    expect(refused + opened).toBe(500);
    expect(refused).toBeGreaterThan(400);
    expect(opened).toBeGreaterThan(0); // a date, or a zero that was one before
  });

  it('is refused, or a whole model, when its checksums are right', async () => {
    const { refused, opened } = await mutateParts(500, 2);
    expect(refused + opened).toBe(500);
    expect(Math.min(refused, opened)).toBeGreaterThan(50);
  });
});
