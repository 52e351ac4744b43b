/** Thousands of model files that chance has changed: refused or whole, never half, never a crash. */
import { describe, expect, it } from 'vitest';
import { mutateFiles, mutateParts, type Outcome } from '../store/models/mutations.ts';
import { temporaryFolder } from '../store/files/temporary-folder.ts';

const COUNT = 5000;

function tell(what: string, { refused, opened, reasons }: Outcome): void {
  const listed = [...reasons].sort(([, a], [, b]) => b - a).map((entry) => entry.join(': '));
  console.log(`${what}: ${refused} refused, ${opened} opened\n  ${listed.join('\n  ')}`);
}

describe('five thousand mutations', () => {
  it('of the bytes of a file are refused or change nothing', async () => {
    const outcome = await mutateFiles(COUNT, 3, await temporaryFolder());
    tell('bytes', outcome);
    expect(outcome.refused + outcome.opened).toBe(COUNT);
  });

  it('of its parts, with right checksums, are refused or whole models', async () => {
    const outcome = await mutateParts(COUNT, 4);
    tell('parts', outcome);
    expect(outcome.refused + outcome.opened).toBe(COUNT);
  });
});
