import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { decode } from '../../../src-main/corpus/encodings/decode.ts';
import { encodingCalled, encodings } from '../../../src-main/corpus/encodings/encoding-names.ts';

const bytesOf = (text: string, encoding: string): number[] => [...iconv.encode(text, encoding)];
const lines = '窗外的雨\n我把影子\n让它漂过\n';

describe('what cannot be read', () => {
  it('is one place where a character of UTF-8 is wrong, and the next is read again', () => {
    const bytes = bytesOf(lines, 'UTF-8');
    bytes.splice(3, 0, 0xff, 0xfe); // side by side: one place
    bytes.splice(-2, 0, 0xff);
    const { text, damagedLines } = decode(Uint8Array.from(bytes), 'utf-8');
    expect(damagedLines).toEqual([1, 3]);
    expect(text.replaceAll('\ufffd', '')).toContain('我把影子');
  });

  it.each([
    ['gbk', 'GBK'],
    ['big5', 'Big5'],
    ['euc-kr', 'EUC-KR'],
  ] as const)(
    'is the rest of its line and no more where bytes have shifted: %s',
    (encoding, codec) => {
      const text =
        codec === 'EUC-KR'
          ? '창밖에 비가\n나는 아직\n노래를\n'
          : codec === 'Big5'
            ? '窗外的雨\n我把影子\n漂到你睡\n'
            : lines;
      const whole = bytesOf(text, codec);
      const missing = whole.toSpliced(whole.indexOf(0x0a) + 1, 1);
      const { text: read, damagedLines } = decode(Uint8Array.from(missing), encoding);
      expect(damagedLines).toEqual([2]);
      expect(read.split('\n').toSpliced(1, 1)).toEqual(text.split('\n').toSpliced(1, 1));
    },
  );

  it.each([
    ['big5', 'Big5', '我們許下的願 成功了嗎\n漂到你睡著的那一岸\n窗外\n', ['許', '功']],
    ['big5', 'Big5', '雨裡有人在唱\n風吹過街 說好一起\n', ['人', '在', '吹', '過', '好', '一']],
    ['shift_jis', 'Shift_JIS', 'さくらの表を見る\nみんなソロで歌う\n', ['表', 'ソ']],
  ] as const)(
    'is a character of which only a half of ASCII is left: %s',
    (encoding, codec, text, lost) => {
      expect(decode(Uint8Array.from(bytesOf(text, codec)), encoding).damagedLines).toEqual([]);
      for (const character of lost) {
        const at = bytesOf(text.slice(0, text.indexOf(character)), codec).length;
        const bytes = Uint8Array.from(bytesOf(text, codec).toSpliced(at, 1));
        const line = text.slice(0, text.indexOf(character)).split('\n').length;
        expect(decode(bytes, encoding).damagedLines, character).toEqual([line]);
      }
    },
  );

  it.each([
    '穿著T恤去K歌\n',
    '哆啦A夢 啦~啦\n',
    '第n次[重來]的夜\n',
    '我愛u\nOK了\n',
    '卡拉OK的夜\n',
  ])('is none of the letters that people write between characters: %j', (text) => {
    expect(decode(Uint8Array.from(bytesOf(text, 'Big5')), 'big5').damagedLines).toEqual([]);
  });

  it('is half a character at the end', () => {
    for (const [encoding, codec] of [
      ['utf-8', 'UTF-8'],
      ['gbk', 'GBK'],
      ['utf-16le', 'UTF-16LE'],
    ] as const) {
      const bytes = Uint8Array.from(bytesOf('分开', codec)).subarray(0, -1);
      expect(decode(bytes, encoding)).toEqual({ text: '分\ufffd', damagedLines: [1] });
    }
  });
});

it('leaves out marks and what programs put at the end', () => {
  expect(decode(Uint8Array.from(bytesOf('分开\x1a\x1a', 'GBK')), 'gbk').text).toBe('分开');
  expect(decode(Uint8Array.from(bytesOf('\ufeff分开\0', 'UTF-8')), 'utf-8').text).toBe('分开');
});

it('knows encodings by all their names', () => {
  for (const encoding of encodings) expect(encodingCalled(encoding)).toBe(encoding);
  for (const [name, encoding] of [
    ['GB2312', 'gbk'],
    ['CP936', 'gbk'],
    ['utf8', 'utf-8'],
    ['UTF_16LE', 'utf-16le'],
    ['Big5-HKSCS', 'big5'],
    ['Shift-JIS', 'shift_jis'],
    ['cp1252', 'windows-1252'],
    ['Latin1', 'windows-1252'],
    [' EUC-KR ', 'euc-kr'],
  ])
    expect(encodingCalled(name!)).toBe(encoding);
  for (const name of ['klingon', 'base64', '', 'hex', 'constructor'])
    expect(encodingCalled(name)).toBeUndefined();
});
