/** Lines that fit, what comes next and what surprises, as a person asks for them on the command line. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { met } from '../../../../src-main/form/met.ts';
import { lineConstraint } from '../../../../src-main/contract/writing/constraint.ts';
import { Desk, linesOf, lyrics, small } from '../verseloom.ts';
import { runHere } from '../in-process.ts';
import { putTrained } from '../trained-model.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.set();
  await putTrained(desk, '歌', 30);
  await putTrained(desk, '歌', 30, '无文.verse', ['--no-corpus']);
});
afterAll(() => desk.clear());

const seven = lineConstraint.parse({ length: { min: 7, max: 7 } });

interface Told {
  readonly text: string;
  readonly characters: readonly { character: string; probability: number }[];
  readonly copied: readonly { start: number; length: number; song: string }[];
  readonly [more: string]: unknown;
}
const tellLines = async (...options: string[]): Promise<Told[]> =>
  (await desk.runJson(['write', '歌.verse', '--prefix', '分开', ...options])) as unknown as Told[];

describe('write', () => {
  test('has lines of a length, each once, and tells all that is known of them', async () => {
    const told = await tellLines('--line', '7', '-n', '5');
    expect(told).toHaveLength(5);
    expect(new Set(told.map(({ text }) => text)).size).toBe(5);
    for (const one of told) {
      expect(Object.keys(one)).toEqual([
        ...['prefix', 'continuation', 'leftOut', 'text', 'logProbability', 'characters'],
        ...['copied', 'met'],
      ]);
      expect(one).toMatchObject({ prefix: '分开', leftOut: [], met: { length: 'met' } });
      expect(met(one.text, seven)).toEqual({ length: 'met' });
      expect(one.characters.map(({ character }) => character).join('')).toBe(one.text);
      const mean =
        one.characters.reduce((sum, { probability }) => sum + Math.log(probability), 0) /
        one.characters.length;
      expect(one['logProbability']).toBeCloseTo(mean, 5);
      // Where breaks are spaces, a space ends a line.
      expect(one['continuation']).toBe(`${one.text} `);
    }
    expect(await tellLines('--line', '7', '-n', '5')).toEqual(told);
    expect(await tellLines('--line', '7', '-n', '5', '--seed', '2')).not.toEqual(told);
  });

  test(
    'has a stanza with one object a reading, lines by line feeds',
    { tags: ['long'] },
    async () => {
      const told = await tellLines('--lines', '3', '--line', '5', '-n', '2');
      expect(told).toHaveLength(2);
      for (const { text } of told) expect(text).toMatch(/^[^\n]+\n[^\n]+\n[^\n]+$/u);
      const { stdout } = await desk.run([
        ...['write', '歌.verse', '--prefix', '分开', '--lines', '3', '--line', '5', '-n', '2'],
      ]);
      expect(stdout).toBe(`${told.map(({ text }) => text).join('\n\n')}\n`);
    },
  );

  test(
    'has every word that must come somewhere in the text, and both in a single line',
    { tags: ['long'] },
    async () => {
      const must = ['--must', '月亮', '--must', '分'];
      for (const more of [
        ['--line', '7'],
        ['--lines', '3', '--line', '5'],
        ['--acrostic', '月分'],
      ]) {
        const told = await tellLines(...more, ...must, '-n', '3');
        expect(told).toHaveLength(3);
        for (const { text } of told) {
          expect(text).toContain('月亮');
          expect(text).toContain('分');
        }
      }
    },
  );

  test('has such a word anywhere in its line, though the model would hardly write it', async () => {
    const told = await tellLines('--line', '7', '--must', '亮话', '-n', '24');
    const places = told.map(({ text }) => text.replaceAll(/\P{Script=Han}/gu, '').indexOf('亮话'));
    expect(told).toHaveLength(24);
    expect(new Set(places).size).toBeGreaterThan(3);
    expect(places.filter((at) => at === 5).length).toBeLessThan(8); // its last place: half of all, were it left to the end
  });

  test('says where copies come from, and avoids them', { tags: ['long'] }, async () => {
    // It begins in the prefix: 分开的时候月亮不说话.
    for (const { text, copied } of await tellLines('--line', '的时候月亮?', '-n', '2')) {
      const length = text === '的时候月亮不' ? 6 : 5;
      expect(copied).toEqual([{ start: 0, length, song: '分开的时候月亮不说话' }]);
    }
    const flat = lyrics.replaceAll(/[^\p{Script=Han}]/gu, '');
    for (const { text } of await tellLines('--line', '7', '--no-copy', '3')) {
      const own = `分开${text}`.replaceAll(/[^\p{Script=Han}]/gu, '');
      for (let at = 0; at + 4 <= own.length; at++)
        expect(flat, own).not.toContain(own.slice(at, at + 4));
    }
  });

  test('cannot tell what is copied where the model has no text', { tags: ['long'] }, async () => {
    const write = ['write', '无文.verse', '--prefix', '分开', '--line', '7'];
    const [told] = await desk.runJson([...write, '-n', '1']);
    expect(told!['copied']).toBeNull();
    const { code, stderr } = await desk.run([...write, '--no-copy', '4']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/only the hash of its text.*leave --no-copy out\.\n$/),
    });
  });

  test('says which wish is in the way where no line fits', async () => {
    const { code, stdout, stderr } = await desk.run([
      ...['write', '歌.verse', '--prefix', '分开', '--line', '7', '--must', '饕餮', '--json'],
    ]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^No lines were found that meet all of these wishes/);
    expect(stderr).toMatch(/^In the way: the words that must come \(without it, \d+ of 64/m);
    expect(stderr).toMatch(/^The closest found: ./m);
  });

  test.each([
    [['--line', 'seven!'], /^“seven!” is not understood/],
    [['--line', '0'], /^“0” cannot be asked of a line/],
    [['--rhyme', '!!'], /^Nothing rhymes with “!!” here: after --rhyme comes a final \(ang\)/],
    [['--rhyme', 'light'], /^Nothing rhymes with “light” here/], // no letters are in the vocabulary
    [['--tone', '7'], '“7” is not a choice for --tone; the choices are 平, 仄, 1, 2, 3, 4.'],
    [['--tone', '平仄'], /^“平仄” is not a choice for --tone/],
    [['--pattern', '平x'], /^“平x” is not a pattern of tones: write 平 or 仄/],
    [['--no-copy', '0'], /^--no-copy must be between 1 and 64/],
    [['--no-copy', '0', '--length', '9'], /^--no-copy must be between 1 and 64/],
    [['-n', '0'], '-n must be between 1 and 32, not 0.'],
    [['-n', '33', '--line', '7'], /^-n must be between 1 and 32/],
    [['-n', '999999999999'], /^-n must be between 1 and 32, not 999999999999\./],
    [['--lines', '2', '--acrostic', '春夏秋'], /^--lines must be between 3 and/],
    [['--acrostic', '春'.repeat(201)], '--acrostic can have at most 200 characters.'],
    [['--line', '7', '--length', '9'], /^--length counts characters/],
    [['--lines', '2', '--length', '9'], /^--length counts characters/],
    [['--without', '月', '--length', '9'], /^--length counts characters/],
    ...['line', 'rhyme', 'tone', 'pattern', 'acrostic', 'must', 'without'].map(
      (flag): [string[], string] => [[`--${flag}`, ' '], `--${flag} needs a text.`],
    ),
  ])('refuses %j', async (options, sentence) => {
    const refused = ['write', '歌.verse', '--prefix', '分开', ...options];
    const { code, stdout, stderr } = await runHere(desk, refused);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    if (typeof sentence === 'string') expect(stderr).toBe(`${sentence}\n`);
    else expect(stderr).toMatch(sentence);
    const chinese = await runHere(desk, [...refused, '--lang', 'zh']);
    expect(chinese).toMatchObject({ code: 2, stdout: '' });
    expect(chinese.stderr).toMatch(/\p{Script=Han}.*[。]\n$/u);
  });

  test(
    'ends what goes wrong between flags and model with 1, and a sentence',
    { tags: ['long'] },
    async () => {
      for (const wishes of [
        ['--line', '3', '--pattern', '平平平平'],
        ['--line', '5', '--must', '月', '--without', '月'],
        ['--acrostic', '春龘'],
      ])
        for (const [lang, said] of [
          ['en', /^No lines were found that meet all of these wishes.*\nIn the way: /],
          ['zh', /^没有找到符合全部要求的句子.*\n卡住的是：/],
        ] as const) {
          const told = await runHere(desk, [
            ...['write', '歌.verse', '--prefix', '分开', ...wishes, '--lang', lang],
          ]);
          expect(told).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(said) });
        }
    },
  );
});

describe('write without wishes', () => {
  const writeOn = async (...options: string[]): Promise<Told> =>
    (
      await desk.runJson([
        ...['write', '歌.verse', '--prefix', '分开', '--temperature', '1', ...options],
      ])
    )[0] as Told;

  test('goes on without copying, too, as the page does', { tags: ['long'] }, async () => {
    const flat = lyrics.replaceAll(/[^\p{Script=Han}]/gu, '');
    const runsOf = ({ text }: Told): number => {
      const own = `分开${text}`.replaceAll(/[^\p{Script=Han}]/gu, '');
      return [...own].filter((_, at) => at > 0 && flat.includes(own.slice(at - 1, at + 1))).length;
    };
    // Of the prefix one run stands there.
    expect(runsOf(await writeOn('--length', '40'))).toBeGreaterThan(1);
    const own = await writeOn('--length', '40', '--no-copy', '1');
    expect(runsOf(own)).toBe(1);
    expect([...own.text]).toHaveLength(40);
    // By itself it asks for no lines.
    const [usual, alone] = [
      await writeOn('--no-copy', '1', '--length', '50'),
      await writeOn('--no-copy', '1'),
    ];
    expect(alone).toEqual(usual);
  });

  test(
    'says so where it ends before its length, as all else would be copied',
    { tags: ['long'] },
    async () => {
      await desk.put('全.txt', '春春夏夏'.repeat(30)); // either may follow either
      const trained = await desk.run(['train', '全.txt', ...small, '--epochs', '1']);
      expect(trained.code, trained.stderr).toBe(0);
      const write = ['write', '全.verse', '--prefix', '春', '--length', '9', '--no-copy', '1'];
      expect(await desk.run(write)).toEqual({
        ...{ code: 0, stdout: '春\n' },
        stderr: 'It ends early (0 of 9): whatever could come next would copy too much.\n',
      });
      const { stderr } = await desk.run([...write, '--lang', 'zh']);
      expect(stderr).toBe('写了 0 个字就停下了（要求 9 个）：再往下写，照抄都会超过限制。\n');
    },
  );

  test('and with them ends quietly where nobody reads on', { tags: ['long'] }, async () => {
    for (const options of [
      ['--length', '20000'],
      ['--line', '7', '-n', '32', '--json'],
    ]) {
      const { child, ended } = desk.start(['write', '歌.verse', '--prefix', '分开', ...options]);
      child.stdout!.destroy();
      expect(await ended).toMatchObject({ code: 0, stderr: '' });
    }
  });
});

test(
  'next lists the most probable characters, before and after the settings',
  { tags: ['long'] },
  async () => {
    const next = ['next', '歌.verse', '--prefix', '分开X', '--top', '4'];
    const [told] = await desk.runJson(next);
    const {
      prefix,
      leftOut,
      next: characters,
    } = told as unknown as {
      prefix: string;
      leftOut: string[];
      next: { character: string; probability: number; drawn: number }[];
    };
    expect({ prefix, leftOut }).toEqual({ prefix: '分开', leftOut: ['X'] });
    expect(characters).toHaveLength(4);
    const chances = characters.map(({ probability }) => probability);
    expect(chances.toSorted((a, b) => b - a)).toEqual(chances);
    for (const { probability, drawn } of characters) expect(drawn).toBeCloseTo(probability, 6);
    const [greedy] = await desk.runJson([...next, '--temperature', '0']);
    expect((greedy!['next'] as typeof characters).map(({ drawn }) => drawn)).toEqual([1, 0, 0, 0]);
    const { stdout } = await desk.run(next);
    expect(linesOf(stdout)).toHaveLength(4);
    expect(linesOf(stdout)[0]).toMatch(/^\S+ +\d+\.\d\d % +\d+\.\d\d %$/);
  },
);

test('score tells how much each character surprises', async () => {
  await desk.put('some.txt', '分开X分开');
  const [told] = await desk.runJson(['score', '歌.verse', 'some.txt']);
  const surprises = told!['surprises'] as { character: string; surprise: number | null }[];
  expect(surprises.map(({ character }) => character).join('')).toBe('分开X分开');
  expect(surprises.map(({ surprise }) => surprise === null)).toEqual([
    ...[true, false, true, false, false],
  ]);
  const known = surprises.flatMap(({ surprise }) => surprise ?? []);
  const mean = known.reduce((a, b) => a + b, 0) / known.length;
  expect(Math.exp(mean)).toBeCloseTo(told!['perplexity'] as number, 3);
});
