import { describe, expect, it } from 'vitest';
import { five, HANG_MS, readAsFound, readingTime, wordsIn } from './read-kind.ts';

const SONG = ['渡口的灯还没有睡', 'hold on to me', '我用一生把它读完'];
const wordsOf = (line: string): string[] => line.match(/[a-z]+ ?|./g)!;

const formats: Readonly<Record<string, (word: string, at: number) => string>> = {
  yrc: (word, at) => `(${1000 + at * 200},200,0)${word}`,
  qrc: (word, at) => `${word}(${1000 + at * 200},200)`,
  krc: (word, at) => `<${at * 200},200,0>${word}`,
};
const lines = (tag: (word: string, at: number) => string): string =>
  SONG.map((line, i) => `[${1000 + i * 4000},3500]${wordsOf(line).map(tag).join('')}`).join('\n');

describe('lyrics with a time for every word', () => {
  it.each(Object.keys(formats))('reads %s once it is decrypted', (format) => {
    const text = `[ti:渡口]\n[ar:某人]\n[total:200000]\n[id:$00000000]\n[language:eyJjb250ZW50IjpbXX0=]\n${lines(formats[format]!)}\n`;
    const { kind, lines: read, changes } = readAsFound(text);
    expect(kind).toBe('yrc');
    expect(wordsIn(text)).toEqual(SONG);
    expect(read.map(({ stamp }) => stamp)).toEqual([1000, 5000, 9000]);
    expect(changes.filter(({ step }) => step === 'timeTags').map(({ count }) => count)).toEqual(
      SONG.map((line) => wordsOf(line).length + 1),
    );
  });

  it('reads the XML in which QQ keeps it', () => {
    const content = `[ti:渡口]\n[ar:某人]\n[offset:0]\n${lines(formats['qrc']!)}\n[20000,100]don&apos;t(20000,50) &amp;(20050,50)\n`;
    const text = `<?xml version="1.0" encoding="utf-8"?>\n<QrcInfos>\n<QrcHeadInfo SaveTime="1" Version="100"/>\n<LyricInfo LyricCount="1">\n<Lyric_1 LyricType="1" LyricContent="${content}"/>\n</LyricInfo>\n</QrcInfos>\n`;
    expect(readAsFound(text).kind).toBe('yrc');
    expect(wordsIn(text)).toEqual([...SONG, "don't &"]);
    const entities = text.replace(content, content.replaceAll('\n', '&#10;'));
    expect(wordsIn(entities)).toEqual([...SONG, "don't &"]);
  });

  it('reads the credits before it, sorts by time, and keeps brackets that are sung', () => {
    const text =
      '{"t":0,"c":[{"tx":"作词: "},{"tx":"某人"}]}\n[9000,100](9000,50,0)后(9050,50,0) (oh)\n[5000,100](5000,50,0)先\n';
    expect(wordsIn(text)).toEqual(['作词: 某人', '先', '后 (oh)']);
  });

  it.each(['[1000,3500]', '(1000,200,0)', '<0,200,0>词', '(', '[1,', '<1,2', ' '])(
    'takes no longer for 5 MB in one line of %s',
    (part) => {
      expect(readingTime(`[1000,3500]${five(part)}`, 'yrc')).toBeLessThan(HANG_MS);
      expect(readingTime(five(part), 'yrc')).toBeLessThan(HANG_MS);
    },
  );
});
