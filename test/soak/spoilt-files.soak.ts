/** Thousands of files of every kind with something changed in them: no crash, no hang, little memory, and always a text or a reason. */
import { expect, it } from 'vitest';
import { expectOutcome, mutatedFiles } from '../corpus/mutated-files.ts';

const MIB = 2 ** 20;

it('makes a text or a reason of 5,000 spoilt files, within 300 MiB', async () => {
  const before = process.memoryUsage().rss;
  let most = 0;
  for await (const [name, bytes] of mutatedFiles(5000, 20_261_127)) {
    const started = performance.now();
    await expectOutcome(name, bytes);
    expect(performance.now() - started, name).toBeLessThan(5000);
    most = Math.max(most, process.memoryUsage().rss);
  }
  expect((most - before) / MIB).toBeLessThan(300);
});
