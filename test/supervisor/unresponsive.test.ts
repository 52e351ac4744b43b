/** Real processes that are stopped and hear nothing: they are told of, go on when they can, and can always be ended. */
import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ComputeState } from '../../src-main/contract/api.ts';
import { Supervisor } from '../../src-main/supervisor/supervisor.ts';
import { ENDLESS, isAlive, smallJob, spawnCompute } from '../compute/compute-process.ts';
import { train } from '../compute/train.ts';
import { isPresent } from '../engines/on-each-engine.ts';
import { plainRnn, plainStep } from '../contract/all-cells.ts';

const onnx = { engine: 'onnx', threads: 1 } as const;

function supervise() {
  const changes: ComputeState[] = [];
  const heard: string[] = [];
  const supervisor = new Supervisor(spawnCompute, {
    event: (name) => heard.push(name),
    change: (state) => changes.push(state),
  });
  onTestFinished(() => supervisor.close());
  const stop = (): number => {
    const { pid } = supervisor;
    process.kill(pid!, 'SIGSTOP');
    return pid!;
  };
  const gone = (pid: number) => vi.waitUntil(() => !isAlive(pid), 5000);
  return { supervisor, changes, heard, stop, gone };
}

/** Longer than the least patience. */
const UNTIL_TOLD = { timeout: 30_000, interval: 100 };

// Windows stops no process.
describe.skipIf(!isPresent('onnx') || process.platform === 'win32')(
  'a process that is stopped',
  () => {
    it(
      'is told, whatever was asked of it, and answers when it goes on',
      { tags: ['long'] },
      async () => {
        const training = supervise();
        const writing = supervise();
        const idle = supervise();
        const all = [training, writing, idle];
        for (const { supervisor } of all) await (await supervisor.use(onnx)).calls.info({});
        const run = train(training.supervisor.current().calls, smallJob({ epochs: ENDLESS }));
        run.catch(() => {});
        await vi.waitUntil(() => training.heard.length > 0, UNTIL_TOLD);
        const pids = all.map(({ stop }) => stop());
        const answered = idle.supervisor.current().calls.info({});
        const snapshot = training.supervisor.current().calls.snapshot({ path: '/nowhere/x' });
        const refused = expect(snapshot).rejects.toMatchObject({ code: 'file.unwritable' });
        const measured = writing.supervisor.current().calls.measure({
          ...plainRnn,
          ...plainStep,
          vocabularySize: 9,
          hiddenSize: 9,
          timeSteps: 9,
          batchSize: 9,
        });
        for (const { changes } of all)
          await vi.waitUntil(() => changes.at(-1) === 'unresponsive', UNTIL_TOLD);
        for (const pid of pids) process.kill(pid, 'SIGCONT');
        for (const { changes } of all)
          await vi.waitUntil(() => changes.at(-1) === 'ready', UNTIL_TOLD);
        expect((await answered).pid).toBe(pids[2]);
        expect((await measured).seconds).toBeGreaterThan(0);
        await refused;
        for (const { changes } of all) expect(changes).toEqual(['unresponsive', 'ready']);
      },
    );

    it('can be ended: what it owes is rejected, and another one answers', async () => {
      const { supervisor, stop, gone } = supervise();
      const { calls, generation } = await supervisor.use(onnx);
      await calls.info({});
      const pid = stop();
      const refused = expect(calls.info({})).rejects.toMatchObject({ code: 'compute.ended' });
      const aside = supervisor.throwAway(onnx, (calls) =>
        train(calls, smallJob({ epochs: ENDLESS })),
      );
      const refusedAside = expect(aside).rejects.toMatchObject({ code: 'compute.ended' });
      await Promise.all([supervisor.end(), supervisor.use(onnx)]); // who asks meanwhile gets the new one
      await Promise.all([refused, refusedAside]);
      await gone(pid);
      const after = await supervisor.use(onnx);
      expect(after.generation).toBe(generation + 1);
      expect((await after.calls.info({})).pid).not.toBe(pid);
    });

    it('keeps nobody who closes, changes engines, or gives up a process that is thrown away', async () => {
      const { supervisor, stop, gone } = supervise();
      await (await supervisor.use(onnx)).calls.info({});
      const first = stop();
      const other = await supervisor.use({ ...onnx, threads: 2 });
      expect((await other.calls.info({})).threads).toBe(2);
      await gone(first);
      const abort = new AbortController();
      const spawned = Promise.withResolvers<number>();
      const work = supervisor.throwAway(
        onnx,
        async (calls) => {
          const { pid } = await calls.info({});
          process.kill(pid, 'SIGSTOP');
          spawned.resolve(pid);
          return calls.info({});
        },
        abort.signal,
      );
      const refused = expect(work).rejects.toMatchObject({ code: 'compute.stopped' });
      const thrownAway = await spawned.promise;
      abort.abort();
      await refused;
      await gone(thrownAway);
      const last = stop();
      await supervisor.close();
      await gone(last);
    });

    it('is ended by itself where nobody can be asked', { tags: ['long'] }, async () => {
      const { supervisor, stop, gone } = supervise();
      const { calls } = await supervisor.use(onnx);
      await calls.info({});
      const pid = stop();
      await expect(supervisor.insistOn(calls.info({}))).rejects.toMatchObject({
        code: 'compute.ended',
      });
      await gone(pid);
    });

    it('is gone at once with a host that has no time left', async () => {
      const { supervisor, stop, gone } = supervise();
      await (await supervisor.use(onnx)).calls.info({});
      const pid = stop();
      supervisor.kill();
      await gone(pid);
    });
  },
);

const hasTie = await new Promise<boolean>((resolve) =>
  execFile('setpriv', ['--pdeathsig', 'KILL', 'true'], (error) => resolve(error === null)),
);

it.skipIf(!hasTie || !isPresent('onnx'))(
  'a process that is stopped ends with a host that is killed',
  async () => {
    const host = spawn(process.execPath, [join(import.meta.dirname, 'stopping-host.ts')], {
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true, // in a session of its own the system has no reason to let it go on
    });
    const pid = await new Promise<number>((resolve) =>
      host.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString()))),
    );
    onTestFinished(() => void (isAlive(pid) && process.kill(pid, 'SIGKILL')));
    expect(isAlive(pid)).toBe(true);
    host.kill('SIGKILL');
    await vi.waitUntil(() => !isAlive(pid), 5000);
  },
);
