import { describe, expect, test } from 'vitest';
import { after } from './cleaned.ts';

const left = (...lines: string[]): string[] => after({ credits: true }, lines.join('\n'));
const song = ['夜色落在河面', '灯把影子拉长', '没有人说再见', '风替我们唱'];

describe('credits at the head', () => {
  test.each([
    ...[
      '作词：某人',
      '作 词 ： 某人',
      '作曲 : 某人',
      '词曲：某人',
      '词/曲：某人',
      '制作人 Producer：某人',
    ],
    ...[
      'Producer制作人: 某人',
      '混音工程师：某人',
      '词：某人 曲：某人',
      'OP：某公司',
      'OP/SP: 某公司',
      '【作曲】某人',
    ],
    ...[
      'Written by: Ann Lee',
      'Written by Ann Lee',
      'Lyrics & Music by Ann Lee',
      'Mixed & Mastered by: Bo',
    ],
    ...[
      '（作词：某人）',
      '配唱制作人 Vocal Producer：某人',
      'Executive Producer: Bo',
      '录音棚：某棚',
      'ISRC: CNA012200001',
    ],
    ...[
      '© 2020 某公司',
      '作詞：某人',
      '監製：某人',
      '歌手：某人',
      '特别鸣谢：某人',
      '吉他编曲：某人',
      '작사: 누구',
      '작곡/편곡 : 누구',
    ],
  ])('%s', (credit) => {
    expect(left(credit, ...song)).toEqual(song);
    expect(left('旧屋檐', credit, ...song)).toEqual(['旧屋檐', ...song]);
    expect(left(...song, credit)).toEqual(song);
    expect(left(...song, credit, ...song)).toEqual([...song, credit, ...song]);
  });

  test('short labels, instruments and empty ones go with those beside them', () => {
    expect(left('词：某人', '曲：某人', '鼓：某人', '吉他：某人', ...song)).toEqual(song);
    expect(left('作词：某人', '编曲：', '和声：某人', '混音：某人', ...song)).toEqual(song);
    expect(left('曲：某人', ...song)).toEqual(song);
    expect(left('作詞：だれか', '作曲：だれか', ...song)).toEqual(song);
    expect(left('작사: 누구', '노래: 누구', ...song)).toEqual(song);
  });
});

describe('what is sung stays', () => {
  test.each([
    ...[
      '鼓：咚咚',
      '他说：别走',
      '歌：还在唱',
      '词不达意：我不会说',
      '曲：',
      '旁白：很久以前',
      '吉他：谁在弹',
      'Words: they fail me',
    ],
    ...[
      'Written by the moon on the water',
      'music by the river',
      '作词的人走了',
      '念白：那一年',
      'Home: where I am',
    ],
  ])('%s', (line) => {
    expect(left(line, ...song)).toEqual([line, ...song]);
    expect(left(song[0]!, song[1]!, line, ...song)).toEqual([song[0], song[1], line, ...song]);
    expect(left(...song, line)).toEqual([...song, line]);
  });

  test('a verse right behind the credits', () => {
    expect(left('作词：某人', '作曲：某人', '鼓：咚咚锵', ...song)).toEqual([
      '鼓：咚咚锵',
      ...song,
    ]);
    expect(left('作词：某人', '旁白：那一年', ...song)).toEqual(['旁白：那一年', ...song]);
  });
});

test('a line of title and singer goes where the tags of the file say the same', () => {
  const text =
    '[ti:旧屋檐]\n[ar:某歌手]\n[00:00.00]旧屋檐 - 某歌手\n[00:01.00]旧屋檐\n[00:05.00]夜色';
  const recipe = { markup: true, credits: true };
  expect(after(recipe, text, 'lrc')).toEqual(['旧屋檐', '夜色']);
  expect(after(recipe, text.replace('[ti:旧屋檐]\n', ''), 'lrc')[0]).toBe('旧屋檐 - 某歌手');
});

describe('credits without a colon', () => {
  test.each([
    [['词 / 某人', '曲 / 某某', '歌 / X']],
    [['作词 某人', '作曲 某某某']],
    [['词 某人', '曲 某某、某某某']],
    [['词/曲 某人', '演唱 Ann Lee']],
    [['作詞：某P', '作曲：某P', '歌：初音ミク']],
    [['작사 홍길동', '작곡 김철수']],
    [['作词 / 某人', '吉他 / 某某']],
    [['Lyrics by X', 'Music by John Smith']],
  ])('go at the head: %j', (credits) => {
    expect(left('渡口', ...credits, ...song)).toEqual(['渡口', ...song]);
  });

  test.each([
    [['歌 一首接一首', '曲 终人散']],
    [['曲 终人散']],
    [['词 不达意']],
    [['演唱 一首你爱的歌，别哭']],
    [['作曲 的人已经离开这座小城']],
    [['爱 / 恨', '生 / 死']],
    [['歌：我们一起唱']],
    [['鼓 / 掌声']],
    [['副歌：夜来了']],
  ])('are none where words are sung: %j', (words) => {
    expect(left(...words, ...song)).toEqual([...words, ...song]);
  });

  test('go where one of them begins the song', () => {
    expect(left('作词 某人', ...song)).toEqual(song);
  });

  test('stay in the middle of a song', () => {
    const lines = [...song, '词 某人', '曲 某某', ...song];
    expect(left(...lines)).toEqual(lines);
  });
});
