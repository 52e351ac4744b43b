/** A compute process that is killed fifty times while it trains: each time it is said, another one comes up, and nothing saved is lost. */
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { ModelInfo } from '../../src-main/contract/model.ts';
import { isResting } from '../../src-main/contract/training.ts';
import { Random } from '../../src-main/core/random.ts';
import { ENDLESS, isAlive } from '../compute/compute-process.ts';
import { isPresent } from '../engines/on-each-engine.ts';
import { openForTest } from '../services/open-product.ts';

/** Ten times five: the delay before a restart doubles with each crash in a row. */
const ROUNDS = 10;
const KILLS = 5;

describe.skipIf(!isPresent('onnx'))('fifty crashes', () => {
  it('lose nothing that was saved', async () => {
    const random = new Random(50);
    const pids = new Set<number>();
    let root: string | undefined;
    let saved: ModelInfo[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      const product = await openForTest({ ...(root !== undefined && { root }) });
      root = product.root;
      const { training, handlers, supervisor, compute } = product;
      await product.start({ seed: round });
      expect((await training.ended()).state).toBe('finished');
      const before = saved.length;
      saved = await handlers['models.list']({});
      expect(saved.length).toBe(before + 1);

      for (let kill = 1; kill <= KILLS; kill++) {
        // At any moment: while the run is prepared, before its first epoch, between two, while samples are written.
        const starting = product.start({ epochs: ENDLESS, predPeriod: 3, seed: kill });
        starting.catch(() => {}); // whether it was under way by then is not the question
        await product.until(() => !isResting(training.status().state));
        await setTimeout(random.below(300));
        const pid = supervisor.pid!;
        pids.add(pid);
        process.kill(pid, 'SIGKILL');
        await Promise.allSettled([starting]);
        const ended = await training.ended();
        expect(ended).toMatchObject({ state: 'failed', failure: { code: 'compute.crashed' } });
        await product.until(() => compute.length === 2 * kill);
        expect(compute.slice(-2)).toEqual(['crashed', 'ready']);
        expect((await supervisor.current().calls.info({})).pid).toBe(supervisor.pid);
        // The run itself may have been saved by then; what had been is as it was.
        const models = await handlers['models.list']({});
        expect(models.filter(({ id }) => id !== ended.modelId)).toEqual(saved);
        expect(models.filter(({ damage }) => damage !== null)).toEqual([]);
        expect(models.length).toBe(saved.length + (ended.modelId === null ? 0 : 1));
        saved = models;
      }
      const [{ id }] = saved as [ModelInfo];
      const written = await handlers['writing.write']({
        ...{ id: 'w', modelId: id, prefix: '想', length: 20, temperature: 1, seed: 1 },
      });
      expect(Array.from(written.continuation).length).toBe(20);
      pids.add(supervisor.pid!);
      await product.close();
    }
    expect(pids.size).toBe(ROUNDS * (KILLS + 1));
    expect([...pids].filter(isAlive)).toEqual([]);
  });
});
