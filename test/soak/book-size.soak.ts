/** A whole run at the book's size on the sample corpus: the memory of the compute process stays flat, and it learns the songs. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { InstalledEngine } from '../../src-main/contract/engine.ts';
import { isPresent } from '../engines/on-each-engine.ts';
import { openForTest } from '../services/open-product.ts';

const MIB = 1024 * 1024;
/** What issue 3 allows the compute process, in bytes. */
const limits: Record<InstalledEngine, number> = { onnx: 300e6, tensorflow: 550e6 };
/**
 * What may come on top between the first fifty epochs and the last. tfjs-node makes a thousand small objects a step, and the
 * heap takes a hundred epochs to find its size; a leak of one state a step would be 60 MB, of one parameter 2 GB.
 */
const growth: Record<InstalledEngine, number> = { onnx: 1.1, tensorflow: 1.15 };

/** Resident bytes of a process, as Linux tells them. */
function residentBytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1];
  return Number(kilobytes) * 1024;
}

/**
 * glibc raises by itself the size from which an array is given back to the system when it is freed, and keeps up to 30 MB of smaller ones: so
 * what is measured is what is held.
 */
process.env['MALLOC_MMAP_THRESHOLD_'] = String(MIB / 4);

const runs = [
  ['onnx', 'random'],
  ['onnx', 'consecutive'],
  ['tensorflow', 'random'],
] as const;

describe.skipIf(!existsSync('/proc/self/status'))('250 epochs', () => {
  for (const [engine, sampling] of runs)
    it.skipIf(!isPresent(engine))(`on ${engine} with ${sampling} sampling`, async () => {
      const product = await openForTest();
      const { training, supervisor, handlers } = product;
      const [sampleCorpus] = await handlers['corpora.list']({});
      expect(sampleCorpus!.builtIn).toBe(true);
      await handlers['training.start']({
        corpusId: sampleCorpus!.id,
        settings: { sampling },
        engine,
        withText: true,
      });
      const resident: { epoch: number; bytes: number }[] = [];
      await product.until(() => {
        const { epochs, state } = training.status();
        if (supervisor.pid && state === 'training')
          resident.push({ epoch: epochs, bytes: residentBytes(supervisor.pid) });
        return state === 'saving';
      });
      const { peakBytes } = await supervisor.current().calls.info({});
      const ended = await training.ended();
      // Garbage is collected now and then: what memory comes back to is what is held. After the last epoch the run still writes, to see
      // what it has by heart, and is not at its end.
      const lowest = (from: number, to: number) =>
        Math.min(
          ...resident.filter(({ epoch }) => epoch >= from && epoch <= to).map(({ bytes }) => bytes),
        );
      const [early, late] = [lowest(10, 59), lowest(200, 249)];
      const { epochs } = training.history(0, 0);
      console.log(
        `${engine}, ${sampling}: perplexity ${epochs.at(-1)!.perplexity.toFixed(3)}, ` +
          `${(early / MIB).toFixed(0)} MiB at epochs 10–59, ${(late / MIB).toFixed(0)} at 200–249, peak ${(peakBytes / MIB).toFixed(0)}`,
      );

      expect(ended).toMatchObject({ state: 'finished', epochs: 250, failure: null });
      expect(epochs.map(({ epoch }) => epoch)).toEqual(
        Array.from({ length: 250 }, (_, i) => i + 1),
      );
      expect(late).toBeLessThan(growth[engine] * early);
      expect(peakBytes).toBeLessThan(limits[engine]);
      // It begins near V, the perplexity of guessing, and ends with most of the songs known.
      expect(epochs[0]!.perplexity).toBeGreaterThan(100);
      expect(epochs.at(-1)!.perplexity).toBeLessThan(sampling === 'random' ? 3 : 5);
      expect(ended.samples).toBe(10);
    });
});
