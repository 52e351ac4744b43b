import { describe, expect, it } from 'vitest';
import { decode } from '../../../src-main/corpus/encodings/decode.ts';
import type { Encoding } from '../../../src-main/corpus/encodings/encoding-names.ts';
import { guessEncoding } from '../../../src-main/corpus/encodings/guess.ts';

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** As Python's codecs write them; the Chinese one by hand. */
const texts: readonly [Encoding, string, string][] = [
  [
    'iso-2022-jp',
    '\x1b$B$5$/$i$N2V$,:i$$$F\x1b(B\n\x1b$B7/$HJb$$$?F;$r;W$$=P$9\x1b(B\nla la\n\x1b$B%+%?%+%J$b:.$<$k\x1b(B\n',
    'さくらの花が咲いて\n君と歩いた道を思い出す\nla la\nカタカナも混ぜる\n',
  ],
  [
    'iso-2022-kr',
    '\x1b$)C\x0eC"9[?!\x0f \x0e:q0!\x0f \x0e3;8.0m\x0f\n\x0e3*4B\x0f \x0e>FAw\x0f oh\n',
    '창밖에 비가 내리고\n나는 아직 oh\n',
  ],
  [
    'hz-gb-2312',
    '~{40Mb5DSjBdTZ>IN]i\\~}\n~{NR0QS0WSU[3IR;V;4,~} ~~oh~~\r\nand ~\non\n',
    '窗外的雨落在旧屋檐\n我把影子折成一只船 ~oh~\r\nand on\n',
  ],
  [
    'utf-7',
    '+epdZFnaEluiEPVcoZedcS2qQ\r\n+YhFiil9xW1BimGIQTgBT6oI5 +AH4-oh+AH4 1 +- 1\r\nand on\n',
    '窗外的雨落在旧屋檐\r\n我把影子折成一只船 ~oh~ 1 + 1\r\nand on\n',
  ],
  [
    'iso-2022-cn',
    '\x1b$)A\x0e40Mb5DSj\x0f\n\x1b$)A\x0eNR0QS0WS\x0f la\n',
    '窗外的雨\n我把影子 la\n',
  ],
];

describe.each(texts)('%s', (encoding, written, said) => {
  it('is known by its escapes, also behind much that is plain, and read', () => {
    for (const before of ['', 'one more mile ~ to go\n'.repeat(3000)]) {
      const bytes = bytesOf(before + written);
      expect(guessEncoding(bytes)).toEqual({ encoding, certain: true, other: undefined });
      expect(decode(bytes, encoding)).toEqual({ text: before + said, damagedLines: [] });
    }
  });

  it('has its wrong bytes told', () => {
    const bytes = bytesOf(written);
    const at = bytes.length - (encoding === 'utf-7' ? 3 : 5);
    bytes[at] = 0xff;
    const { damagedLines } = decode(bytes, encoding);
    expect(damagedLines.length).toBeGreaterThan(0);
  });
});

it('of two bytes that have lost one is whole again with the next line', () => {
  const { text } = decode(bytesOf('~{0Mb5DSj~}\n~{NR0QS0WS~}\n'), 'hz-gb-2312');
  expect(text.split('\n')[1]).toBe('我把影子');
});

it('tells characters of a set that nobody here can read', () => {
  const bytes = bytesOf('\x1b$)G\x0eGcKx\x0f oh\n\x1b$)A\x0e40Mb\x0f\n');
  expect(decode(bytes, 'iso-2022-cn')).toEqual({
    text: '\ufffd\ufffd oh\n窗外\n',
    damagedLines: [1],
  });
});

it.each([
  'rock+roll all night\nme+you\nyou + me\n',
  'call +1-800-555\n+100 +dog +ask\n'.repeat(10),
  'one+two+AGo\nA+B=C\n'.repeat(20),
  '~{love~} is ~{all~}\n~{hate~}\n'.repeat(10),
  '~~{ hey }~~ and ~{}~\n~ la ~\n',
  '\x1b[31mred\x1b[0m and plain\n',
  'price $B and $)C\n',
])('is not seen in plain words: %j', (text) => {
  expect(guessEncoding(bytesOf(text))).toMatchObject({ encoding: 'utf-8', certain: true });
});
