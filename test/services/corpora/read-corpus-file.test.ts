import iconv from 'iconv-lite';
import JSZip from 'jszip';
import { describe, expect, it } from 'vitest';
import { readCorpusFile as readFileAsUtf8 } from '../../../src-main/services/corpora/read-corpus-file.ts';
import { encryptZip, patchZip } from '../../store/archives/zip-patch.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

async function makeZip(
  files: Record<string, string | Uint8Array>,
  options: JSZip.JSZipGeneratorOptions = {},
): Promise<Uint8Array> {
  const zip = new JSZip();
  for (const [name, content] of Object.entries(files)) zip.file(name, content);
  return zip.generateAsync({ compression: 'DEFLATE', ...options, type: 'uint8array' });
}

/** The text as a string, which says more than its bytes. */
async function readCorpusFile(...given: Parameters<typeof readFileAsUtf8>) {
  const { text, encoding } = await readFileAsUtf8(...given);
  return { text: Buffer.from(text).toString(), encoding };
}

const refusal = (bytes: Uint8Array, name = 'n.zip', limits?: { bytes: number; entries: number }) =>
  readCorpusFile(name, bytes, undefined, limits).then(
    () => ({ code: 'none' }),
    (error: unknown) => error,
  );

describe('a text file', () => {
  it('is read', async () => {
    expect(await readCorpusFile('a.txt', bytesOf('想要\n'))).toEqual({
      text: '想要\n',
      encoding: 'UTF-8',
    });
    expect(await readCorpusFile('a.lrc', bytesOf('ab'))).toMatchObject({ text: 'ab' });
  });

  it.each([
    ['nothing', '', { code: 'corpus.empty', params: { name: 'n' } }],
    ['white space', ' \r\n\t\u3000\ufeff', { code: 'corpus.empty', params: { name: 'n' } }],
    ['a byte order mark', '\ufeff', { code: 'corpus.empty' }],
    [
      'one character',
      '分',
      { code: 'corpus.tooShort', params: { name: 'n', characters: 1, needed: 2 } },
    ],
    [
      'one character of two halves',
      '😀',
      { code: 'corpus.tooShort', params: { characters: 1, needed: 2 } },
    ],
  ])('is refused with %s in it', async (_, text, expected) => {
    expect(await refusal(bytesOf(text), 'n')).toMatchObject(expected);
  });

  it('is refused when it is too large', async () => {
    const limits = { bytes: 2 ** 20, entries: 1 };
    expect(await refusal(new Uint8Array(2 ** 20 + 1).fill(97), 'n', limits)).toMatchObject({
      code: 'corpus.tooLarge',
      params: { name: 'n', limitMb: 1 },
    });
    expect(await refusal(new Uint8Array(2 ** 20).fill(97), 'n', limits)).toMatchObject({
      code: 'none',
    });
    expect(await refusal(new Uint8Array(64 * 2 ** 20 + 1), 'n')).toMatchObject({
      params: { limitMb: 64 },
    });
  });
});

describe('a zip', () => {
  it('gives all its texts in the natural order of their names', async () => {
    const zip = await makeZip({
      'song10.txt': '十',
      'song2.TXT': '二',
      'b/song1.txt': '后',
      'cover.jpg': Uint8Array.of(0, 1, 2),
      'empty.txt': '',
      'blank.txt': '\ufeff \n',
      '__MACOSX/._song2.txt': 'resource fork',
      '.hidden.txt': 'hidden',
      '.git/x.txt': 'hidden',
      'notes.txt.bak': 'backup',
    });
    const expected = { text: '后\n二\n十', encoding: 'UTF-8' };
    expect(await readCorpusFile('歌.zip', zip)).toEqual(expected);
    // A zip under another name is one, too.
    expect(await readCorpusFile('歌', zip)).toEqual(expected);
  });

  it('decodes each text on its own, and names in the encoding of Windows', async () => {
    const gbk = (text: string) => new Uint8Array(iconv.encode(text, 'GBK'));
    const zip = await makeZip(
      { '歌2.txt': '二\n分开', '歌10.txt': gbk('不分开，织机还在响'), '歌1.txt': '一' },
      { encodeFileName: (name) => iconv.encode(name, 'GBK').toString('latin1') },
    );
    // JSZip marks names as UTF-8; an archive of Windows does not.
    const unmarked = ['local', 'central'].reduce(
      (bytes, where) =>
        patchZip(bytes, where as 'local' | 'central', 'flags', (flags) => flags & ~0x800),
      zip,
    );
    expect(await readCorpusFile('n.zip', unmarked)).toEqual({
      text: '一\n二\n分开\n不分开，织机还在响',
      encoding: 'UTF-8, GB18030',
    });
  });

  it('follows an encoding that was chosen by hand', async () => {
    const zip = await makeZip({ 'a.txt': new Uint8Array(iconv.encode('織機', 'Big5')) });
    expect(await readCorpusFile('n.zip', zip, 'Big5')).toEqual({ text: '織機', encoding: 'Big5' });
    await expect(readCorpusFile('n.zip', zip, 'UTF-8')).rejects.toMatchObject({
      code: 'corpus.encoding',
      params: { name: 'n.zip: a.txt', encoding: 'UTF-8' },
    });
  });

  it('names a text in its errors by no more than the beginning of its name', async () => {
    const wrong = new Uint8Array(iconv.encode('織機', 'Big5'));
    const zip = await makeZip({ [`\u001b[2J${'x'.repeat(30_000)}.txt`]: wrong });
    await expect(readCorpusFile('n.zip', zip, 'UTF-8')).rejects.toMatchObject({
      params: { name: `n.zip: \ufffd[2J${'x'.repeat(56)}` },
    });
  });

  it('is refused when it has no text', async () => {
    const noText = { code: 'zip.noText', params: { name: 'n.zip' } };
    expect(await refusal(await makeZip({}))).toMatchObject(noText);
    expect(await refusal(await makeZip({ 'a.jpg': 'x' }))).toMatchObject(noText);
    expect(await refusal(await makeZip({ 'a.txt': '', 'b.txt': ' \n' }))).toMatchObject(noText);
    const folder = new JSZip();
    folder.folder('a.txt');
    expect(await refusal(await folder.generateAsync({ type: 'uint8array' }))).toMatchObject(noText);
  });

  it('is refused when it is encrypted', async () => {
    const zip = await makeZip({ 'a.txt': '想要' });
    for (const where of ['local', 'central'] as const)
      expect(await refusal(encryptZip(zip, where))).toMatchObject({
        code: 'zip.encrypted',
        params: { name: 'n.zip' },
      });
  });

  it('is refused when it is damaged', async () => {
    const damaged = { code: 'zip.damaged', params: { name: 'n.zip' } };
    const zip = await makeZip({ 'a.txt': '想要有直升机'.repeat(50) });
    expect(await refusal(bytesOf('not a zip'))).toMatchObject(damaged);
    for (let length = 1; length < zip.length; length += 11)
      expect(await refusal(zip.subarray(0, length))).toMatchObject(damaged);
    expect(
      await refusal(patchZip(zip, 'central', 'crc32', (crc) => (crc ^ 8) >>> 0)),
    ).toMatchObject(damaged);
    const flipped = zip.slice();
    flipped[60]! ^= 0xff; // in the packed data
    expect(await refusal(flipped)).toMatchObject(damaged);
  });

  describe('that is a bomb', () => {
    const limits = { bytes: 2 ** 20, entries: 20 };
    const tooLarge = { code: 'zip.tooLarge', params: { name: 'n.zip', limitMb: 1 } };

    it('is refused by its declared size, before anything is unpacked', async () => {
      const zip = await makeZip({ 'a.txt': '想要' });
      // Nothing of this could be unpacked: had it been tried, it would be damaged.
      const lying = patchZip(
        patchZip(zip, 'central', 'size', () => 2 ** 31),
        'central',
        'method',
        () => 99,
      );
      expect(await refusal(lying, 'n.zip', limits)).toMatchObject(tooLarge);
    });

    it('is refused by the declared sizes together', async () => {
      const half = new Uint8Array(2 ** 19).fill(97);
      expect(
        await refusal(await makeZip({ '1.txt': half, '2.txt': half }), 'n.zip', limits),
      ).toMatchObject({ code: 'none' });
      expect(
        await refusal(
          await makeZip({ '1.txt': half, '2.txt': half, '3.txt': 'x' }),
          'n.zip',
          limits,
        ),
      ).toMatchObject(tooLarge);
    });

    it('is refused by its real size, whatever it declares', async () => {
      const hundredfold = new Uint8Array(100 * 2 ** 20);
      const zip = await makeZip({ 'a.txt': hundredfold });
      expect(zip.length).toBeLessThan(limits.bytes);
      for (const declared of [0, 10, 2 ** 20]) {
        const lying = patchZip(zip, 'central', 'size', () => declared);
        expect(await refusal(lying, 'n.zip', limits)).toMatchObject(tooLarge);
      }
    });

    it('is refused by the real sizes together', async () => {
      const zip = await makeZip({
        '1.txt': new Uint8Array(2 ** 19).fill(97),
        '2.txt': new Uint8Array(2 ** 20).fill(97),
      });
      const lying = patchZip(zip, 'central', 'size', (size) => Math.min(size, 2 ** 19));
      expect(await refusal(lying, 'n.zip', limits)).toMatchObject(tooLarge);
    });

    it('is refused for its number of entries', async () => {
      const files = Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`${i}.txt`, 'x']));
      expect(await refusal(await makeZip(files), 'n.zip', limits)).toMatchObject(tooLarge);
    });
  });
});
