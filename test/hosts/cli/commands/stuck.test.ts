/** The command line over a compute process that is stopped: signals are obeyed, the last save is named, and nothing is left running. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readModelFile } from '../../../../src-main/store/models/model-file.ts';
import { isPresent } from '../../../engines/on-each-engine.ts';
import { Desk, endless, lyrics, root, small, type Running } from '../verseloom.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await Desk.set();
  await desk.put('song.txt', lyrics);
  return () => desk.clear();
});

/** @returns the numbers of the compute processes over this desk's data, as Linux lists them */
async function computePids(): Promise<number[]> {
  const found: number[] = [];
  for (const pid of await readdir('/proc')) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (command.includes('compute.cjs') && environment.includes(desk.folder))
      found.push(Number(pid));
  }
  return found;
}

const train = ['train', 'song.txt', '--out', 'song.verse', ...endless];

/** Stops the compute process of a run that has been saved. */
async function stuckAfterSave(): Promise<void> {
  await vi.waitUntil(async () => (await desk.names()).includes('song.verse'), 20_000);
  await stop();
}

async function stop(): Promise<void> {
  const [pid] = await vi.waitUntil(async () => {
    const pids = await computePids();
    return pids.length > 0 && pids;
  }, 20_000);
  process.kill(pid!, 'SIGSTOP');
}

const savedLine = /Last saved at \d+:\d\d:\d\d \wM \(epoch \d+\) in .*song\.verse\n/;

// How processes are found is Linux's way.
describe.skipIf(!isPresent('onnx') || process.platform !== 'linux')('a run', () => {
  afterEach(async () => {
    for (const pid of await computePids()) process.kill(pid, 'SIGKILL');
  });

  it(
    'whose process is stopped waits for it after one Ctrl-C, and ends at once after another',
    { tags: ['long'] },
    async () => {
      const run = desk.start(train);
      await stuckAfterSave();
      run.child.kill('SIGINT');
      await run.said(/Waiting for the current step to finish/);
      run.child.kill('SIGINT');
      const { code, stderr } = await run.ended;
      expect(code).toBe(1);
      expect(stderr).toMatch(
        /Stopping and saving…\n.*Ctrl-C again to quit at once.*\nQuit without waiting\.\n/,
      );
      expect(stderr).toMatch(savedLine);
      expect(stderr).toMatch(/To continue: .*resume .*song\.verse\n$/);
      expect(await computePids()).toEqual([]);
      // What is left is whole.
      const { manifest, epochs } = await readModelFile(desk.path('song.verse'));
      expect(stderr).toContain(`(epoch ${manifest.epochs})`);
      expect(epochs).toHaveLength(manifest.epochs);
      expect((await desk.run(['resume', 'song.verse', '--epochs', '1'])).code).toBe(0);
    },
  );

  it('also behind the script that npm starts', { tags: ['long'] }, async () => {
    const script = join(root, 'src-main', 'setup', 'run.mjs');
    const run = desk.start(['cli', ...train], {}, { script });
    await stuckAfterSave();
    run.child.kill('SIGINT');
    await run.said(/Waiting for the current step to finish/);
    run.child.kill('SIGTERM');
    const { code, stderr } = await run.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(savedLine);
    expect(await computePids()).toEqual([]);
  });

  it(
    'whose process is stopped is told, and ends with one signal alone when that does not change',
    { tags: ['long'] },
    async () => {
      const run = desk.start(train);
      await stuckAfterSave();
      await run.said(/The compute process is not responding/);
      run.child.kill('SIGTERM');
      const { code, stderr } = await run.ended;
      expect(code).toBe(1);
      expect(stderr).toMatch(/The compute process was ended before it could answer/);
      expect(stderr).toMatch(savedLine);
      expect(await computePids()).toEqual([]);
    },
  );

  it('that was not saved says so', { tags: ['long'] }, async () => {
    const run = desk.start([...train, '--checkpoint-seconds', '0', '--json']);
    await run.said(/"event":"epoch"/);
    await stop();
    run.child.kill('SIGINT');
    await setTimeout(600);
    run.child.kill('SIGINT');
    const { code, stderr } = await run.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/Quit without waiting\.\nNothing that this run learned was saved\.\n$/);
    expect(await desk.names()).toEqual(['song.txt']);
    expect(await computePids()).toEqual([]);
  });

  it('is saved by two signals that are one request', async () => {
    const run = desk.start([...train, '--json']);
    await run.said(/"event":"epoch"/);
    run.child.kill('SIGINT');
    run.child.kill('SIGTERM');
    const { code, stderr } = await run.ended;
    expect(code).toBe(0);
    expect(stderr).toMatch(/Stopped after \d+ epochs?; saved in/);
  });

  it(
    'that is killed with its host while it is stopped leaves nothing running',
    { tags: ['long'] },
    async () => {
      const run = desk.start(train);
      await stuckAfterSave();
      run.child.kill('SIGKILL');
      await run.ended;
      await vi.waitUntil(async () => (await computePids()).length === 0, 5000);
    },
  );
});

describe.skipIf(!isPresent('onnx') || process.platform !== 'linux')('a command', () => {
  /** Stops the process that a command has started, as soon as there is one. */
  async function stopChild({ child }: Running, after = 0): Promise<void> {
    const list = `/proc/${child.pid}/task/${child.pid}/children`;
    const pid = await vi.waitUntil(
      async () => {
        for (const pid of (await readFile(list, 'utf8')).trim().split(' ')) {
          const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
          if (command.includes('compute.cjs')) return Number(pid);
        }
        return undefined;
      },
      { timeout: 20_000, interval: 1 },
    );
    await setTimeout(after);
    process.kill(pid, 'SIGSTOP');
  }

  beforeEach(() =>
    desk.run(['train', 'song.txt', '--out', 'song.verse', ...small, '--epochs', '1']),
  );

  it(
    'that scores and whose process is stopped tells it, and ends with a signal',
    { tags: ['long'] },
    async () => {
      await desk.put('long.txt', lyrics.repeat(50_000));
      const run = desk.start(['score', 'song.verse', 'long.txt']);
      await stopChild(run, 1000);
      await run.said(/The compute process is not responding/);
      await endsWithSignal(run);
    },
  );

  it(
    'that writes and whose process is stopped ends with a signal',
    { tags: ['long'] },
    async () => {
      const run = desk.start(['write', 'song.verse', '--prefix', '分开', '--length', '1000']);
      await stopChild(run);
      await endsWithSignal(run);
    },
  );

  async function endsWithSignal(run: Running): Promise<void> {
    run.child.kill('SIGINT');
    expect(await run.ended).toMatchObject({ code: null, stdout: '' });
    expect(run.child.signalCode).toBe('SIGINT');
    await vi.waitUntil(async () => (await computePids()).length === 0, 5000);
  }
});
