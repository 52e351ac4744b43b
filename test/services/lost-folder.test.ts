/**
 * A run whose data folder is removed, and made anew by another application, while it trains: nothing that was learnt is lost.
 *
 * @module-tag long
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DataLock } from '../../src-main/store/data/data-lock.ts';
import { readModelFile } from '../../src-main/store/models/model-file.ts';
import { ENDLESS } from '../compute/compute-process.ts';
import { isPresent } from '../engines/on-each-engine.ts';
import { startHolder } from '../store/data/lock-holder-process.ts';
import { listing, temporaryFolder } from '../store/files/temporary-folder.ts';
import { openForTest } from './open-product.ts';

describe.skipIf(!isPresent('onnx'))('a run in a folder that is removed', () => {
  it('says who has the folder by now, writes nothing on its way, and is saved as a model of its own in the end', async () => {
    const { root, training, handlers } = await trainInLockedFolder();
    await handlers['training.pause']({});
    await handlers['training.save']({}); // after all that are under way: none takes the folder first
    await rm(root, { recursive: true });
    const other = await startHolder(root);
    const refused = { code: 'data.inUse', params: { folder: root, pid: other.pid } };
    await expect(handlers['training.save']({})).rejects.toMatchObject(refused);
    await expect(handlers['preferences.set']({ theme: 'dark' })).rejects.toMatchObject(refused);
    expect(training.status()).toMatchObject({ state: 'paused', saveFailure: refused });
    expect(await listing(root)).toEqual(['data.lock', 'in-use.json']);

    const { state, modelId, epochs } = await training.stop();
    expect(state).toBe('stopped');
    const { manifest } = await readModelFile(join(root, 'models', `${modelId}.verse`));
    expect(manifest.epochs).toBe(epochs);
    await other.end();
  });

  it('is saved on its way in a new one', async () => {
    const { root, handlers } = await trainInLockedFolder();
    await handlers['training.save']({});
    await rm(root, { recursive: true });
    const { modelId } = await handlers['training.save']({});
    expect((await readModelFile(join(root, 'models', `${modelId}.verse`))).state).not.toBeNull();
    expect((await startHolder(root)).said).toMatchObject({ code: 'data.inUse' });
  });
});

/** As an application does it, which has the lock of its folder; @returns once something is learnt */
async function trainInLockedFolder() {
  const root = join(await temporaryFolder(), 'data');
  const lock = await DataLock.take(root);
  onTestFinished(() => lock.release());
  const { training, handlers, start, until } = await openForTest({ root });
  await start({ epochs: ENDLESS });
  await until(() => training.status().epochs > 2);
  return { root, training, handlers };
}
