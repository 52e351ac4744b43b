/** What a run takes of memory, on the command line: refused with a number, insisted on, and named when it was too much; and a slow run. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { presentEngines } from '../../../../src-main/engines/presence.ts';
import { machineOf } from '../../../../src-main/services/engines/engines.ts';
import { Desk, linesOf, root } from '../verseloom.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.set();
  const characters = Array.from({ length: 20_000 }, (_, i) => String.fromCodePoint(0x4e00 + i));
  await desk.put('many.txt', characters.join('').repeat(26));
});
afterAll(() => desk.clear());

const huge = [
  ...['train', 'many.txt', '--engine', 'onnx', '--chars', '0', '--no-corpus'],
  ...['--hidden', '1', '--steps', '500', '--batch', '1024', '--epochs', '1'],
];

describe.skipIf(process.availableMemory() > 120 * 2 ** 30)('too much memory', () => {
  it.each([
    ['en', /needs about \d\d[\d.]* GB .*if --batch is \d+ or less\. Add --insist /],
    ['zh', /约需 \d\d[\d.]* GB 内存.*--batch 设为 \d+ 或更小就够用了。加上 --insist /],
  ])('is refused in one sentence, with what to do (%s)', async (language, sentence) => {
    const { code, stdout, stderr } = await desk.run([...huge, '--lang', language]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(linesOf(stderr)).toHaveLength(1);
    expect(stderr).toMatch(sentence);
    expect(await desk.names()).toEqual(['many.txt']);
  });

  it(
    'is tried with --insist, and named when there was not enough',
    { tags: ['long'] },
    async () => {
      const { code, stderr } = await desk.run([...huge, '--insist']);
      expect(code).toBe(1);
      expect(stderr).toMatch(/Out of memory: .* --batch were \d+ or less/);
    },
  );
});

describe('a run that is far slower than was measured', () => {
  it('says so on stderr, once', { tags: ['long'] }, async () => {
    const { version } = JSON.parse(await readFile(`${root}/package.json`, 'utf8')) as {
      version: string;
    };
    const engines = presentEngines();
    if (engines.length < 2) return; // nothing is measured
    await mkdir(desk.path('data'), { recursive: true });
    await writeFile(
      desk.path('data/engines.json'),
      JSON.stringify({
        machine: machineOf(engines, version),
        shapes: { 'rnn, V ≤ 1024, H 16, T 4, B 2': { onnx: 1e-9, tensorflow: 1e-8 } },
      }),
    );
    const { code, stderr } = await desk.run([
      ...['train', 'many.txt', '--chars', '600', '--no-corpus', '--out', 'slow.verse'],
      ...['--hidden', '16', '--steps', '4', '--batch', '2', '--lr', '1', '--epochs', '8'],
    ]);
    expect(code, stderr).toBe(0);
    expect(stderr.match(/times as long as measured/g)).toHaveLength(1);
  });
});
