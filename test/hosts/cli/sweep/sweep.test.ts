/** `sweep`, as a person runs it: a row a run, whatever ends it in between. */
import { readdir, rm } from 'node:fs/promises';
import { beforeEach, expect, it } from 'vitest';
import { song } from '../../../services/open-product.ts';
import { Desk } from '../verseloom.ts';
import { bitsIn, rowsIn } from './sweep-table.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.set();
  await desk.put('song.txt', song);
  return () => desk.clear();
});

const small = [
  ...['--hidden', '12', '--steps', '10', '--batch', '10', '--epochs', '4', '--period', '4'],
  ...['--length', '5', '--prefix', '想要', '--engine', 'onnx', '--lang', 'en'],
];
/** θ 0 with the larger η explodes. */
const grid = ['--set', 'eta=10,10000', '--set', 'theta=0.01,0'];

it(
  'makes a row of every run, the diverged ones among them, and does none twice',
  { tags: ['long'] },
  async () => {
    const { code, stdout, stderr } = await desk.run([
      'sweep',
      'song.txt',
      ...grid,
      ...small,
      '--json',
    ]);
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/^4 runs are left to make, in .*song-sweep: about \d+ second/m),
    ]);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(events[0]).toMatchObject({ event: 'start', runs: 4, done: 0, engine: 'onnx', jobs: 1 });
    expect(events[0]!['seconds']).toEqual(expect.any(Number));
    expect(events.map(({ event }) => event)).toEqual(['start', 'run', 'run', 'run', 'run', 'done']);
    const rows = await rowsIn(desk.path('song-sweep'));
    expect(rows.map(({ run, eta, theta, outcome }) => [run, eta, theta, outcome])).toEqual([
      ['1', '10', '0.01', 'finished'],
      ['2', '10', '0', expect.any(String)],
      ['3', '10000', '0.01', expect.any(String)],
      ['4', '10000', '0', 'diverged'],
    ]);
    expect(Number(rows[0]!['perplexity'])).toBeGreaterThan(1);
    // The last one exploded at once: its record is there, and nothing to write with.
    expect(rows[3]).toMatchObject({ model: '', perplexity: '', epochs: '1' });
    const kept = (await readdir(desk.path('song-sweep'))).filter((name) => name.startsWith('0004'));
    expect(kept).toEqual(['0004.run']);
    const again = await desk.run(['sweep', 'song.txt', ...grid, ...small, '--json']);
    expect(again.code).toBe(0);
    expect(again.stdout.match(/"event":"run"/g)).toBeNull();
    expect(again.stderr).toContain('4 runs were made before.');
    expect(await rowsIn(desk.path('song-sweep'))).toEqual(rows);
  },
);

it('writes no figure for a perplexity beyond all numbers', { tags: ['long'] }, async () => {
  const args = ['--set', 'theta=0', '--lr', '10000', '--let-explode', ...small, '--out', 'a'];
  const { code, stdout } = await desk.run(['sweep', 'song.txt', ...args]);
  expect([code, stdout]).toEqual([0, expect.stringContaining('perplexity inf')]);
  const [row] = await rowsIn(desk.path('a'));
  expect(row).toMatchObject({ outcome: 'finished', perplexity: 'inf', bestEpoch: '' });
});

it('is refused a folder of another sweep, or of other files', { tags: ['long'] }, async () => {
  await desk.run(['sweep', 'song.txt', '--set', 'eta=10', ...small, '--out', 'a']);
  const other = await desk.run(['sweep', 'song.txt', '--set', 'eta=20', ...small, '--out', 'a']);
  expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('holds another sweep')]);
  await desk.put('poem.txt', `${song}月`);
  const text = await desk.run(['sweep', 'poem.txt', '--set', 'eta=10', ...small, '--out', 'a']);
  expect(text.stderr).toContain('holds another sweep');
  const here = await desk.run(['sweep', 'song.txt', '--set', 'eta=10', ...small, '--out', '.']);
  expect([here.code, here.stderr]).toEqual([2, expect.stringContaining('has other files in it')]);
});

it('refuses more runs than ten thousand before anything is read', async () => {
  const args = ['--set', 'eta=1..101:1', '--set', 'hidden=1..100:1'];
  const { code, stderr } = await desk.run(['sweep', 'nothing.txt', ...args, '--lang', 'en']);
  expect([code, stderr.trim()]).toEqual([
    ...[2, 'This sweep would have 10100 runs; 10000 are the most. Leave some values out.'],
  ]);
});

it('tells of a run that cannot be made, and makes the others', async () => {
  const args = ['--set', 'batch=10,1000', ...small, '--out', 'a'];
  const { code, stderr } = await desk.run(['sweep', 'song.txt', ...args]);
  expect([code, stderr]).toEqual([1, expect.stringContaining('1 run could not be made')]);
  const rows = await rowsIn(desk.path('a'));
  expect(rows.map(({ outcome }) => outcome)).toEqual(['finished', 'refused']);
});

it(
  'goes on where it was killed, with two runs at once, to the same bits as one after another',
  { tags: ['long'] },
  async () => {
    const args = [
      '--set',
      'eta=1,10',
      '--seeds',
      '2',
      ...small,
      '--epochs',
      '400',
      '--threads',
      '1',
    ];
    const whole = await desk.run(['sweep', 'song.txt', ...args, '--out', 'whole']);
    expect(whole.code).toBe(0);
    const two = ['--set', 'eta=1,10', '--seeds', '2', ...small, '--epochs', '400'];
    const often = ['--checkpoint-seconds', '0.05', '--jobs', '2', '--json', '--out', 'killed'];
    for (let kill = 0; kill < 3; kill++) {
      const running = desk.start(['sweep', 'song.txt', ...two, ...often]);
      await running.said(/"event":"start"/);
      await new Promise((resolve) => setTimeout(resolve, 200 + 200 * kill));
      running.child.kill('SIGKILL');
      await running.ended;
    }
    const { code } = await desk.run(['sweep', 'song.txt', ...two, ...often]);
    expect(code).toBe(0);
    const rows = await rowsIn(desk.path('killed'));
    expect(rows.map(({ run, epochs, threads }) => [run, epochs, threads])).toEqual(
      ['1', '2', '3', '4'].map((run) => [run, '400', '1']),
    );
    expect(await bitsIn(desk.path('killed'))).toEqual(await bitsIn(desk.path('whole')));
    await rm(desk.path('whole'), { recursive: true });
  },
);
