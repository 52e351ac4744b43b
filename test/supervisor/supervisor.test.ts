/** The supervisor over real processes that are killed, replaced and closed: every call ends, and no process is left behind. */
import { fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Spawn } from '../../src-main/supervisor/channel.ts';
import { childProcessSpawn } from '../../src-main/supervisor/child-process.ts';
import { Supervisor } from '../../src-main/supervisor/supervisor.ts';
import { ENDLESS, isAlive, smallJob, spawnCompute } from '../compute/compute-process.ts';
import { train } from '../compute/train.ts';
import { isPresent } from '../engines/on-each-engine.ts';
import { plainRnn, plainStep } from '../contract/all-cells.ts';

const onnx = { engine: 'onnx', threads: 1 } as const;

/** A supervisor, what it reported, and the numbers of all processes that it started. */
function supervise(spawnOne: Spawn = spawnCompute) {
  const pids: number[] = [];
  const spawn: Spawn = (start) => {
    const channel = spawnOne(start);
    pids.push(channel.pid!);
    return channel;
  };
  const changes: string[] = [];
  const events: string[] = [];
  let changed = Promise.withResolvers<void>();
  const supervisor = new Supervisor(spawn, {
    event: (name) => events.push(name),
    change: (state, reason) => {
      changes.push(reason ? `${state} ${reason}` : state);
      changed.resolve();
      changed = Promise.withResolvers();
    },
  });
  onTestFinished(() => supervisor.close());
  const until = async (holds: () => boolean) => {
    while (!holds()) await changed.promise;
  };
  return { supervisor, pids, changes, events, until };
}

describe.skipIf(!isPresent('onnx'))('Supervisor', () => {
  it('starts a process when it is asked to, and only one', async () => {
    const { supervisor, pids } = supervise();
    expect(supervisor.pid).toBeUndefined();
    expect(() => supervisor.current()).toThrow('compute.stopped');
    const [first, second] = await Promise.all([supervisor.use(onnx), supervisor.use(onnx)]);
    expect(second.generation).toBe(first.generation);
    expect(pids.length).toBe(1);
    expect(supervisor.pid).toBe(pids[0]);
    expect((await first.calls.info({})).pid).toBe(pids[0]);
  });

  it('rejects what is pending when the process is killed, says so, and starts another', async () => {
    const { supervisor, pids, changes, events, until } = supervise();
    const { calls, generation } = await supervisor.use(onnx);
    const pending = [
      train(calls, smallJob({ epochs: ENDLESS })),
      calls.measure({
        ...plainRnn,
        ...plainStep,
        vocabularySize: 900,
        hiddenSize: 256,
        timeSteps: 35,
        batchSize: 32,
      }),
      calls.info({}),
    ];
    const outcomes = Promise.allSettled(pending);
    await calls.info({});
    while (events.length === 0) await setTimeout(5); // it is training
    process.kill(pids[0]!, 'SIGKILL');
    const rejected = (await outcomes).filter(({ status }) => status === 'rejected');
    expect(rejected[0]).toMatchObject({
      reason: { code: 'compute.crashed', params: { reason: 'SIGKILL' } },
    });
    expect(changes).toEqual(['crashed SIGKILL']);
    await expect(calls.info({})).rejects.toMatchObject({ code: 'compute.crashed' });

    // Until there is another one, calls are refused at once.
    expect(() => supervisor.current()).toThrow('compute.crashed');
    expect(pids.length).toBe(1);

    await until(() => changes.length === 2);
    expect(changes).toEqual(['crashed SIGKILL', 'ready']);
    const after = supervisor.current();
    expect(after.generation).not.toBe(generation);
    const info = await after.calls.info({});
    expect(info.pid).toBe(pids[1]);
    expect(info.pid).not.toBe(pids[0]);
    expect(isAlive(pids[0]!)).toBe(false);
    await expect(calls.info({})).rejects.toMatchObject({ code: 'compute.crashed' }); // the old link stays dead
  });

  it('starts again at once for a person who asks, without waiting for the back-off', async () => {
    const { supervisor, pids, changes, until } = supervise();
    await supervisor.use(onnx);
    process.kill(supervisor.pid!, 'SIGKILL');
    await until(() => changes.length === 1);
    const { calls } = await supervisor.use(onnx);
    expect((await calls.info({})).pid).toBe(pids[1]);
    expect(changes).toEqual(['crashed SIGKILL', 'ready']);
    await setTimeout(400); // the back-off's own start would come about now
    expect(pids.length).toBe(2);
  });

  it('is ready again when another engine takes the place of one that has crashed', async () => {
    const { supervisor, changes, until } = supervise();
    await supervisor.use(onnx);
    process.kill(supervisor.pid!, 'SIGKILL');
    await until(() => changes.length === 1);
    const { calls } = await supervisor.use({ engine: 'onnx', threads: 2 });
    expect((await calls.info({})).threads).toBe(2);
    expect(changes).toEqual(['crashed SIGKILL', 'ready']);
  });

  it('leaves signals that reach the whole group to its host', async () => {
    const { supervisor, changes } = supervise();
    const { calls } = await supervisor.use(onnx);
    const { pid } = await calls.info({});
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(pid, signal);
    await setTimeout(200);
    expect((await calls.info({})).pid).toBe(pid);
    expect(changes).toEqual([]);
  });

  it('ends a throw-away process at once when it is told to', async () => {
    const { supervisor, pids } = supervise();
    const abort = new AbortController();
    const work = supervisor.throwAway(
      onnx,
      (calls) => train(calls, smallJob({ epochs: ENDLESS })),
      abort.signal,
    );
    const refused = expect(work).rejects.toMatchObject({ code: 'compute.stopped' });
    await setTimeout(300);
    abort.abort();
    await refused;
    expect(pids.map(isAlive)).toEqual([false]);
  });

  it('starts again after each of several crashes', async () => {
    const { supervisor, pids, changes, until } = supervise();
    await supervisor.use(onnx);
    for (let crash = 1; crash <= 3; crash++) {
      process.kill(supervisor.pid!, 'SIGKILL');
      await until(() => changes.length === 2 * crash);
    }
    expect(changes).toEqual([
      'crashed SIGKILL',
      'ready',
      'crashed SIGKILL',
      'ready',
      'crashed SIGKILL',
      'ready',
    ]);
    expect(new Set(pids).size).toBe(4);
    expect((await supervisor.current().calls.info({})).pid).toBe(pids[3]);
  });

  it('ends the process when another start is wanted: none of its calls is left pending', async () => {
    const { supervisor, pids, changes } = supervise();
    const { calls } = await supervisor.use(onnx);
    await calls.info({});
    const training = train(calls, smallJob({ epochs: ENDLESS }));
    const rejected = expect(training).rejects.toMatchObject({ code: 'compute.stopped' });
    const other = await supervisor.use({ engine: 'onnx', threads: 2 });
    await rejected;
    expect((await other.calls.info({})).threads).toBe(2);
    expect(isAlive(pids[0]!)).toBe(false);
    expect(isAlive(pids[1]!)).toBe(true);
    expect(changes).toEqual([]); // nothing crashed
  });

  it.skipIf(!isPresent('tensorflow'))('has one engine in a process', async () => {
    const { supervisor, pids } = supervise();
    const first = await supervisor.use(onnx);
    expect((await first.calls.info({})).engine).toBe('onnx');
    const second = await supervisor.use({ engine: 'tensorflow', threads: 1 });
    expect((await second.calls.info({})).engine).toBe('tensorflow');
    expect(pids.map(isAlive)).toEqual([false, true]);
  });

  it('leaves nothing behind and nothing pending when it is closed', async () => {
    const { supervisor, pids } = supervise();
    const { calls } = await supervisor.use(onnx);
    await calls.info({});
    const pending = Array.from({ length: 100 }, () => train(calls, smallJob({ epochs: ENDLESS })));
    const outcomes = Promise.allSettled(pending);
    await supervisor.close();
    expect(pids.map(isAlive)).toEqual([false]);
    expect((await outcomes).every(({ status }) => status === 'rejected')).toBe(true);
    const refused = await Promise.allSettled(
      Array.from({ length: 10_000 }, (_, i) => (i % 2 ? supervisor.use(onnx) : calls.info({}))),
    );
    expect(refused.length).toBe(10_000);
    for (const outcome of refused)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'compute.stopped' } });
    expect(() => supervisor.current()).toThrow('compute.stopped');
    await supervisor.close(); // a second time does no harm
    expect(pids.length).toBe(1);
  });

  it('starts nothing any more when it is closed while one process gives way to another', async () => {
    const { supervisor, pids } = supervise();
    await (await supervisor.use(onnx)).calls.info({});
    const other = supervisor.use({ engine: 'onnx', threads: 2 });
    const refused = expect(other).rejects.toMatchObject({ code: 'compute.stopped' });
    await supervisor.close();
    expect(pids.map(isAlive)).toEqual([false]);
    await refused;
    expect(pids.length).toBe(1);
  });

  it('starts nothing any more when it is closed before a restart', async () => {
    const { supervisor, pids, changes, until } = supervise();
    await supervisor.use(onnx);
    process.kill(pids[0]!, 'SIGKILL');
    await until(() => changes.length === 1);
    await supervisor.close();
    await setTimeout(600); // longer than the first delay
    expect(pids.length).toBe(1);
    expect(changes).toEqual(['crashed SIGKILL']);
  });

  it('does one thing in a process of its own, which is then gone', async () => {
    const { supervisor, pids, changes } = supervise();
    const pid = await supervisor.throwAway(onnx, async (calls) => (await calls.info({})).pid);
    expect(pids).toEqual([pid]);
    expect(isAlive(pid)).toBe(false);
    const failing = supervisor.throwAway(onnx, async (calls) => {
      await calls.info({});
      throw new Error('enough');
    });
    await expect(failing).rejects.toThrow('enough');
    expect(pids.map(isAlive)).toEqual([false, false]);
    expect(changes).toEqual([]);
    expect(supervisor.pid).toBeUndefined();
  });

  it('tells of a program that cannot run', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'verseloom-supervisor-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await writeFile(join(folder, 'broken.cjs'), 'process.exit(3);');
    const changes: string[] = [];
    const supervisor = new Supervisor(childProcessSpawn(join(folder, 'broken.cjs')), {
      event: () => {},
      change: (state, reason) => changes.push(`${state} ${reason}`),
    });
    onTestFinished(() => supervisor.close());
    const { calls } = await supervisor.use(onnx);
    await expect(calls.info({})).rejects.toMatchObject({ code: 'compute.crashed' });
    expect(changes).toEqual(['crashed exit code 3']);
  });

  it('starts one again when it is asked to, or by itself, after the system has refused one', async () => {
    const refused = new Set([1, 3]);
    let starts = 0;
    const { supervisor, changes, until } = supervise((start) => {
      if (refused.has(++starts)) throw new Error('spawn EAGAIN');
      return spawnCompute(start);
    });
    const first = await supervisor.use(onnx);
    await expect(first.calls.info({})).rejects.toMatchObject({
      code: 'compute.crashed',
      params: { reason: 'not started' },
    });
    const second = await supervisor.use(onnx);
    const { pid } = await second.calls.info({});
    process.kill(pid, 'SIGKILL');
    await until(() => changes.length === 6);
    expect(changes).toEqual([
      ...['crashed not started', 'ready'],
      ...['crashed SIGKILL', 'ready'],
      ...['crashed not started', 'ready'],
    ]);
    expect((await supervisor.current().calls.info({})).engine).toBe('onnx');
  });

  it('refuses what a throw-away process should do that the system does not start', async () => {
    const { supervisor } = supervise(() => {
      throw new Error('spawn EAGAIN');
    });
    const work = supervisor.throwAway(onnx, (calls) => calls.info({}));
    await expect(work).rejects.toMatchObject({ code: 'compute.crashed' });
  });

  it('ends with the host: a process whose link is cut goes by itself', async () => {
    const program = join(import.meta.dirname, '..', '..', 'dist', 'main', 'compute.cjs');
    const child = fork(program, ['--engine', 'onnx', '--threads', '1'], {
      serialization: 'advanced',
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.disconnect();
    expect(await exited).toBe(0);
  });
});
