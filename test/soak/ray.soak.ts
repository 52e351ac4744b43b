/** Sweeps on a real Ray cluster of several nodes: the same bits as here, through kills of jobs, of a node and of the head; and that the double of the tests answers as it does. */
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clusterPlatform, MAX_PACKAGE_MB } from '../../src-main/contract/sweeps/cluster.ts';
import { RayJobs } from '../../src-main/ray/ray-jobs.ts';
import { findPackage, zipPackage } from '../../src-main/services/sweeps/cluster/package.ts';
import { told } from '../hosts/cli/sweep/cluster-desk.ts';
import { bitsIn } from '../hosts/cli/sweep/sweep-table.ts';
import { Desk, root, type Running } from '../hosts/cli/verseloom.ts';
import { answers, FROM_A_BROWSER } from '../ray/answers.ts';
import { CutNetwork } from '../ray/cut-network.ts';
import { processesWith, RAY_VERSION, RealRay } from '../ray/real-ray.ts';
import { song } from '../services/open-product.ts';

const CPUS = [2, 2];
let ray: RealRay;
let desk: Desk;
beforeAll(async () => {
  ray = await RealRay.start(CPUS);
}, 600_000);
afterAll(() => ray.close());
beforeEach(async () => {
  desk = await Desk.set();
  await desk.put('lyrics.txt', song);
  return () => desk.clear();
});

const small = [
  ...['--hidden', '12', '--steps', '10', '--batch', '10', '--period', '1000', '--length', '5'],
  ...['--prefix', '想要', '--threads', '1', '--lang', 'en'],
];
const long = ['--set', 'eta=1,10', '--seeds', '4', '--epochs', '4000', '--checkpoint-seconds', '1'];
/** Longer than the network is gone. */
const minutes = ['--set', 'eta=1,10', '--seeds', '2', '--epochs', '30000', '--period', '100000'];
const folder = (): string => desk.path('lab/lyrics-sweep');
const onCluster = (...args: string[]): string[] => [
  ...['sweep', 'lyrics.txt', ...small, '--on', ray.address, '--storage', desk.path('lab')],
  ...['--yes', '--json', '--lease-seconds', '6', ...args],
];

async function expectSameAsHere(...args: string[]): Promise<void> {
  const here = ['sweep', 'lyrics.txt', ...small, '--engine', 'onnx', '--out', 'here', ...args];
  const { code, stderr } = await desk.run(here);
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  expect(await told(folder())).toEqual(await told(desk.path('here')));
  expect(await bitsIn(folder())).toEqual(await bitsIn(desk.path('here')));
}

/** The end of what a sweep says, so that a failure tells why. */
async function expectEnd(following: Running, runs: number): Promise<void> {
  const { code, stdout, stderr } = await following.ended;
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  expect(stdout.match(/"event":"run"/g)).toHaveLength(runs);
}

const namesIn = (name: string): Promise<string[]> =>
  readdir(join(folder(), 'cluster', name)).catch(() => []);

/** Waits until so many workers are in the middle of a run. */
async function untilAtWork(count: number): Promise<void> {
  await expect
    .poll(
      async () => {
        const states = await Promise.all(
          (await namesIn('workers'))
            .filter((name) => name.endsWith('.json'))
            .map((name) => readFile(join(folder(), 'cluster', 'workers', name), 'utf8')),
        );
        return states.filter((state) => {
          const { run, isOver } = JSON.parse(state) as {
            run: { epoch: number } | null;
            isOver: boolean;
          };
          return !isOver && (run?.epoch ?? 0) > 100;
        }).length;
      },
      { timeout: 240_000, interval: 200 },
    )
    .toBeGreaterThanOrEqual(count);
}

/** The workers themselves, with the shells that wait for them. */
const workers = () => processesWith('sweep-worker');

it('makes the sweep of README, by its own commands', async () => {
  const text = await readFile(join(root, 'README.md'), 'utf8');
  const page = text.slice(text.indexOf('## Beyond one machine'));
  expect(page).toContain(`ray[default]==${RAY_VERSION}`);
  const commands = [...page.matchAll(/^npm run -s cli -- (sweep .*)$/gm)]
    .slice(0, 3)
    .map(([, line]) =>
      line!
        .replace(/\s+#.*/, '')
        .replace('http://HEAD:8265', ray.address)
        .replaceAll('/mnt/lab', desk.path('lab'))
        .split(' '),
    );
  expect(commands.map((args) => args.find((arg) => /^--(on|attach|stop)$/.test(arg)))).toEqual([
    ...['--on', '--attach', '--stop'],
  ]);
  const few = [...small, '--epochs', '6'];
  const made = await desk.run([...commands[0]!, ...few, '--yes']);
  expect([made.code, made.stderr]).toEqual([0, expect.stringContaining('has 9 runs.')]);
  for (const command of commands.slice(1)) expect((await desk.run(command)).code).toBe(0);
  await expectSameAsHere('--set', 'cell=rnn,gru,lstm', '--seeds', '3', '--epochs', '6');
});

it.each(clusterPlatform.options)('has a program for %s that Ray takes', async (platform) => {
  const installed = { root, programs: join(root, 'dist', 'main'), packed: null };
  const made = await findPackage(installed, platform);
  expect((await zipPackage(made)).length).toBeLessThan(MAX_PACKAGE_MB * 1024 ** 2);
  const [os, processor] = {
    'linux-x64': ['ELF', 62],
    'linux-arm64': ['ELF', 183],
    'darwin-arm64': ['Mach-O', 12],
  }[platform];
  for (const { name, from } of made.files) {
    if (!('path' in from) || !/^node$|\.(node|dylib|so\.1)$/.test(name)) continue;
    const bytes = await readFile(from.path);
    const isElf = bytes.subarray(1, 4).toString() === 'ELF';
    expect([name, isElf ? 'ELF' : 'Mach-O', isElf ? bytes.readUInt16LE(18) : bytes[4]]).toEqual([
      name,
      os,
      processor,
    ]);
  }
});

it('lets the same runs learn on as here, by rungs', async () => {
  const grid = ['--set', 'eta=1,10,100', '--seeds', '3', '--epochs', '90', '--halving', '3'];
  await expectEnd(desk.start(onCluster(...grid)), 9);
  await expectSameAsHere(...grid);
});

describe('to the same bits, nothing twice and nothing lost, when', () => {
  it('jobs are killed again and again', async () => {
    const following = desk.start(onCluster(...long));
    for (let kill = 0; kill < 4; kill++) {
      await untilAtWork(1);
      for (const pid of await workers())
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // it went with the shell that waited for it
        }
    }
    await expectEnd(following, 8);
    await expectSameAsHere(...long);
  });

  it('a node is killed in the middle', async () => {
    const following = desk.start(onCluster(...long));
    await untilAtWork(3); // more than the head has room for
    await ray.killNode();
    await expectEnd(following, 8);
    await expectSameAsHere(...long);
    await ray.addNode(CPUS[1]!);
  });

  it('the head is killed and started anew', async () => {
    const following = desk.start(onCluster(...long));
    await untilAtWork(1);
    await ray.killHead();
    await following.said(/cannot be reached/);
    await ray.startHead(CPUS[0]!);
    await ray.addNode(CPUS[1]!);
    await expectEnd(following, 8);
    await expectSameAsHere(...long);
  });

  it('there is no network for a minute', async () => {
    const network = await CutNetwork.to(ray.address);
    try {
      const [from, to] = ['--on', network.address];
      const args = onCluster(...minutes).map((arg, i, all) => (all[i - 1] === from ? to : arg));
      const following = desk.start(args);
      await untilAtWork(1);
      network.cut();
      await following.said(/cannot be reached/);
      await new Promise((resolve) => setTimeout(resolve, 60_000));
      network.isCut = false;
      await following.said(/answers again|"event":"done"/);
      await expectEnd(following, 4);
    } finally {
      await network.close();
    }
    await expectSameAsHere(...minutes);
  });

  it('the laptop is closed, and somebody looks from elsewhere', async () => {
    const following = desk.start(onCluster(...long));
    await untilAtWork(2);
    following.child.kill('SIGKILL');
    await following.ended;
    const before = (await namesIn('reports')).length;
    await expect
      .poll(async () => (await namesIn('reports')).length, { timeout: 240_000 })
      .toBeGreaterThan(before);
    const attach = ['sweep', '--attach', '--storage', folder(), '--json', '--lang', 'en'];
    await expectEnd(desk.start(attach, { VERSELOOM_DATA: desk.path('elsewhere') }), 8);
    await expectSameAsHere(...long);
  });

  it('the storage is away for a while', async () => {
    const following = desk.start(onCluster(...long));
    await untilAtWork(2);
    await rename(desk.path('lab'), desk.path('away'));
    await following.said(/does not exist|cannot be (read|written)/);
    await new Promise((resolve) => setTimeout(resolve, 20_000));
    // Nothing is written where it was: on a real machine, that would be the place of a drive that is not mounted.
    expect(await desk.names()).not.toContain('lab');
    await rename(desk.path('away'), desk.path('lab'));
    await expectEnd(following, 8);
    await expectSameAsHere(...long);
  });

  it('the storage is full, until there is room again', async ({ skip }) => {
    const lab = desk.path('lab');
    await mkdir(lab);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=340k', 'tmpfs', lab], { stdio: 'ignore' });
    } catch {
      return skip('a small file system can be mounted by root on Linux alone');
    }
    try {
      const made = await desk.run(onCluster(...long));
      expect([made.code, made.stderr]).toEqual([1, expect.stringContaining('no space left')]);
      execFileSync('mount', ['-o', 'remount,size=20m', lab]);
      await expectEnd(desk.start(onCluster(...long)), 8);
      await expectSameAsHere(...long);
    } finally {
      execFileSync('umount', ['-l', lab]);
    }
  });

  it('it is stopped, and continues by the same command', async () => {
    const following = desk.start(onCluster(...long));
    await untilAtWork(2);
    const stopped = await desk.run([
      'sweep',
      '--stop',
      '--storage',
      desk.path('lab'),
      '--lang',
      'en',
    ]);
    expect([stopped.code, stopped.stderr]).toEqual([
      1,
      expect.stringMatching(/runs? (is|are) left/),
    ]);
    await following.ended;
    await expect.poll(workers, { timeout: 30_000 }).toEqual([]);
    await expectEnd(desk.start(onCluster(...long)), 8);
    await expectSameAsHere(...long);
  });
});

describe('the double of the tests answers as Ray does:', () => {
  /** @returns the kinds of a value's parts; what may be null or not, or is left out of one, is not told apart */
  const shapeOf = (value: unknown): unknown =>
    Array.isArray(value)
      ? 'list'
      : value !== null && typeof value === 'object'
        ? Object.keys(value).sort()
        : typeof value;
  /** Not by `fetch`, which Ray takes for a browser. */
  const ask = async (path: string, method = 'GET') => {
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
    const asking = request(ray.address + path, { method }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      answer.once('end', () => resolve({ status: answer.statusCode!, text }));
    });
    asking.once('error', reject).end();
    const { status, text } = await promise;
    return { status, text, json: (): unknown => JSON.parse(text) };
  };

  it('version, packages and jobs', async () => {
    expect(shapeOf((await ask('/api/version')).json())).toEqual(shapeOf(answers.version));
    expect((await ask('/api/version')).json()).toMatchObject({ ray_version: RAY_VERSION });
    const none = await ask('/api/packages/gcs/_ray_pkg_none.zip');
    expect([none.status, none.text.trim()]).toEqual([
      404,
      answers.noPackage('_ray_pkg_none.zip').trim(),
    ]);
    const nobody = await ask('/api/jobs/nobody');
    expect([nobody.status, nobody.text.trim()]).toEqual([404, answers.noJob('nobody').trim()]);
    // From what says of itself what browsers say, Ray takes no package: `fetch` is one of those.
    const url = `${ray.address}/api/packages/gcs/_ray_pkg_a.zip`;
    const put = await fetch(url, { method: 'PUT', body: 'a' });
    expect([put.status, (await put.text()).trim()]).toEqual([405, FROM_A_BROWSER]);
    const client = new RayJobs(ray.address, null, '');
    await client.putPackage('_ray_pkg_a.zip', Buffer.from('a'));
    expect(await client.hasPackage('_ray_pkg_a.zip')).toBe(true);
    await client.submit({
      entrypoint: 'echo said; exit 3',
      cpus: 1,
      metadata: { a: 'b' },
      id: 'shape-1',
    });
    await expect
      .poll(async () => (await client.job('shape-1'))?.status, { timeout: 60_000 })
      .toBe('FAILED');
    expect(await client.job('shape-1')).toMatchObject({
      driver_exit_code: 3,
      metadata: { a: 'b' },
    });
    expect(await client.logs('shape-1')).toContain('said\n');
    const job = answers.job({
      ...{ submission_id: 'a', status: 'FAILED', metadata: null, entrypoint: '', package: null },
      ...{ exitCode: 3, message: '' },
    });
    expect(shapeOf((await ask('/api/jobs/shape-1')).json())).toEqual(shapeOf(job));
    expect(shapeOf((await ask('/api/jobs/shape-1/logs')).json())).toEqual(
      shapeOf(answers.logs('')),
    );
    const stopped = await ask('/api/jobs/shape-1/stop', 'POST');
    expect(stopped.json()).toEqual(answers.stopped(false));
    await client.forget('shape-1');
    expect(await client.job('shape-1')).toBeUndefined();
  });
});
