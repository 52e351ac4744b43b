import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src-main/core/random.ts';
import { guessEncoding, guessEncodings } from '../../../src-main/corpus/encodings/guess.ts';
import { decode } from '../../../src-main/corpus/encodings/decode.ts';
import type { Encoding } from '../../../src-main/corpus/encodings/encoding-names.ts';

const lyrics = readFileSync(
  join(import.meta.dirname, '../../../resources/corpora/original-lyrics.zh.txt'),
  'utf8',
);
const chinese = lyrics.split('\n').filter(Boolean);
const traditional = [
  ...['窗外的雨落在舊屋簷', '我把影子折成一隻船', '讓它漂過沒有名字的街', '漂到你睡著的那一岸'],
  ...['風不問我從哪裡來', '也不問燈為誰亮到現在', '只把一頁一頁的月光', '翻給河水慢慢地看'],
  ...[
    '織機的聲音還在響',
    '我們說好不分開',
    '妳寫的歌我還記得',
    '鐵軌那頭有人揮手',
    '雞鳴三遍 門還關著',
  ],
];
const english = [
  ...[
    'Rain on the tin roof again',
    'I left the key under the stone',
    'oh oh oh',
    "don't ask me why",
  ],
  ...[
    'nobody waits at the station now',
    'sing it back to me',
    'la la la la',
    'one more mile to go',
  ],
];
const texts = {
  japanese: 'さくらの花が咲いて\n君と歩いた道を思い出す\nカタカナも混ぜる\n',
  korean: '창밖에 비가 내리고\n나는 아직 그 노래를 기억해요\n',
  french: "Il pleut sur la ville où j'ai aimé\nÀ côté du café, les élèves rêvaient\n",
  russian: 'За окном идёт дождь, и лампа горит\nя помню песню, которую ты написал\n',
  greek: 'Η βροχή πέφτει στο παράθυρο\nκαι θυμάμαι το τραγούδι σου\n',
  polish: 'Deszcz pada na okno, a ja pamiętam żółte światło\nśpiewasz cicho, wciąż tę samą pieśń\n',
};
const encode = (text: string, encoding: string): Uint8Array =>
  new Uint8Array(iconv.encode(text, encoding));

/** A song of 12 lines of which a fifth, and at least one, is Chinese. */
function song(random: Random, lines: readonly string[]): string {
  const pick = (from: readonly string[]) => from[random.below(from.length)]!;
  const chineseAt = random.below(12);
  return Array.from({ length: 12 }, (_, at) =>
    pick(at === chineseAt || random.below(5) === 0 ? lines : english),
  ).join('\n');
}

/** One byte changed, lost or put in. */
function spoil(random: Random, bytes: Uint8Array): Uint8Array {
  const at = random.below(bytes.length);
  const how = random.below(3);
  const between = how === 0 ? [] : [random.below(256)];
  return Uint8Array.from([
    ...bytes.subarray(0, at),
    ...between,
    ...bytes.subarray(how === 2 ? at : at + 1),
  ]);
}

describe('the encoding of a file', () => {
  it.each([
    ['UTF-8', lyrics, 'utf-8'],
    ['UTF-8', 'nothing but ASCII', 'utf-8'],
    ['UTF-8', 'a😀', 'utf-8'],
    ['GBK', lyrics, 'gbk'],
    ['GBK', '别把我们分开', 'gbk'],
    ['GBK', '分开', 'gbk'],
    ['GBK', 'la la la 分开', 'gbk'],
    ['GB18030', `${lyrics}𠮷😀`, 'gb18030'],
    ['Big5', traditional.join('\n'), 'big5'],
    ['Big5', '分開', 'big5'],
    ['big5hkscs', `${traditional.join('\n')}\n喺度 佢哋 嘅 嚟咗`, 'big5'],
    ['Shift_JIS', texts.japanese, 'shift_jis'],
    ['EUC-JP', texts.japanese, 'euc-jp'],
    ['EUC-KR', texts.korean, 'euc-kr'],
    ['windows-1251', texts.russian, 'windows-1251'],
    ['KOI8-R', texts.russian, 'koi8-r'],
    ['windows-1252', texts.french, 'windows-1252'],
    ['windows-1253', texts.greek, 'windows-1253'],
    ['windows-1250', texts.polish, 'windows-1250'],
    ['UTF-16LE', lyrics.slice(0, 200), 'utf-16le'],
    ['UTF-16BE', lyrics.slice(0, 200), 'utf-16be'],
    ['UTF-16LE', texts.french, 'utf-16le'],
    ['UTF-16BE', '想要\n有', 'utf-16be'],
    ['UTF-32LE', lyrics.slice(0, 200), 'utf-32le'],
    ['UTF-32BE', lyrics.slice(0, 200), 'utf-32be'],
  ])('is found: %s', (encoding, text, expected) => {
    expect(guessEncoding(encode(text, encoding))?.encoding).toBe(expected);
  });

  it.each(['utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'] as const)(
    'is told by its mark: %s',
    (encoding) => {
      const bytes = encode('\ufeff分开', encoding);
      expect(guessEncoding(bytes)).toEqual({ encoding, certain: true, other: undefined });
      expect(decode(bytes, encoding).text).toBe('分开');
    },
  );

  it.each(['utf-8', 'gbk', 'utf-16le', 'utf-16be', 'utf-32le', 'utf-32be'] as const)(
    'does not change with the zeros that fill up a file: %s',
    (encoding) => {
      const text = `${chinese.slice(0, 8).join('\n')}\n`;
      const bytes = Buffer.concat([encode(text, encoding), new Uint8Array(512)]);
      expect(guessEncoding(bytes)?.encoding).toBe(encoding);
      expect(decode(bytes, encoding).text).toBe(text);
    },
  );

  it('is looked for where it shows: behind a hundred thousand bytes of ASCII, or in a large file', () => {
    expect(guessEncoding(encode('la '.repeat(50_000) + lyrics, 'GBK'))?.encoding).toBe('gbk');
    expect(guessEncoding(encode(lyrics.repeat(10), 'GBK'))?.encoding).toBe('gbk');
  });

  it.each([
    ['zeros', new Uint8Array(1000)],
    ['a few bytes with zeros', Uint8Array.of(0, 1, 2, 3, 0, 0, 5)],
    ['control characters', Uint8Array.from(Buffer.from('\x01\x02\x03\x04abc'))],
    ['a program', new Uint8Array(readFileSync(process.execPath).subarray(0, 100_000))],
  ])('is none: %s', (_, bytes) => {
    expect(guessEncoding(bytes)).toBeUndefined();
    // Nor does what lies beside it make it a text.
    expect(guessEncodings([encode(lyrics, 'GBK'), bytes])[1]).toBeUndefined();
  });
});

describe.each([
  ['gbk', 'GBK', chinese],
  ['big5', 'Big5', traditional],
] as const)('400 songs in %s, mostly English', (expected, encoding, lines) => {
  const random = new Random(20_260_101);
  const songs = Array.from({ length: 400 }, () => encode(song(random, lines), encoding));
  const guesses = songs.map((bytes) => guessEncoding(bytes));

  it('are read as what they are: none is wrong without a word, and at most one in a hundred at all', () => {
    const wrong = guesses.filter((guess) => guess?.encoding !== expected);
    expect(wrong.filter((guess) => guess?.certain !== false)).toEqual([]);
    expect(wrong.length).toBeLessThanOrEqual(4);
    // What is right is mostly known to be, or nobody would heed the doubt.
    expect(guesses.filter((guess) => guess?.certain).length).toBeGreaterThan(380);
  });

  it('stay what they are with one byte changed, lost or put in, and say what is damaged', () => {
    const spoilt = songs.map((bytes) => spoil(random, bytes));
    const [after, together] = [spoilt.map((bytes) => guessEncoding(bytes)), guessEncodings(spoilt)];
    const changed = after.filter((guess, index) => guess?.encoding !== guesses[index]?.encoding);
    expect(changed.filter((guess) => guess?.certain !== false)).toEqual([]);
    expect(changed.length).toBeLessThanOrEqual(4);
    // As a pack, which has one origin, none changes.
    expect(together.filter((guess) => guess?.encoding !== expected)).toEqual([]);
  });
});

it('of a pack is judged together, and what is surely otherwise keeps its own', () => {
  const short = encode('晚安', 'Big5');
  const pack = [...traditional.map((line) => encode(line, 'Big5')), short];
  expect(guessEncodings(pack).map((guess) => guess?.encoding)).toEqual(pack.map(() => 'big5'));
  expect(
    guessEncodings([
      encode(lyrics, 'GBK'),
      encode(lyrics.slice(0, 200), 'UTF-16LE'),
      encode(traditional.join('\n'), 'Big5'),
      encode(texts.russian, 'windows-1251'),
      encode('plain', 'UTF-8'),
    ]).map((guess) => guess?.encoding),
  ).toEqual(['gbk', 'utf-16le', 'big5', 'windows-1251', 'utf-8'] satisfies Encoding[]);
});

it('leaves text of mostly high bytes to no alphabet because of a bad byte', () => {
  const bytes = encode('窗外的雨落在旧屋檐\n我把影子折成一只船\n', 'GBK');
  for (let at = 0; at <= bytes.length; at++) {
    const spoilt = Uint8Array.from([...bytes.subarray(0, at), 0xff, ...bytes.subarray(at)]);
    expect(guessEncoding(spoilt)?.encoding).toBe('gbk');
    expect(decode(spoilt, 'gbk').damagedLines).toHaveLength(1);
  }
});

it('never fails, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const guess = guessEncoding(bytes);
      if (guess) expect(decode(bytes, guess.encoding).text.isWellFormed()).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it('takes what is UTF-8 throughout for nothing else, also where an old program has made marks of its characters', () => {
  const spoilt = chinese.slice(0, 4).map((line) => Buffer.from(line).toString('latin1'));
  const bytes = encode(spoilt.join('\n'), 'utf-8');
  expect(guessEncoding(bytes)).toEqual({ encoding: 'utf-8', certain: true, other: undefined });
  const short = encode('창밖에 비', 'euc-kr');
  expect(guessEncoding(short)?.encoding).toBe('euc-kr');
});
