/**
 * Runs and pieces whose compute process is stopped, for real: nothing hangs that a person cannot end, and the last save is left.
 *
 * @module-tag long
 */
import { describe, expect, it, vi } from 'vitest';
import type { TrainingStatus } from '../../../src-main/contract/training.ts';
import { ENDLESS, isAlive } from '../../compute/compute-process.ts';
import { isPresent } from '../../engines/on-each-engine.ts';
import { openForTest, type Opened } from '../open-product.ts';

const waits = ({ told }: Opened) => told.map(({ waiting }) => waiting?.for ?? null);

/** Stops the process between two saves. @returns its number */
async function stopProcess({ supervisor, training }: Opened): Promise<number> {
  await vi.waitUntil(() => training.status().savedAt !== null, 10_000);
  const pid = supervisor.pid!;
  process.kill(pid, 'SIGSTOP');
  return pid;
}

// Windows stops no process.
describe.skipIf(!isPresent('onnx') || process.platform === 'win32')(
  'a run whose process is stopped',
  () => {
    it('waits when it is paused, stopped or saved, says so, and is done when the process goes on', async () => {
      const product = await openForTest();
      const { training } = product;
      await product.start({ epochs: ENDLESS });
      const pid = await stopProcess(product);
      const saved = training.save();
      await product.until(() => waits(product).at(-1) === 'save');
      const paused = training.pause();
      await product.until(() => waits(product).at(-1) === 'pause');
      process.kill(pid, 'SIGCONT');
      await saved;
      expect(await paused).toMatchObject({ state: 'paused', waiting: null });

      process.kill(pid, 'SIGSTOP');
      const resumed = training.resume();
      await product.until(() => waits(product).at(-1) === 'resume');
      const stopped = training.stop();
      await product.until(() => waits(product).at(-1) === 'stop');
      process.kill(pid, 'SIGCONT');
      await resumed;
      expect(await stopped).toMatchObject({ state: 'stopped', waiting: null, failure: null });
    });

    it('ends with its process by choice: it fails with its last save, from which it goes on at once', async () => {
      const product = await openForTest();
      const { training, handlers } = product;
      await product.start({ epochs: ENDLESS });
      const pid = await stopProcess(product);
      const paused = handlers['training.pause']({});
      const stopped = handlers['training.stop']({});
      await product.until(() => waits(product).includes('stop'));
      await expect(product.start()).rejects.toMatchObject({ code: 'training.running' });
      await handlers['compute.end']({});
      const failed = (await stopped) as TrainingStatus;
      expect(await paused).toEqual(failed);
      expect(failed).toMatchObject({
        ...{ state: 'failed', failure: { code: 'compute.ended' }, waiting: null, unsaved: false },
      });
      expect(isAlive(pid)).toBe(false);
      const [model] = await handlers['models.list']({});
      expect(model).toMatchObject({ id: failed.modelId, savedAt: failed.savedAt });
      expect(model).toMatchObject({ epochs: failed.savedEpochs, canGoOn: true });

      await handlers['training.goOn']({ id: model!.id });
      await product.until(() => training.status().epochs > failed.savedEpochs);
      expect(await training.stop()).toMatchObject({ state: 'stopped', modelId: model!.id });
      await product.start();
      expect((await training.ended()).state).toBe('finished');
    });

    it('keeps the product from closing no longer than its patience', async () => {
      const product = await openForTest();
      const { training } = product;
      await product.start({ epochs: ENDLESS });
      const pid = await stopProcess(product);
      await product.close();
      expect(isAlive(pid)).toBe(false);
      const { state, failure, savedAt } = training.status();
      expect([state, failure?.code]).toEqual(['failed', 'compute.ended']);
      expect(savedAt).not.toBeNull();
    });
  },
);

describe.skipIf(!isPresent('onnx') || process.platform === 'win32')(
  'a process that was stopped before anything was asked of it',
  () => {
    it('keeps nobody who gives a start up, and can be ended for whoever starts; who writes meanwhile does', async () => {
      const product = await openForTest();
      const { training, handlers, supervisor } = product;
      await product.start();
      const { modelId } = await training.ended();
      const pid = supervisor.pid!;
      process.kill(pid, 'SIGSTOP');

      const starting = product.start();
      await product.until(() => training.status().state === 'preparing');
      await training.stop();
      expect((await starting).state).toBe('idle');

      const waiting = product.start();
      const refused = expect(waiting).rejects.toMatchObject({ code: 'compute.ended' });
      const request = { id: 'piece', prefix: '想要', length: 5, temperature: 0, seed: 1 };
      const piece = handlers['writing.write']({ modelId: modelId!, ...request });
      const score = handlers['models.score']({ id: modelId!, text: '想要有直升机' });
      await product.until(() => product.compute.at(-1) === 'unresponsive');
      expect(await handlers['compute.status']({})).toMatchObject({ state: 'unresponsive' });
      await handlers['compute.end']({});
      await refused;
      expect(await handlers['compute.status']({})).toMatchObject({ state: 'ready' });
      expect(isAlive(pid)).toBe(false);
      // What is written beside a run has a process of its own, and waits for nobody.
      expect((await piece).continuation).not.toBe('');
      expect((await score).known).toBe(6);

      const written = await handlers['writing.write']({ modelId: modelId!, ...request });
      expect(written.continuation).not.toBe('');
      await product.start();
      expect((await training.ended()).state).toBe('finished');
    });
  },
);
