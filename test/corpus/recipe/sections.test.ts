import { describe, expect, test } from 'vitest';
import { after } from './cleaned.ts';

const left = (text: string): string => after({ sections: true }, text).join('|');

describe('marks of sections', () => {
  test.each([
    ...[
      '[Verse 1]',
      '[Chorus x2]',
      '[Verse 1: Ann & Bo]',
      '[Pre-Chorus]',
      '[Guitar Solo]',
      '[Bridge]',
    ],
    ...[
      '【副歌】',
      '（男）',
      '(合)',
      '（间奏）',
      '【主歌A】',
      '（副歌 x2）',
      '第二段主歌',
      '（重复）',
      '(x2)',
    ],
    ...[
      'Chorus',
      'Verse 2',
      'Chorus:',
      '副歌：',
      '副歌',
      '— Chorus —',
      'Bridge:',
      '×2',
      '（女声）',
    ],
    ...['[Outro - Kids]', '[Music]', '(Instrumental)', '[Repeat Chorus]', '［Hook］', '〖副歌〗'],
  ])('%s leaves a break', (mark) => {
    expect(left(`${mark}\n夜来了`)).toBe('|夜来了');
  });

  test.each([
    ['男：你在哪里', '你在哪里'],
    ['合: 走吧', '走吧'],
    ['（男）你在哪里（女）我在这里', '你在哪里我在这里'],
    ['[Chorus] Hold on', 'Hold on'],
    ['副歌：夜来了', '夜来了'],
    ['Chorus: la la la', 'la la la'],
    ['la la la x2', 'la la la'],
    ['啦啦啦×3', '啦啦啦'],
    ['la la la (x2)', 'la la la'],
    ['男：女：走吧', '走吧'],
  ])('%s becomes %s', (line, sung) => {
    expect(left(line)).toBe(sung);
  });

  test('turns of two are marks, one name before a colon is none', () => {
    expect(left('Boy: where are you\nGirl: over here')).toBe('where are you|over here');
    expect(left('(Boy) where are you\n(Girl) over here')).toBe('where are you|over here');
    expect(left('Girl: listen to me')).toBe('Girl: listen to me');
  });
});

describe('what is sung stays', () => {
  test.each([
    ...[
      '（哦 别走）',
      '[sighs]',
      '留下来（别走）',
      'Don’t break my heart (break)',
      'walk away (girl)',
    ],
    ...[
      '走过那座桥（桥）',
      '(all the girls)',
      '他说：别走',
      '词不达意：我不会说',
      'Bridge',
      'Solo',
      '尾声',
    ],
    ...[
      'I want it all (all)',
      'we’re at the end (the end)',
      '(build it up)',
      '3 x 2',
      '桥',
      '男',
      '合唱',
    ],
    ...['(girl)', '(Bridge)', 'music', 'Drop', 'The end', '[他说]', '《副歌》'],
  ])('%s', (line) => {
    expect(left(line)).toBe(line);
  });

  test('“Bridge” alone is a mark only where other marks stand as bare as it', () => {
    expect(left('Verse 1\nwater\nBridge\nover')).toBe('|water||over');
    expect(left('[Verse]\nwater\nBridge\nover')).toBe('|water|Bridge|over');
  });
});

describe('marks of programs that make songs, of Japan and of Korea', () => {
  test.each([
    ...['[Chorus, powerful]', '[Powerful Chorus]', '[Soft Verse 2]', '[Chorus - soft piano]'],
    ...[
      '【サビ】',
      '【Aメロ】',
      '[Bメロ]',
      '（ラスサビ）',
      '[1番]',
      '[大サビ]',
      'サビ',
      'イントロ',
    ],
    ...['[후렴]', '(간주)', '[2절]', '1절', '후렴', '후렴)', '[브릿지]', '[랩]', '<1절>'],
    ...['纯音乐，请欣赏', '此歌曲为没有填词的纯音乐，请您欣赏', '该歌曲暂无歌词'],
  ])('%s leaves a break', (mark) => {
    expect(left(`夜来了\n${mark}\n灯亮了`)).toBe('夜来了||灯亮了');
  });

  test.each([
    ...['[we sing the chorus]', '[your chorus here again]', '[夜来了]', '[Big Finish]'],
    ...['1番大切な人', 'サビついた鍵', '후렴처럼 울리는', '랩', '전주', '没有歌词', '纯音乐的夜'],
  ])('%s stays', (words) => {
    expect(left(`夜来了\n${words}\n灯亮了`)).toBe(`夜来了|${words}|灯亮了`);
  });
});

describe('signs of a refrain', () => {
  test.each(['*', '#', '＊＊', '※', '***', '-----', '=====', '♪', '* * *', '☆'])(
    'alone in a line leave a break: %s',
    (sign) => {
      expect(left(`夜来了\n${sign}\n灯亮了`)).toBe('夜来了||灯亮了');
    },
  );

  test.each(['Repeat *', 'repeat *,#', '重复 ＊#', '（重複 ※ x2）', 'Repeat: # twice', '重唱*'])(
    'where they send back to, they go before the words as well: %s',
    (again) => {
      expect(left(`*夜来了\n灯亮了*\n${again}`)).toBe(
        again === '重唱*' ? `*夜来了|灯亮了*|${again}` : '夜来了|灯亮了|',
      );
    },
  );

  test('stay where nothing sends back, and so do pauses', () => {
    expect(left('*夜来了\n……\n——\n...\n~\nf***\n#1')).toBe('*夜来了|……|——|...|~|f***|#1');
  });
});
