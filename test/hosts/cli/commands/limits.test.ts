/** `--limit-mb` and `--limit-files`: every command that reads texts reads no more than that, and says by which number and how more is read. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MIB } from '../../../../src-main/contract/corpus/limits.ts';
import { zipOf } from '../../../corpus/zips.ts';
import { runHere } from '../in-process.ts';
import { putTrained } from '../trained-model.ts';
import { Desk, linesOf, lyrics, small } from '../verseloom.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.set();
  await putTrained(desk, 'lyrics', 1);
  await desk.put('1.txt', lyrics);
  await desk.put('2.txt', '夜来了\n灯亮了');
  const large = `${lyrics}\n`.padEnd(MIB, '啊');
  await desk.put('large.zip', zipOf([{ name: '大.txt', bytes: large }]));
  await desk.put('large.txt', large);
});
afterAll(() => desk.clear());

const here = (...args: string[]) => runHere(desk, args);
const run = [...small, '--epochs', '1', '--length', '2', '--overwrite', '--out', 'm.verse'];

const SECOND =
  '2.txt was left out: there are more files than the limit of 1. Allow more with --limit-files.';
const LARGE =
  '“large.zip/大.txt” was left out: with it there would be more than 1 MB of text. Allow more with --limit-mb.';

describe('fewer files', () => {
  test.each([
    ['corpus inspect', ['corpus', 'inspect', '1.txt', '2.txt'], 'stdout'],
    ['corpus import', ['corpus', 'import', '1.txt', '2.txt'], 'stderr'],
    ['train', ['train', '1.txt', '2.txt', ...run], 'stderr'],
    ['score', ['score', 'lyrics.verse', '1.txt', '2.txt'], 'stderr'],
    [
      'resume',
      ['resume', 'lyrics.verse', '--epochs', '1', '--corpus', '1.txt', '--corpus', '2.txt'],
      'stderr',
    ],
  ] as const)('%s', async (_, args, stream) => {
    const told = (await here(...args, '--limit-files', '1'))[stream];
    expect(linesOf(told)).toContain(SECOND);
  });
});

describe('less text, while a zip expands and from a file on its own', () => {
  test.each([['corpus', 'inspect'], ['corpus', 'import'], ['train'], ['score', 'lyrics.verse']])(
    '%s %s',
    async (...words) => {
      const command = words.filter((word) => word !== undefined);
      const refused = await here(...command, 'large.zip', '--limit-mb', '1');
      expect(refused).toMatchObject({ code: 2, stderr: `${LARGE}\n` });
      const file = await here(...command, 'large.txt', '--limit-mb', '1');
      expect(file.code).toBe(2);
      expect(file.stderr).toMatch(
        /large\.txt is larger than 1 MB\. Allow more with --limit-mb\.\n$/,
      );
    },
  );

  test('more is let through, and what nobody can raise is said without a way', async () => {
    const { code, stdout } = await here('corpus', 'inspect', 'large.zip', '--limit-mb', '4');
    expect([code, stdout]).toEqual([0, expect.stringContaining('1 song')]);
    await desk.put('both.txt', 'x'.repeat(MIB));
    const { stderr } = await here('corpus', 'inspect', '2.txt', 'both.txt', '--limit-mb', '1');
    expect(stderr).toBe('');
    const files = ['2.txt', 'both.txt', '--json', '--limit-mb', '1'];
    const { files: both } = JSON.parse((await here('corpus', 'inspect', ...files)).stdout) as {
      files: { skipped: string | null }[];
    };
    expect(both.map(({ skipped }) => skipped)).toEqual([null, 'corpus.tooLarge']);
  });

  test('what is too much together with others is said as that', async () => {
    const { stdout } = await here('corpus', 'inspect', '2.txt', 'both.txt', '--limit-mb', '1');
    expect(stdout).toContain(
      'both.txt was left out: all files together are larger than 1 MB. Import it separately. Allow more with --limit-mb.',
    );
  });
});

test('in Chinese as well', async () => {
  const { stderr } = await here(
    'score',
    'lyrics.verse',
    'large.zip',
    '--limit-mb',
    '1',
    '--lang',
    'zh',
  );
  expect(stderr).toBe(
    '“large.zip/大.txt”没有导入：加上它，文字就超过 1 MB 了。可用 --limit-mb 提高上限。\n',
  );
});
