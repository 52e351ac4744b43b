import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { decodeText as decodeToUtf8 } from '../../../src-main/services/corpora/text-decoder.ts';

const sample = readFileSync(
  join(import.meta.dirname, '../../../resources/corpora/original-lyrics.zh.txt'),
  'utf8',
);
const traditional = '織機的聲音還在響\n我們說好不分開\n窗外下著雨，燈還亮著\n你寫的歌，我還記得\n';
const japanese = 'さくらの花が咲いて\n君と歩いた道を思い出す\nカタカナも混ぜる\n';
const korean = '창밖에 비가 내리고\n나는 아직 그 노래를 기억해요\n';
const french = "Il pleut sur la ville où j'ai aimé\nÀ côté du café, les élèves rêvaient\n".repeat(
  3,
);
const russian = 'За окном идёт дождь, и лампа горит\nя помню песню, которую ты написал\n';

/** The text as a string, which says more than its bytes. */
async function decodeText(...given: Parameters<typeof decodeToUtf8>) {
  const { text, encoding } = await decodeToUtf8(...given);
  return {
    text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text),
    encoding,
  };
}

const encode = (text: string, encoding: string, options?: { addBOM: boolean }) =>
  new Uint8Array(iconv.encode(text, encoding, options));
const binary = { code: 'corpus.binary', params: { name: 'n' } };

describe('decodeText', () => {
  it.each([
    ['UTF-8', sample, 'UTF-8'],
    ['GBK', sample, 'GB18030'],
    ['GB18030', `${sample}𠮷😀`, 'GB18030'],
    ['GB2312', '别把我们分开', 'GB18030'],
    ['GB2312', '分开', 'GB18030'],
    ['GB2312', 'la la la 分开', 'GB18030'],
    ['Big5', traditional, 'Big5'],
    ['Shift_JIS', japanese, 'Shift_JIS'],
    ['EUC-JP', japanese, 'EUC-JP'],
    ['EUC-KR', korean, 'EUC-KR'],
    ['windows-1251', russian, 'windows-1251'],
    ['KOI8-R', russian, 'KOI8-R'],
    ['ISO-8859-1', french, 'ISO-8859-1'],
    ['UTF-16LE', sample.slice(0, 200), 'UTF-16LE'],
    ['UTF-16BE', sample.slice(0, 200), 'UTF-16BE'],
    ['UTF-16LE', french, 'UTF-16LE'],
    ['UTF-16BE', '想要\n有', 'UTF-16BE'],
    ['UTF-16BE', '毕\n业', 'UTF-16BE'],
  ])('recognises %s', async (encoding, text, expected) => {
    expect(await decodeText(encode(text, encoding), 'n')).toEqual({ text, encoding: expected });
  });

  it.each(['UTF-8', 'UTF-16LE', 'UTF-16BE'])(
    'reads and drops the byte order mark of %s',
    async (encoding) => {
      const bytes = encode('分开\ufeff😀', encoding, { addBOM: true });
      expect(await decodeText(bytes, 'n')).toEqual({ text: '分开😀', encoding });
    },
  );

  it('reads any text in UTF-8', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
        expect((await decodeText(new TextEncoder().encode(text), 'n')).text).toBe(text);
      }),
    );
  });

  it('finds the encoding of a text whose first hundred thousand bytes are ASCII', async () => {
    const text = 'la '.repeat(50_000) + sample;
    expect(await decodeText(encode(text, 'GBK'), 'n')).toEqual({ text, encoding: 'GB18030' });
  });

  it('keeps a text that ended with Ctrl-Z, without it', async () => {
    expect((await decodeText(encode('分开\x1a', 'GBK'), 'n')).text).toBe('分开');
    expect((await decodeText(encode('分开\x1a', 'UTF-8'), 'n')).text).toBe('分开');
  });

  it('follows an encoding that was chosen by hand', async () => {
    expect((await decodeText(encode(traditional, 'Big5'), 'n', 'big5')).text).toBe(traditional);
    expect((await decodeText(encode(sample, 'GBK'), 'n', 'GB2312')).text).toBe(sample);
    expect((await decodeText(encode('分开', 'UTF-8'), 'n', 'utf8')).text).toBe('分开');
    expect((await decodeText(encode('分开', 'UTF-16LE'), 'n', 'UTF-16LE')).text).toBe('分开');
    expect((await decodeText(Uint8Array.of(0xe9), 'n', 'latin1')).text).toBe('é');
  });

  it.each([
    ['is not known', 'klingon', encode('分开', 'UTF-8')],
    ['is none', 'base64', encode('分开', 'UTF-8')],
    ['does not fit', 'UTF-8', encode('分开', 'GBK')],
    ['does not fit', 'Shift_JIS', encode(sample, 'UTF-8')],
    ['does not fit', 'UTF-16LE', encode('分开a', 'UTF-8')],
  ])('refuses an encoding that %s: %s', async (_, encoding, bytes) => {
    await expect(decodeText(bytes, 'n', encoding)).rejects.toEqual(
      expect.objectContaining({ code: 'corpus.encoding', params: { name: 'n', encoding } }),
    );
  });

  it.each([
    ['cut in the middle of a character', encode(sample, 'UTF-8').subarray(0, -2), 'UTF-8'],
    [
      'with a byte that was changed',
      encode(sample, 'UTF-8').map((byte, i) => (i === 900 ? 0xff : byte)),
      'UTF-8',
    ],
    ['with a mark and half a character', Uint8Array.of(0xff, 0xfe, 0x06), 'UTF-16LE'],
    ['with a mark and wrong bytes', Uint8Array.of(0xef, 0xbb, 0xbf, 0xff, 0x41), 'UTF-8'],
  ])('refuses a text %s, rather than guess', async (_, bytes, encoding) => {
    await expect(decodeText(bytes, 'n')).rejects.toEqual(
      expect.objectContaining({ code: 'corpus.encoding', params: { name: 'n', encoding } }),
    );
  });

  it.each([
    [
      'a picture',
      Buffer.from('89504e470d0a1a0a0000000d49484452000000100000001008060000001ff3ff61', 'hex'),
    ],
    ['a program', readFileSync(process.execPath).subarray(0, 100_000)],
    ['a text with a zero byte', Buffer.from('想要\0有')],
    ['control characters', Buffer.from('\x01\x02\x03\x04abc')],
    ['control characters between high bytes', Buffer.from('c1d6000102c2c3', 'hex')],
    ['zeros', Buffer.alloc(1000)],
  ])('refuses %s as no text', async (_, bytes) => {
    await expect(decodeText(bytes, 'n')).rejects.toEqual(expect.objectContaining(binary));
    await expect(decodeText(bytes, 'n', 'ISO-8859-1')).rejects.toEqual(
      expect.objectContaining(binary),
    );
  });

  it('never fails otherwise, whatever the bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        try {
          const { text } = await decodeText(bytes, 'n');
          expect(text.isWellFormed()).toBe(true);
          expect(text).not.toMatch(/[\0\ufeff]/);
        } catch (error) {
          expect((error as { code?: string }).code).toMatch(/^corpus\.(binary|encoding)$/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
