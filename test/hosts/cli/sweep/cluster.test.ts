/** `sweep --on`, as a person runs it: the same sweep as here, and what is said where something is wrong. */
import { readdir } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { lastSpoken } from '../../../../src-main/services/sweeps/cluster/spoken.ts';
import { ClusterDesk, eventsOf, told } from './cluster-desk.ts';
import { rowsIn } from './sweep-table.ts';

let at: ClusterDesk;
beforeEach(async () => {
  at = await ClusterDesk.set();
  return () => at.clear();
});

it(
  'makes the same table and the same bits as this machine, and nothing twice',
  { tags: ['long'] },
  async () => {
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
    const made = await at.desk.run(at.onCluster(...grid));
    // Half of the runs have a batch that is too large, as here.
    expect([made.code, made.stderr]).toEqual([
      1,
      expect.stringContaining('4 runs could not be made'),
    ]);
    expect(eventsOf(made)).toEqual(['start', ...Array<string>(8).fill('run'), 'done']);
    expect((await at.desk.run(at.here(...grid))).code).toBe(1);
    await at.expectSame();
    const rows = await rowsIn(at.folder);
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
    expect(made.stderr).toMatch(/shared is not there yet and will be made/);
    // The head sees jobs, not runs, and is asked twice a second at most.
    expect(at.ray.workers().length).toBeLessThanOrEqual(3);
    const times = at.ray.asked.map(({ at }) => at);
    expect(times.length).toBeLessThan((times.at(-1)! - times[0]!) / 500 + 3);
    // What a machine says of a run is of that run, from its first word on.
    for (const job of at.ray.workers()) {
      const said = job.logs.split('\n').flatMap((line) => lastSpoken(line)?.run ?? []);
      expect(said.length).toBeGreaterThan(0);
      expect(new Set(said.map(({ epochs }) => epochs))).toEqual(new Set([4]));
      const first = said.filter(({ index }, i) => index !== said[i - 1]?.index);
      expect(first.map(({ epoch, perplexity }) => [epoch, perplexity])).toEqual(
        first.map(() => [0, null]),
      );
    }
    // Once more: all is there, and nobody is asked whether it may be sent.
    const jobs = at.ray.workers().length;
    const again = await at.desk.run(at.onCluster(...grid).filter((arg) => arg !== '--yes'));
    expect([again.code, at.ray.workers().length]).toEqual([1, jobs]);
    expect(again.stderr).not.toMatch(/leaves this computer|is not there yet/);
    expect(eventsOf(again).filter((event) => event === 'run')).toHaveLength(8);
    await at.expectSame();
  },
);

it('lets only the best runs learn on, the same as here', { tags: ['long'] }, async () => {
  const grid = ['--set', 'eta=1,10,100', '--seeds', '2', '--epochs', '20', '--halving', '2'];
  expect(await at.desk.run(at.onCluster(...grid))).toMatchObject({ code: 0 });
  expect((await at.desk.run(at.here(...grid))).code).toBe(0);
  await at.expectSame();
  expect((await told(at.folder)).map(({ epochs }) => epochs).sort()).toEqual([
    ...['10', '10', '20', '5', '5', '5'],
  ]);
});

it(
  'says that nothing works on it yet where one leaves before a job is sent, and how it is begun',
  { tags: ['long'] },
  async () => {
    at.ray.instead = ({ path }) =>
      path.startsWith('/api/packages') ? { status: 503, text: 'busy' } : undefined;
    const left = at.desk.start(at.onCluster('--seeds', '1', '--epochs', '2', '--out', "it's 一"));
    await left.said(/status 503/);
    left.child.kill('SIGINT');
    const { code, stderr } = await left.ended;
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining('No machine is working on the sweep yet'),
    ]);
    expect(stderr).toContain(`--storage '${at.storage}/it'\\''s 一'`);
    expect(at.ray.workers()).toEqual([]);
    at.ray.instead = undefined;
    const attach = [
      'sweep',
      '--attach',
      '--storage',
      at.desk.path("shared/it's 一"),
      '--lang',
      'en',
    ];
    expect(await at.desk.run(attach)).toMatchObject({ code: 0 });
  },
);

describe('is told what is wrong', () => {
  const one = ['--set', 'eta=1', '--epochs', '2'];
  const without = (flag: string, ...args: string[]): string[] => {
    const all = at.onCluster(...one, ...args);
    const where = all.indexOf(flag);
    return all.toSpliced(where, flag === '--yes' ? 1 : 2);
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
    [
      'another engine',
      () => at.onCluster(...one, '--engine', 'tensorflow'),
      2,
      'the engine is onnx',
    ],
    ['nobody who agrees', () => without('--yes'), 1, 'Nothing was sent to'],
    [
      'a folder outside of the storage',
      () => at.onCluster(...one, '--out', '../elsewhere'),
      2,
      'not the name of a folder in the one',
    ],
    ['texts for --attach', () => [...at.onCluster(...one), '--attach'], 2, 'leave them out'],
    [
      'a term that is too short',
      () => at.onCluster(...one, '--lease-seconds', '1'),
      2,
      '--lease-seconds must be',
    ],
    [
      'a place without a sweep',
      () => ['sweep', '--attach', '--storage', at.desk.folder, '--lang', 'en'],
      2,
      'There is no sweep of a cluster',
    ],
  ])('%s', async (_, args, code, sentence) => {
    const { code: was, stderr } = await at.desk.run(args());
    expect([was, stderr]).toEqual([code, expect.stringContaining(sentence)]);
    expect(at.ray.workers().length).toBe(0);
    expect(await readdir(at.storage).catch(() => [])).toEqual([]);
  });

  it('a folder that the cluster does not see', { tags: ['long'] }, async () => {
    const made = await at.desk.run(at.onCluster(...one, '--storage-there', '/mnt/nowhere'));
    expect([made.code, made.stderr]).toEqual([
      1,
      expect.stringContaining('do not find the sweep in /mnt/nowhere/song-sweep'),
    ]);
  });

  it('a token that is missing', async () => {
    at.ray.instead = () => ({ status: 401, text: 'Unauthorized: Missing authentication token' });
    const made = await at.desk.run(at.onCluster(...one));
    expect([made.code, made.stderr]).toEqual([1, expect.stringContaining('RAY_JOB_HEADERS')]);
  });

  it('another sweep in the folder, and several of them', { tags: ['long'] }, async () => {
    expect((await at.desk.run(at.onCluster(...one))).code).toBe(0);
    const other = await at.desk.run(at.onCluster('--set', 'eta=2', '--epochs', '2'));
    expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('another sweep')]);
    expect((await at.desk.run(at.onCluster(...one, '--out', 'second'))).code).toBe(0);
    const attach = ['sweep', '--attach', '--storage', at.storage, '--lang', 'en'];
    const several = await at.desk.run(attach);
    expect([several.code, several.stderr]).toEqual([2, expect.stringContaining('2 sweeps in')]);
    expect((await at.desk.run([...attach, '--out', 'second'])).code).toBe(0);
  });
});

it(
  'says so where its machines are of another kind than the one that was asked',
  { tags: ['long'] },
  async () => {
    const sweep = at.desk.start(at.onCluster('--set', 'eta=1,10', '--epochs', '4'));
    await expect
      .poll(() => at.ray.asked.map(({ method }) => method), { timeout: 30_000 })
      .toContain('DELETE');
    at.ray.machine = 'Linux riscv64';
    const { code, stderr } = await sweep.ended;
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining('Machines of the cluster are Linux riscv64, and the program'),
    ]);
  },
);
