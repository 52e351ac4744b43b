/**
 * The application is killed in the middle of its queue, again and again: every run is made once, and none is lost.
 *
 * @module-tag long
 */
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { isPending } from '../../../src-main/contract/runs/queue.ts';
import { lyrics } from '../../hosts/contract-cases.ts';
import { importFile } from '../../hosts/corpus-cases.ts';
import { connect } from '../../hosts/web/client.ts';
import { startHostProcess } from '../../hosts/web/host-process.ts';
import { temporaryFolder } from '../../store/files/temporary-folder.ts';
import { small } from '../open-product.ts';

const program = join(import.meta.dirname, '..', '..', '..', 'dist', 'main', 'serve.cjs');
const [RUNS, EPOCHS] = [4, 3000];

it.each([
  ['one at a time', 1],
  ['two at once', 2],
])('every run is made once, and none is lost: %s', async (_, jobs) => {
  const env = { ...process.env, VERSELOOM_DATA: await temporaryFolder(), LC_ALL: 'C' };
  const open = async () => {
    const host = startHostProcess([program, '--port', '0', '--no-open'], { env });
    onTestFinished(() => void host.child.kill('SIGKILL'));
    return { host, ...(await connect(await host.newAddress())) };
  };
  const kill = async ({ host, socket }: Awaited<ReturnType<typeof open>>): Promise<void> => {
    socket.terminate();
    host.child.kill('SIGKILL');
    await host.ended;
  };
  let application = await open();
  const { id } = await importFile(application.calls, 'song.txt', lyrics);
  await application.calls['queue.add']({
    runs: Array.from({ length: RUNS }, (_, seed) => ({
      request: {
        ...{ corpusId: id, engine: 'onnx' as const },
        settings: { ...small, epochs: EPOCHS, predPeriod: EPOCHS, seed },
      },
    })),
    ...(jobs > 1 && { sweep: { name: 'seeds', fields: ['seed'], jobs } }),
  });
  for (const moment of [0, 30, 400, 900, 1500]) {
    await new Promise((resolve) => setTimeout(resolve, moment));
    await kill(application);
    application = await open();
    const { entries, paused } = await application.calls['queue.list']({});
    if (entries.some(isPending)) expect(paused).toBe('restart');
    expect(entries.filter(({ state }) => state === 'running')).toEqual([]);
    await application.calls['queue.resume']({});
  }
  // What is done stays with its sweep.
  const isMade = async (): Promise<boolean> =>
    !(await application.calls['queue.list']({})).entries.some(isPending);
  await vi.waitUntil(isMade, { timeout: 120_000, interval: 100 });
  const models = (await application.calls['models.list']({})).filter(({ builtIn }) => !builtIn);
  expect(models.map(({ settings, epochs }) => [settings!.seed, epochs]).sort()).toEqual(
    Array.from({ length: RUNS }, (_, seed) => [seed, EPOCHS]),
  );
  await kill(application);
});
