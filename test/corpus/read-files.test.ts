import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { readFiles, type Limits, type ReadFile } from '../../src-main/corpus/read-files.ts';
import { zeros, zipOf, type Entry } from './zips.ts';

const SONG = '渡口的灯还没有睡\n船在雾里慢慢靠近\n你把名字写在水上\n';
const OTHER = '风不问我从哪里来\n也不问灯为谁亮到现在\n';

const readZipOf = (entries: readonly Entry[], limits?: Limits): Promise<ReadFile[]> =>
  readFiles([{ name: 'a.zip', bytes: zipOf(entries) }], limits ? { limits } : {});
const namesAnd = (files: readonly ReadFile[]): (string | undefined)[][] =>
  files.map(({ name, skipped }) => [name, skipped?.reason]);
const songs = (count: number): Entry[] =>
  Array.from({ length: count }, (_, i) => ({ name: `${i}.txt`, bytes: SONG }));

describe('the names in a zip', () => {
  const names = ['渡口/第一首 旧屋檐.txt', '渡口/第二首 船.txt', '渡口/第十首 河水.txt'];
  const traditional = [
    '渡口/第一首 舊屋簷的雨.txt',
    '渡口/第二首 沒有名字的街.txt',
    '渡口/第十首 慢慢地看.txt',
  ];
  const japanese = [
    'わたし/さくらのうた.txt',
    'わたし/みんなのひかり.txt',
    'わたし/ゆきがふる.txt',
  ];
  it.each([
    ['UTF-8 without its mark', names, 'utf-8'],
    ['GBK', names, 'gbk'],
    ['Big5', traditional, 'big5'],
    ['Shift-JIS', japanese, 'shift_jis'],
  ])('are read in %s', async (_, paths, encoding) => {
    const files = await readZipOf(
      paths.map((path) => ({ name: iconv.encode(path, encoding), bytes: SONG })),
    );
    expect(files.map(({ name }) => name)).toEqual(paths.map((path) => `a.zip/${path}`));
  });

  it('may be marked as UTF-8 beside others that are not', async () => {
    const files = await readZipOf([
      { name: names[0]!, isMarked: true, bytes: SONG },
      { name: iconv.encode(names[1]!, 'gbk'), bytes: SONG },
    ]);
    expect(files.map(({ name }) => name)).toEqual([`a.zip/${names[0]}`, `a.zip/${names[1]}`]);
  });

  it('have the folders of Windows, too', async () => {
    const files = await readZipOf([
      { name: 'songs\\', bytes: '' },
      { name: 'songs\\2.txt', bytes: SONG },
      { name: 'songs\\1.txt', bytes: OTHER },
    ]);
    expect(namesAnd(files)).toEqual([
      ['a.zip/songs/1.txt', undefined],
      ['a.zip/songs/2.txt', undefined],
    ]);
  });

  it.each([
    '../../etc/passwd',
    '/etc/passwd',
    'C:\\windows\\a.txt',
    'a\nb.txt',
    '\u202etxt.a',
    '<b>x</b>',
    '字'.repeat(83),
    'x'.repeat(250),
    '',
    ' ',
    '.',
    '..',
  ])('may be anything: %j', async (name) => {
    const files = await readZipOf([
      { name, isMarked: true, bytes: SONG },
      { name: 'b.txt', bytes: OTHER },
    ]);
    expect(files).toHaveLength(2);
    expect(files.map(({ name: found }) => found)).toContain(`a.zip/${name.replaceAll('\\', '/')}`);
    expect(files.every(({ skipped }) => skipped === undefined)).toBe(true);
  });

  it('may be the same twice', async () => {
    const files = await readZipOf([
      { name: 'a.txt', bytes: SONG },
      { name: 'a.txt', bytes: OTHER },
    ]);
    expect(files.map(({ text }) => text)).toEqual([SONG, OTHER]);
  });
});

describe('a zip', () => {
  it('says what it took and what it left', async () => {
    const files = await readZipOf([
      { name: 'songs/', bytes: '' },
      { name: 'songs/1', bytes: SONG },
      { name: 'songs/cover.jpg', bytes: Buffer.from('\xff\xd8\xff\xe0\0\x10JFIF\0', 'latin1') },
      { name: 'songs/empty.txt', bytes: '' },
      { name: 'songs/.DS_Store', bytes: 'x' },
      { name: '__MACOSX/songs/._1', bytes: 'x' },
      { name: 'Thumbs.db', bytes: 'x' },
      { name: 'songs/10.txt', bytes: SONG },
      { name: 'songs/2.txt', bytes: Buffer.from([0, 1, 2, 3, 0, 0, 5]) },
    ]);
    expect(namesAnd(files)).toEqual([
      ['a.zip/__MACOSX/songs/._1', 'hidden'],
      ['a.zip/songs/.DS_Store', 'hidden'],
      ['a.zip/songs/1', undefined],
      ['a.zip/songs/2.txt', 'kind'],
      ['a.zip/songs/10.txt', undefined],
      ['a.zip/songs/cover.jpg', 'kind'],
      ['a.zip/songs/empty.txt', 'empty'],
      ['a.zip/Thumbs.db', 'hidden'],
    ]);
  });

  it('is unpacked within zips, each with names in its own encoding, as deep as three', async () => {
    const four = zipOf([{ name: '太深.txt', isMarked: true, bytes: SONG }]);
    const three = zipOf([
      { name: iconv.encode('第三層的歌.txt', 'big5'), bytes: SONG },
      { name: '4.zip', bytes: four },
    ]);
    const two = zipOf([
      { name: iconv.encode('第二层的歌词.txt', 'gbk'), bytes: OTHER },
      { name: '3.zip', bytes: three },
    ]);
    const files = await readZipOf([{ name: '2.zip', bytes: two }]);
    expect(namesAnd(files)).toEqual([
      ['a.zip/2.zip/3.zip/4.zip', 'deep'],
      ['a.zip/2.zip/3.zip/第三層的歌.txt', undefined],
      ['a.zip/2.zip/第二层的歌词.txt', undefined],
    ]);
  });

  it('with nothing in it is one file that is empty', async () => {
    expect(namesAnd(await readZipOf([]))).toEqual([['a.zip', 'empty']]);
    expect(namesAnd(await readZipOf([{ name: 'folder/', bytes: '' }]))).toEqual([
      ['a.zip', 'empty'],
    ]);
  });

  it('has encrypted entries beside plain ones', async () => {
    const files = await readZipOf([
      { name: '1.txt', bytes: SONG, isEncrypted: true },
      { name: '2.txt', bytes: OTHER },
    ]);
    expect(files).toMatchObject([
      { kind: 'encrypted-zip', skipped: { reason: 'kind', kind: 'encrypted-zip' } },
      { text: OTHER, skipped: undefined },
    ]);
  });

  it.each<readonly [string, Partial<Entry>]>([
    ['whose data are none', { packed: Buffer.from('not deflated at all') }],
    ['that says it is shorter', { size: 5 }],
    ['that says it is longer', { size: 500 }],
  ])('has a damaged entry beside good ones: one %s', async (_, broken) => {
    const files = await readZipOf([
      { name: '1.txt', bytes: SONG },
      { name: '2.txt', bytes: SONG, ...broken },
      { name: '3.txt', bytes: OTHER },
    ]);
    expect(namesAnd(files)).toEqual([
      ['a.zip/1.txt', undefined],
      ['a.zip/2.txt', 'damaged'],
      ['a.zip/3.txt', undefined],
    ]);
  });

  it.each([
    [14, 'LZMA'],
    [12, 'bzip2'],
    [93, 'Zstandard'],
    [9, 'Deflate64'],
    [95, 'XZ'],
    [98, 'PPMd'],
    [77, '#77'],
  ])('tells how an entry is packed that it cannot unpack: %i', async (method, why) => {
    const [packed, good] = await readZipOf([
      { name: '1.txt', bytes: SONG, method },
      { name: '2.txt', bytes: SONG },
    ]);
    expect(packed).toMatchObject({ skipped: { reason: 'packed', why } });
    expect(good!.skipped).toBeUndefined();
    const [document] = await readZipOf([{ name: 'word/document.xml', bytes: SONG, method }]);
    expect(document).toMatchObject({ kind: 'docx', skipped: { reason: 'packed', why } });
  });

  it('that is cut off says so', async () => {
    const bytes = zipOf(songs(3));
    for (const length of [4, 30, 100, bytes.length - 1])
      expect(
        namesAnd(await readFiles([{ name: 'a.zip', bytes: bytes.subarray(0, length) }])),
      ).toEqual([['a.zip', 'damaged']]);
  });
});

describe('limits', () => {
  it('takes as many files as the limit, and names the others', { tags: ['long'] }, async () => {
    const files = await readZipOf(songs(6000));
    expect(files).toHaveLength(6000);
    expect(files.filter(({ skipped }) => skipped === undefined)).toHaveLength(5000);
    expect(files.filter(({ skipped }) => skipped?.reason === 'many')).toHaveLength(1000);
  });

  it('does not count what is left out', async () => {
    const limits = { bytes: 1e6, files: 3 };
    const files = await readZipOf(
      [...songs(3), ...songs(3).map((one) => ({ ...one, name: `__MACOSX/._${String(one.name)}` }))],
      limits,
    );
    expect(files.filter(({ skipped }) => skipped === undefined)).toHaveLength(3);
    const [more] = await readZipOf(songs(100), limits);
    const skipped = { reason: 'many', limitFiles: 3 };
    expect(more).toMatchObject({ name: 'a.zip', kind: 'zip', skipped });
  });

  it('takes as many bytes as the limit, in given files, zips and documents alike', async () => {
    const limits = { bytes: 2 * Buffer.byteLength(SONG), files: 100 };
    const given = ['1', '2', '3'].map((name) => ({ name, bytes: Buffer.from(SONG) }));
    expect(namesAnd(await readFiles(given, { limits }))).toEqual([
      ['1', undefined],
      ['2', undefined],
      ['3', 'large'],
    ]);
    expect(namesAnd(await readZipOf(songs(3), limits)).map(([, reason]) => reason)).toEqual([
      undefined,
      undefined,
      'large',
    ]);
    const document = zipOf([
      {
        name: 'word/document.xml',
        bytes: `<w:document><w:body><w:p><w:t>${SONG}</w:t></w:p></w:body></w:document>`,
      },
    ]);
    const documents = ['1', '2', '3', '4'].map((name) => ({ name, bytes: document }));
    const reasons = (
      await readFiles(documents, { limits: { ...limits, bytes: 3 * Buffer.byteLength(SONG) } })
    ).map(({ skipped }) => skipped?.reason);
    expect(reasons.at(0)).toBeUndefined();
    expect(reasons.at(-1)).toBe('large');
  });

  it('refuses what expands past the limit while it expands, and reads what is beside it', async () => {
    const GIGABYTE = 2 ** 30;
    const bomb = zeros('bomb.txt', GIGABYTE);
    const beside = { name: 'song.txt', bytes: SONG };
    const before = process.memoryUsage().rss;
    const honest = await readZipOf([bomb, beside]);
    const lying = await readZipOf([{ ...bomb, size: 1000 }, beside]);
    const document = await readZipOf([{ ...bomb, name: 'word/document.xml' }]);
    const lyingDocument = await readZipOf([{ ...bomb, name: 'word/document.xml', size: 1000 }]);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20);
    expect(namesAnd(honest)).toEqual([
      ['a.zip/bomb.txt', 'large'],
      ['a.zip/song.txt', undefined],
    ]);
    expect(namesAnd(lying)).toEqual([
      ['a.zip/bomb.txt', 'damaged'],
      ['a.zip/song.txt', undefined],
    ]);
    expect(document).toMatchObject([{ name: 'a.zip', kind: 'docx', skipped: { reason: 'large' } }]);
    expect(lyingDocument).toMatchObject([
      { name: 'a.zip', kind: 'docx', skipped: { reason: 'damaged' } },
    ]);
  });

  it('counts what is there already', async () => {
    const limits = { bytes: 2 ** 20, files: 5 };
    const reasons = async (before: Limits) =>
      (await readFiles([{ name: 'a.zip', bytes: zipOf(songs(2)) }], { limits, before })).map(
        ({ skipped }) => skipped,
      );
    expect(await reasons({ bytes: 0, files: 4 })).toEqual([
      undefined,
      { reason: 'many', limitFiles: 5 },
    ]);
    expect(await reasons({ bytes: 2 ** 20 - Buffer.byteLength(SONG), files: 0 })).toEqual([
      undefined,
      { reason: 'large', limitMb: 1 },
    ]);
  });

  it('does not unpack pictures without end', async () => {
    const limits = { bytes: 2 ** 20, files: 1000 };
    const picture = Buffer.concat([Buffer.from('\x89PNG', 'latin1'), Buffer.alloc(900_000)]);
    const files = await readZipOf(
      Array.from({ length: 40 }, (_, i) => ({ name: `${i}.png`, bytes: picture })),
      limits,
    );
    const reasons = files.map(({ skipped }) => skipped?.reason);
    expect(files).toHaveLength(40);
    expect(reasons.filter((reason) => reason === 'kind').length).toBeLessThan(25);
    expect(reasons.at(-1)).toBe('large');
  });
});

describe('all files of an import', () => {
  it('are in the order in which they were given, and those of a zip in the order of their names', async () => {
    const zip = zipOf(
      ['10.txt', '2.txt', '第十.txt', '第二.txt'].map((name) => ({
        name,
        isMarked: true,
        bytes: SONG,
      })),
    );
    const given = [
      ...['9.txt', '-'].map((name) => ({ name, bytes: Buffer.from(SONG) })),
      { name: 'b.zip', bytes: zip },
      { name: '1.txt', bytes: Buffer.from(SONG) },
    ];
    expect((await readFiles(given)).map(({ name }) => name)).toEqual([
      ...['9.txt', '-', 'b.zip/2.txt', 'b.zip/10.txt', 'b.zip/第二.txt', 'b.zip/第十.txt', '1.txt'],
    ]);
  });

  it('are there in the encoding that was chosen', async () => {
    const bytes = iconv.encode(SONG, 'big5');
    const [file] = await readFiles([{ name: 'a', bytes }], { encoding: 'gb18030' });
    expect(file).toMatchObject({ encoding: 'gb18030', certain: true, other: undefined });
    expect(file!.text).not.toBe(SONG);
  });

  it('are each in the answer, whatever they are', async () => {
    const content: fc.Arbitrary<Uint8Array> = fc.oneof(
      fc
        .constantFrom(
          SONG,
          OTHER,
          `[00:01.00]${SONG}`,
          '',
          ' \n',
          `<p>${SONG}<br>`,
          `# x\n${SONG}`,
          `{"paragraphs":["甲"]}`,
          '[]',
          '{\\rtf1 x}',
          'WEBVTT\n\n00:01.000 --> 00:02.000\nx',
        )
        .map((text) => Buffer.from(text)),
      fc
        .constantFrom('gbk', 'big5', 'utf-16le', 'utf-32be', 'euc-kr')
        .map((encoding) => iconv.encode(SONG, encoding)),
      fc.uint8Array({ maxLength: 80 }),
      fc
        .tuple(
          fc.constantFrom(
            'PK\x03\x04',
            'PK\x05\x06',
            'Rar!\x1a\x07',
            '\xd0\xcf\x11\xe0',
            '\x1f\x8b',
            'krc1',
            '\xff\xfe',
            '%PDF-',
          ),
          fc.uint8Array({ maxLength: 40 }),
        )
        .map(([head, rest]) => Buffer.concat([Buffer.from(head, 'latin1'), rest])),
    );
    interface Tree {
      readonly name: string;
      readonly content: Uint8Array | readonly Tree[];
      readonly isEncrypted: boolean;
    }
    const name = fc.oneof(
      fc.string({ maxLength: 12, unit: 'grapheme' }),
      fc.constantFrom('a.txt', '.x', '歌.lrc', '__MACOSX/._a'),
    );
    const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
      tree: fc.record({
        name: name.filter((one) => !/[/\\]$/.test(one)),
        isEncrypted: fc.boolean(),
        content: fc.oneof(
          { maxDepth: 4, depthIdentifier: 'tree' },
          content,
          fc.array(tie('tree'), { maxLength: 4, depthIdentifier: 'tree' }),
        ),
      }),
    }));
    const bytesOf = (one: Tree): Uint8Array =>
      one.content instanceof Uint8Array
        ? one.content
        : zipOf(
            one.content.map((inner) => ({
              name: inner.name,
              isMarked: true,
              bytes: bytesOf(inner),
              isEncrypted: inner.isEncrypted,
            })),
          );
    /** At least one answer for each file that is no zip; a zip that is not unpacked stands for what is in it. */
    const isAnswered = (one: Tree, path: string, found: ReadonlyMap<string, number>): boolean =>
      found.has(path) ||
      (!(one.content instanceof Uint8Array) &&
        one.content.length > 0 &&
        one.content.every((inner) =>
          isAnswered(inner, `${path}/${inner.name.replaceAll('\\', '/')}`, found),
        ));

    await fc.assert(
      fc.asyncProperty(
        fc.array(tree, { maxLength: 5 }),
        fc.option(fc.constantFrom<Limits>({ bytes: 300, files: 3 }, { bytes: 0, files: 0 })),
        async (given, limits) => {
          const files = await readFiles(
            given.map((one) => ({ name: one.name, bytes: bytesOf(one) })),
            limits ? { limits } : {},
          );
          const found = new Map<string, number>();
          for (const file of files) {
            found.set(file.name, (found.get(file.name) ?? 0) + 1);
            // Either a text with words, or a reason.
            expect(file.text.trim() !== '' || file.skipped !== undefined).toBe(true);
          }
          for (const one of given) expect(isAnswered(one, one.name, found), one.name).toBe(true);
        },
      ),
      { numRuns: 300, endOnFailure: true },
    );
  });
});
