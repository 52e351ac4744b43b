import { describe, expect, test } from 'vitest';
import type { Recipe } from '../../../src-main/corpus/recipe/recipe.ts';
import { after } from './cleaned.ts';

const left = (
  timed: readonly (readonly [number, string])[],
  translations: Recipe['translations'] = 'first',
): string[] =>
  after(
    { markup: true, translations },
    timed.map(([at, text]) => `[00:${String(at).padStart(2, '0')}.00]${text}`).join('\n'),
    'lrc',
  );
const together = (...songs: readonly (readonly string[])[]) =>
  songs[0]!.flatMap((_, index) => songs.map((song) => [10 + index, song[index]!] as const));

const chinese = ['夜色落下', '灯还亮着', '没有人来'];
const english = ['Night is falling', 'The lamp is on', 'Nobody comes'];
const japanese = ['夜が落ちる', 'まだ灯りが', '誰も来ない'];
const korean = ['밤이 내려', '불이 켜져', '아무도 없어'];
const spelt = ['yoru ga ochiru', 'mada akari ga', 'dare mo konai'];

describe('a translation', () => {
  test.each([
    ['English', english],
    ['Japanese', japanese],
    ['Korean', korean],
  ])('of %s goes, or stays alone, or beside it', (_, original) => {
    const timed = together(original, chinese);
    expect(left(timed)).toEqual(original);
    expect(left(timed, 'second')).toEqual(chinese);
    expect(left(timed, 'both')).toHaveLength(6);
  });

  test('with how to pronounce it', () => {
    for (const songs of [
      [japanese, spelt, chinese],
      [spelt, japanese, chinese],
    ]) {
      expect(left(together(...songs))).toEqual(japanese);
      expect(left(together(...songs), 'second')).toEqual(chinese);
    }
  });

  test('is told whatever stands at time 0, and credits stay for their own step', () => {
    const credits = [0, 0, 0].map((at, index) => [at, `作词：${index} Bo`] as const);
    expect(left([...credits, ...together(english, chinese)])).toHaveLength(6);
  });
});

describe('no translation', () => {
  test('is a duet in two languages, at times of their own', () => {
    const duet = chinese.flatMap(
      (line, i) =>
        [
          [10 + 2 * i, line],
          [11 + 2 * i, english[i]!],
        ] as const,
    );
    expect(left(duet)).toHaveLength(6);
  });

  test('are two who sing at once in one language', () => {
    expect(left(together(chinese, ['啊啊', '啦啦', '哦哦']))).toHaveLength(6);
  });

  test('is what stands in one line, or at few times', () => {
    const one = chinese.map((line, i) => [10 + i, `${line} / ${english[i]}`] as const);
    expect(left(one)).toHaveLength(3);
    expect(
      left([...together(chinese, english).slice(0, 3), [20, '夜'], [21, '灯'], [22, '河']]),
    ).toHaveLength(6);
  });
});
