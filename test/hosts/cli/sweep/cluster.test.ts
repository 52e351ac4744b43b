/** `sweep --on`, as a person runs it, on a double of a Ray cluster whose jobs are really run: the same sweep as here, whatever breaks off in between. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { RayDouble } from '../../../ray/ray-double.ts';
import { song } from '../../../services/open-product.ts';
import { Desk, type Result } from '../verseloom.ts';
import { bitsIn, rowsIn } from './sweep-table.ts';

let desk: Desk;
let ray: RayDouble;
beforeEach(async () => {
  desk = await Desk.set();
  await desk.put('song.txt', song);
  ray = await RayDouble.start({ cpus: 2 });
  ray.hasAllPackages = true;
  return async () => {
    await ray.close();
    await desk.clear();
  };
});

const small = [
  ...['--hidden', '12', '--steps', '10', '--batch', '10', '--period', '1000', '--length', '5'],
  ...['--prefix', '想要', '--threads', '1', '--lang', 'en'],
];
const storage = (): string => desk.path('shared');
const folder = (): string => join(storage(), 'song-sweep');
const onCluster = (...args: string[]): string[] => [
  ...[
    'sweep',
    'song.txt',
    ...small,
    '--on',
    ray.address,
    '--storage',
    storage(),
    '--yes',
    '--json',
  ],
  ...['--lease-seconds', '3', ...args],
];
const here = (...args: string[]): string[] => [
  ...['sweep', 'song.txt', ...small, '--engine', 'onnx', '--out', 'here', ...args],
];

/** What does not hang on where and when a run was made. */
const told = async (path: string) =>
  (await rowsIn(path)).map(({ seconds: _, machine: __, processor: ___, ...row }) => row);

/** Holds a sweep of the cluster to the one that was made here: the same rows, the same bits. */
async function expectSame(): Promise<void> {
  expect(await told(folder())).toEqual(await told(desk.path('here')));
  expect(await bitsIn(folder())).toEqual(await bitsIn(desk.path('here')));
  expect((await readdir(join(folder(), 'cluster', 'models'))).sort()).toEqual([]);
}

const eventsOf = ({ stdout }: Result): string[] =>
  (stdout.match(/"event":"\w+"/g) ?? []).map((event) => event.slice(9, -1));

/** What workers have said last of the run that they make. */
async function runsUnderWay(): Promise<{ index: number; epoch: number }[]> {
  const path = join(folder(), 'cluster', 'workers');
  const states = await Promise.all(
    (await readdir(path).catch(() => []))
      .filter((name) => name.endsWith('.json'))
      .map(async (name) => JSON.parse(await readFile(join(path, name), 'utf8')) as unknown),
  );
  return states.flatMap((state) => {
    const { run, isOver } = state as {
      run: { index: number; epoch: number } | null;
      isOver: boolean;
    };
    return run && !isOver ? [run] : [];
  });
}

it('makes the same table and the same bits as this machine, and nothing twice', async () => {
  const grid = [
    '--set',
    'eta=10,10000',
    '--set',
    'theta=0.01,0',
    '--set',
    'batch=10,1000',
    '--epochs',
    '4',
  ];
  const made = await desk.run(onCluster(...grid));
  // Half of the runs have a batch that is too large, as here.
  expect([made.code, made.stderr]).toEqual([
    1,
    expect.stringContaining('4 runs could not be made'),
  ]);
  expect(eventsOf(made)).toEqual(['start', ...Array<string>(8).fill('run'), 'done']);
  expect((await desk.run(here(...grid))).code).toBe(1);
  await expectSame();
  const rows = await rowsIn(folder());
  expect(new Set(rows.map(({ outcome }) => outcome))).toEqual(
    new Set(['finished', 'diverged', 'refused']),
  );
  expect(rows[0]).toMatchObject({
    machine: expect.stringMatching(/./),
    threads: '1',
    engine: 'onnx',
  });
  // What is sent is told, the text first.
  expect(made.stderr).toMatch(/“song” \(420 characters\).*leaves this computer/);
  // The head sees jobs, not runs, and is asked twice a second at most.
  expect(ray.jobs.size).toBeLessThanOrEqual(3);
  const times = ray.asked.map(({ at }) => at);
  expect(times.length).toBeLessThan((times.at(-1)! - times[0]!) / 500 + 3);
  // Once more: all is there, and nobody is asked whether it may be sent.
  const jobs = ray.jobs.size;
  const again = await desk.run(onCluster(...grid).filter((arg) => arg !== '--yes'));
  expect([again.code, ray.jobs.size]).toEqual([1, jobs]);
  expect(again.stderr).not.toContain('leaves this computer');
  expect(eventsOf(again).filter((event) => event === 'run')).toHaveLength(8);
  await expectSame();
});

it('lets only the best runs learn on, the same as here', async () => {
  const grid = ['--set', 'eta=1,10,100', '--seeds', '2', '--epochs', '20', '--halving', '2'];
  expect(await desk.run(onCluster(...grid))).toMatchObject({ code: 0 });
  expect((await desk.run(here(...grid))).code).toBe(0);
  await expectSame();
  expect((await told(folder())).map(({ epochs }) => epochs).sort()).toEqual([
    ...['10', '10', '20', '5', '5', '5'],
  ]);
});

describe('with runs that take a while', () => {
  const grid = [
    '--set',
    'eta=1,10',
    '--seeds',
    '2',
    '--epochs',
    '1500',
    '--checkpoint-seconds',
    '0.2',
  ];
  const begun = () => expect.poll(runsUnderWay, { timeout: 30_000 });

  it('goes on where jobs were killed, from what they had saved', async () => {
    const following = desk.start(onCluster(...grid));
    for (let kill = 0; kill < 2; kill++) {
      await begun().toContainEqual(
        expect.objectContaining({ epoch: expect.toSatisfy((at: number) => at > 100) }),
      );
      for (const job of ray.running()) ray.kill(job);
      await expect.poll(() => ray.running().length, { timeout: 60_000 }).toBeGreaterThan(0);
    }
    const made = await following.ended;
    expect(made).toMatchObject({ code: 0 });
    expect(eventsOf(made).filter((event) => event === 'run')).toHaveLength(4);
    expect((await desk.run(here(...grid))).code).toBe(0);
    await expectSame();
    const leases = await readdir(join(folder(), 'cluster', 'leases'));
    expect(leases.length).toBeGreaterThan(4);
  });

  it('goes on without anybody who looks, and is found again from elsewhere, by a new head', async () => {
    const following = desk.start(onCluster(...grid));
    await begun().not.toEqual([]);
    following.child.kill('SIGKILL');
    await following.ended;
    const { port } = ray;
    await expect
      .poll(async () => (await readdir(join(folder(), 'cluster', 'reports'))).length, {
        timeout: 60_000,
      })
      .toBeGreaterThan(0);
    const attach = ['sweep', '--attach', '--storage', storage(), '--json', '--lang', 'en'];
    const attached = desk.start(attach, { VERSELOOM_DATA: desk.path('other-data') });
    await attached.said(/"event":"start"/);
    await ray.close();
    await attached.said(/cannot be reached \(nothing answers there\)/);
    ray = await RayDouble.start({ cpus: 2, port });
    ray.hasAllPackages = true;
    const made = await attached.ended;
    expect(made).toMatchObject({ code: 0, stderr: expect.stringContaining('answers again') });
    expect((await desk.run(here(...grid))).code).toBe(0);
    await expectSame();
  });

  it('ends at a wish, keeps what is learned, and goes on from there by the same command', async () => {
    const following = desk.start(onCluster(...grid));
    await begun().toContainEqual(
      expect.objectContaining({ epoch: expect.toSatisfy((at: number) => at > 100) }),
    );
    const stopped = await desk.run(['sweep', '--stop', '--storage', folder(), '--lang', 'en']);
    expect([stopped.code, stopped.stderr]).toEqual([
      1,
      expect.stringMatching(/\d runs? (is|are) left/),
    ]);
    expect((await following.ended).code).toBe(1);
    expect(ray.running()).toEqual([]);
    const kept = await readdir(join(folder(), 'cluster', 'models'));
    expect(kept.length).toBeGreaterThan(0);
    const made = await desk.run(onCluster(...grid));
    expect(made).toMatchObject({ code: 0 });
    expect((await desk.run(here(...grid))).code).toBe(0);
    await expectSame();
  });

  it('makes a row of a run that breaks off three times, with its reason', async () => {
    const one = ['--set', 'eta=1', '--epochs', '100000', '--checkpoint-seconds', '0'];
    const following = desk.start(onCluster(...one));
    for (let kill = 1; kill <= 3; kill++) {
      const at = join(folder(), 'cluster');
      const lease = join(at, 'leases', `0001.${kill}.json`);
      await expect
        .poll(() => readFile(lease, 'utf8').catch(() => ''), { timeout: 60_000 })
        .not.toBe('');
      const { worker } = JSON.parse(await readFile(lease, 'utf8')) as { worker: string };
      const state = await readFile(join(at, 'workers', `${worker}.json`), 'utf8');
      ray.kill(ray.jobs.get((JSON.parse(state) as { job: string }).job)!);
    }
    const made = await following.ended;
    expect([made.code, made.stderr]).toEqual([
      1,
      expect.stringContaining('1 run could not be made'),
    ]);
    const [row] = await rowsIn(folder());
    expect(row).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('broke off 3 times'),
    });
    // By the same command, it is tried anew.
    const again = desk.start(onCluster(...one));
    await expect
      .poll(() => readdir(join(folder(), 'cluster', 'leases')), { timeout: 60_000 })
      .toEqual(['0001.1.json']);
    expect(await readdir(join(folder(), 'cluster', 'reports'))).toEqual([]);
    again.child.kill('SIGINT');
    expect(await again.ended).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('The sweep continues on the cluster'),
    });
  });
});

describe('is told what is wrong', () => {
  const one = ['--set', 'eta=1', '--epochs', '2'];
  const without = (flag: string, ...args: string[]): string[] => {
    const all = onCluster(...one, ...args);
    const at = all.indexOf(flag);
    return all.toSpliced(at, flag === '--yes' ? 1 : 2);
  };

  it.each([
    ['no storage', () => without('--storage'), 2, 'name it with --storage'],
    ['no cluster', () => without('--on'), 2, 'Name the cluster with --on'],
    [
      'an address that is none',
      () => [...without('--on'), '--on', 'ray://head'],
      2,
      'is not the address of a cluster',
    ],
    [
      'an address where nothing is',
      () => [...without('--on'), '--on', 'http://127.0.0.1:9'],
      1,
      'cannot be reached',
    ],
    ['another engine', () => onCluster(...one, '--engine', 'tensorflow'), 2, 'the engine is onnx'],
    ['nobody who agrees', () => without('--yes'), 1, 'Nothing was sent to'],
    ['texts for --attach', () => [...onCluster(...one), '--attach'], 2, 'leave them out'],
    [
      'a term that is too short',
      () => onCluster(...one, '--lease-seconds', '1'),
      2,
      '--lease-seconds must be',
    ],
    [
      'a place without a sweep',
      () => ['sweep', '--attach', '--storage', desk.folder, '--lang', 'en'],
      2,
      'There is no sweep of a cluster',
    ],
  ])('%s', async (_, args, code, sentence) => {
    const { code: was, stderr } = await desk.run(args());
    expect([was, stderr]).toEqual([code, expect.stringContaining(sentence)]);
    expect(ray.jobs.size).toBe(0);
    expect(await readdir(storage()).catch(() => [])).toEqual([]);
  });

  it('a folder that the cluster does not see', async () => {
    const made = await desk.run(onCluster(...one, '--storage-there', '/mnt/nowhere'));
    expect([made.code, made.stderr]).toEqual([
      1,
      expect.stringContaining('do not find the sweep in /mnt/nowhere/song-sweep'),
    ]);
  });

  it('a token that is missing', async () => {
    ray.instead = () => ({ status: 401, text: 'Unauthorized: Missing authentication token' });
    const made = await desk.run(onCluster(...one));
    expect([made.code, made.stderr]).toEqual([1, expect.stringContaining('RAY_JOB_HEADERS')]);
  });

  it('another sweep in the folder, and several of them', async () => {
    expect((await desk.run(onCluster(...one))).code).toBe(0);
    const other = await desk.run(onCluster('--set', 'eta=2', '--epochs', '2'));
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('another sweep')]);
    expect((await desk.run(onCluster(...one, '--out', 'second'))).code).toBe(0);
    const attach = ['sweep', '--attach', '--storage', storage(), '--lang', 'en'];
    const several = await desk.run(attach);
    expect([several.code, several.stderr]).toEqual([2, expect.stringContaining('2 sweeps in')]);
    expect((await desk.run([...attach, '--out', 'second'])).code).toBe(0);
  });
});
