/**
 * `sweep --halving`, as a person runs it: the same runs survive however they are made, and each learns what it would have learnt alone.
 *
 * @module-tag long
 */
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
  ...['--hidden', '12', '--steps', '10', '--batch', '10', '--period', '40', '--length', '5'],
  ...['--prefix', '想要', '--engine', 'onnx', '--threads', '1', '--lang', 'en', '--epochs', '9'],
];
const nine = ['sweep', 'song.txt', '--set', 'eta=1,10,100', '--seeds', '3', ...small];

it('keeps a third at each rung, says why in the table, and what it keeps learns as it would alone', async () => {
  const halved = await desk.run([...nine, '--halving', '3', '--out', 'halved', '--json']);
  expect([halved.code, halved.stderr]).toEqual([
    0,
    expect.stringContaining('After epoch 1, 3 the runs are compared; each time the best 1 in 3'),
  ]);
  const rows = await rowsIn(desk.path('halved'));
  expect(rows.map(({ epochs }) => epochs).sort()).toEqual([...Array(6).fill('1'), '3', '3', '9']);
  expect(rows.filter(({ outcome }) => outcome === 'halved')).toHaveLength(8);
  for (const { epochs, outcome, reason } of rows)
    expect([outcome, reason]).toEqual(
      epochs === '9'
        ? ['finished', '']
        : [
            'halved',
            expect.stringMatching(
              `^Compared after epoch ${epochs} \\(rung ${epochs === '1' ? 1 : 2}\\): place \\d of ${epochs === '1' ? 9 : 3}`,
            ),
          ],
    );
  const whole = await desk.run([...nine, '--out', 'whole']);
  expect(whole.code).toBe(0);
  const survivor = `${rows.find(({ epochs }) => epochs === '9')!['run']!.padStart(4, '0')}.verse`;
  const [a, b] = [await bitsIn(desk.path('halved')), await bitsIn(desk.path('whole'))];
  expect(a[survivor]).toBe(b[survivor]);
  // Once more: everything is known, and decided alike.
  const again = await desk.run([...nine, '--halving', '3', '--out', 'halved', '--json']);
  expect([again.code, again.stdout.match(/"event":"run"/g)]).toEqual([0, null]);
  expect(await rowsIn(desk.path('halved'))).toEqual(rows);
});

it('decides alike for two at once, and where it was killed', async () => {
  const args = [...nine, '--halving', '2', '--epochs', '60'];
  expect((await desk.run([...args, '--out', 'one'])).code).toBe(0);
  const often = [
    ...args,
    '--jobs',
    '2',
    '--checkpoint-seconds',
    '0.05',
    '--out',
    'killed',
    '--json',
  ];
  for (let kill = 0; kill < 3; kill++) {
    const running = desk.start(often);
    await running.said(/"event":"start"/);
    await new Promise((resolve) => setTimeout(resolve, 150 + 250 * kill));
    running.child.kill('SIGKILL');
    await running.ended;
  }
  expect((await desk.run(often)).code).toBe(0);
  const told = async (folder: string) =>
    (await rowsIn(desk.path(folder))).map(({ seconds: _, ...row }) => row);
  expect(await told('killed')).toEqual(await told('one'));
  expect(await bitsIn(desk.path('killed'))).toEqual(await bitsIn(desk.path('one')));
});

it('refuses what cannot be compared, and a factor that is none', async () => {
  const few = await desk.run([
    'sweep',
    'song.txt',
    '--set',
    'eta=1,10',
    ...small,
    '--halving',
    '3',
  ]);
  expect([few.code, few.stderr]).toEqual([2, expect.stringContaining('nothing for --halving 3')]);
  for (const factor of ['1', '2.5', 'much', '11']) {
    const { code, stderr } = await desk.run([...nine, '--halving', factor]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('--halving must be')]);
  }
  const other = [...nine, '--out', 'a'];
  expect((await desk.run(other)).code).toBe(0);
  const halved = await desk.run([...other, '--halving', '3']);
  expect([halved.code, halved.stderr]).toEqual([2, expect.stringContaining('another sweep')]);
});
