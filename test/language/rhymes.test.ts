import { describe, expect, it } from 'vitest';
import {
  rhymeClassNamed,
  rhymeClassOf,
  rhymeClasses,
  rhymeLabel,
} from '../../src-main/language/chinese/rhyme-books.ts';
import { finals, type Final } from '../../src-main/language/chinese/syllable.ts';
import { endsAlike, lineEnd, rhymes } from '../../src-main/language/line-end.ts';
import { measureLine, patternOf, rhymeScheme } from '../../src-main/language/measure.ts';
import type { RhymeSystem } from '../../src-main/contract/writing/constraint.ts';

/** Each final with its class in 十三辙 and in 诗韵新编, copied from the books' tables. */
const books = `
a 发花 一麻|ia 发花 一麻|ua 发花 一麻|o 梭坡 二波|io 梭坡 二波|uo 梭坡 二波|e 梭坡 三歌|ê 乜斜 四皆|ie 乜斜 四皆|üe 乜斜 四皆
-i 一七 五支|er 一七 六儿|i 一七 七齐|ei 灰堆 八微|uei 灰堆 八微|ai 怀来 九开|iai 怀来 九开|uai 怀来 九开|u 姑苏 十模|ü 一七 十一鱼
ou 油求 十二侯|iou 油求 十二侯|ao 遥条 十三豪|iao 遥条 十三豪|an 言前 十四寒|ian 言前 十四寒|uan 言前 十四寒|üan 言前 十四寒
en 人辰 十五痕|in 人辰 十五痕|uen 人辰 十五痕|ün 人辰 十五痕|ang 江阳 十六唐|iang 江阳 十六唐|uang 江阳 十六唐
eng 中东 十七庚|ing 中东 十七庚|ueng 中东 十七庚|ong 中东 十八东|iong 中东 十八东`
  .trim()
  .split(/[|\n]/)
  .map((row) => row.split(' ') as [Final, string, string]);

describe('the rhyme books', () => {
  it('have every final once', () => {
    expect(books.map(([final]) => final).sort()).toEqual([...finals].sort());
    for (const system of ['final', 'thirteen', 'eighteen'] as const)
      expect(
        rhymeClasses(system)
          .flatMap((one) => [...one.finals])
          .sort(),
      ).toEqual([...finals].sort());
    expect(rhymeClasses('thirteen')).toHaveLength(13);
    expect(rhymeClasses('eighteen')).toHaveLength(18);
  });

  it.each(books)('%s is of %s and of %s', (final, track, rhyme) => {
    expect(rhymeLabel(rhymeClassOf(final, 'thirteen'))).toBe(`${track}辙`);
    expect(rhymeLabel(rhymeClassOf(final, 'eighteen'))).toBe(rhyme);
    // As it is named, with and without its number and what it is.
    for (const name of [track, `${track}辙`])
      expect(rhymeClassNamed(name, 'final')?.finals).toContain(final);
    const plain = rhyme.replace(/^[一二三四五六七八九十]+/, '');
    for (const name of [rhyme, plain, `${plain}韵`])
      expect(rhymeClassNamed(name, 'final')?.finals).toContain(final);
  });

  it('near is both ways, and takes all of 十三辙 in', () => {
    for (const one of finals) {
      const near = rhymeClassOf(one, 'near').finals;
      for (const other of rhymeClassOf(one, 'thirteen').finals) expect(near).toContain(other);
      for (const other of near) expect(rhymeClassOf(other, 'near').finals).toContain(one);
    }
    const isNear = (one: Final, other: Final) => rhymeClassOf(one, 'near').finals.has(other);
    expect([
      isNear('an', 'iang'),
      isNear('in', 'ing'),
      isNear('i', 'ei'),
      isNear('ü', 'u'),
    ]).toEqual([true, true, true, true]);
    expect([isNear('u', 'i'), isNear('an', 'eng'), isNear('ao', 'ou'), isNear('a', 'ai')]).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('know a final by what it is spelled like, and nothing else', () => {
    const finalsOf = (name: string) => [...(rhymeClassNamed(name, 'final')?.finals ?? [])];
    expect(finalsOf('guang')).toEqual(['ang', 'iang', 'uang']);
    expect(finalsOf('iu')).toEqual(['ou', 'iou']);
    expect(finalsOf('v')).toEqual(['ü']);
    expect(finalsOf('zhi')).toEqual(['-i']);
    expect(finalsOf('AN')).toHaveLength(4);
    expect([finalsOf('云'), finalsOf('x'), finalsOf('辙'), finalsOf('')]).toEqual([[], [], [], []]);
  });
});

const doRhyme = (one: string, other: string, system: RhymeSystem, syllables = 1): boolean =>
  rhymes(lineEnd(one)!, lineEnd(other)!, system, syllables);

describe('ends of Chinese lines', () => {
  it.each([
    ['记得你说你的伤', '你说不出的风光', 'final', 1, true],
    ['心', '人', 'final', 1, false],
    ['心', '人', 'eighteen', 1, true],
    ['梦', '东', 'eighteen', 1, false],
    ['梦', '东', 'thirteen', 1, true],
    ['歌', '波', 'thirteen', 1, true],
    ['见', '样', 'thirteen', 1, false],
    ['见', '样', 'near', 1, true],
    ['时光', '自伤', 'eighteen', 2, true],
    ['时光', '天光', 'eighteen', 2, false],
    ['光，', '“伤！”', 'final', 1, true],
    ['光', '2', 'final', 1, false],
    ['春天花会开', '东边挂云彩', 'eighteen', 1, true],
    ['听音乐', '下大雪', 'final', 1, true],
    ['很快乐', '下大雪', 'final', 1, false],
    ['路边的野花儿', '回家', 'final', 1, true],
    ['我的女儿', '十二', 'final', 1, true],
  ] as const)('%s and %s, by %s, %d syllables: %s', (one, other, system, syllables, expected) => {
    expect(doRhyme(one, other, system, syllables)).toBe(expected);
    expect(doRhyme(other, one, system, syllables)).toBe(expected);
  });

  it('have a letter each through a stanza', () => {
    const scheme = (lines: readonly string[], system: RhymeSystem = 'eighteen') =>
      rhymeScheme(
        lines.map((line) => lineEnd(line)),
        system,
      );
    expect(scheme(['旧时光', '旧忧伤', '听得见', '在远方'])).toEqual(['a', 'a', 'b', 'a']);
    expect(scheme(['光', '', '，', '天', '伤'])).toEqual(['a', null, null, 'b', 'a']);
    const many = [...'阿波歌夜之儿衣飞海路鱼走好天人光风东'];
    expect(scheme(many).at(-1)).toBe('r');
    const beyond = Array.from({ length: 28 }, (_, at) =>
      lineEnd(String.fromCodePoint(0x3042 + at)),
    );
    expect(rhymeScheme(beyond, 'final').slice(24)).toEqual(['y', 'z', 'aa', 'ab']);
  });

  it('are alike only with the very same character or word', () => {
    expect(endsAlike(lineEnd('时光。')!, lineEnd('风光')!)).toBe(true);
    expect(endsAlike(lineEnd('light')!, lineEnd('Light!')!)).toBe(true);
    expect(endsAlike(lineEnd('伤')!, lineEnd('光')!)).toBe(false);
    expect(lineEnd('……')).toBeNull();
  });
});

describe('what is shown of a line', () => {
  it.each([
    ['记得你说你的伤', 7, '十六唐', 1],
    ['是谁，在唱歌？', 5, '三歌', 1],
    ['走了', 2, '三歌', 0],
    ['第 7 天', 3, '十四寒', 1],
    ['さくら', 3, null, null],
    ['……', 0, null, null],
    ['', 0, null, null],
    ['𠮷', 1, null, null],
  ] as const)('%s', (line, count, rhyme, tone) => {
    expect(measureLine(line, 'eighteen')).toMatchObject({ count, rhyme, tone });
  });

  it('平 and 仄 of all that counts', () => {
    const short = (line: string) =>
      patternOf(line)
        .map((level) => level?.[0] ?? '-')
        .join('');
    expect(short('白日依山尽，')).toBe('lollo');
    expect(short('走了 ok')).toBe('oo-');
  });
});
