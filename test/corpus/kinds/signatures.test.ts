import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readFiles } from '../../../src-main/corpus/read-files.ts';
import type { RefusedKind } from '../../../src-main/corpus/song.ts';
import { zipOf } from '../zips.ts';

const TEXT = '渡口的灯还没有睡\n船在雾里慢慢靠近\n'.repeat(20);
const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
/** What a packed file goes on with. */
const noise = Buffer.from(deflateSync(TEXT.repeat(3)));
const binary = (beginning: string, length = 400): Buffer =>
  Buffer.concat([latin1(beginning), noise, Buffer.alloc(length, 7)]);

function tar(magic: string): Buffer {
  const header = Buffer.alloc(1024);
  header.write('songs/1.txt');
  header.write('0000644\0', 100);
  header.write('00000000020\0', 124);
  header.fill(' ', 148, 156);
  header.write(magic, 257, 'latin1');
  const sum = header.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, Buffer.from(TEXT)]);
}

const compound = (...names: readonly string[]): Buffer =>
  Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(500),
    ...names.map((name) => Buffer.from(`${name}\0`, 'utf16le')),
    Buffer.from(TEXT, 'utf16le'),
  ]);

function bitmap(): Buffer {
  const bytes = Buffer.alloc(100, 0x41);
  bytes.write('BM');
  bytes.writeUInt32LE(100, 2);
  return bytes;
}

/** Files by their true names; the number of bytes by which each is known. */
const files: readonly (readonly [string, RefusedKind, Uint8Array, number])[] = [
  ['RAR 4', 'rar', binary('Rar!\x1a\x07\0'), 6],
  ['RAR 5', 'rar', binary('Rar!\x1a\x07\x01\0'), 6],
  ['7z', '7z', binary("7z\xbc\xaf'\x1c\0\x04"), 6],
  ['gzip', 'gzip', gzipSync(TEXT), 2],
  ['bzip2', 'bzip2', binary('BZh91AY&SY'), 10],
  ['xz', 'xz', binary('\xfd7zXZ\0\0\x04'), 6],
  ['Zstandard', 'zstd', binary('\x28\xb5\x2f\xfd\x24'), 4],
  ['tar', 'tar', tar('ustar\x0000'), 263],
  ['tar of GNU', 'tar', tar('ustar  \0'), 263],
  ['tar of old', 'tar', tar(''), 512],
  ['PDF', 'pdf', latin1('%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n%%EOF\n'), 5],
  ['PDF after a blank line', 'pdf', latin1('\r\n%PDF-1.7\n%\xe2\xe3\xcf\xd3\n'), 7],
  ['Word 97', 'word97', compound('Root Entry', 'WordDocument'), 4],
  ['Word 97 of nothing else', 'word97', compound(), 4],
  ['Excel 97', 'spreadsheet', compound('Root Entry', 'Workbook'), 600],
  ['PowerPoint 97', 'slides', compound('Root Entry', 'PowerPoint Document'), 600],
  [
    'an encrypted Word file',
    'encrypted-document',
    compound('EncryptionInfo', 'EncryptedPackage'),
    600,
  ],
  ['RTF', 'rtf', latin1("{\\rtf1\\ansi\\ansicpg936 \\'b4\\'b0\\par}"), 5],
  ['PNG', 'image', binary('\x89PNG\r\n\x1a\n'), 4],
  ['JPEG', 'image', binary('\xff\xd8\xff\xe0\0\x10JFIF'), 3],
  ['GIF', 'image', binary('GIF89a\x10\0'), 6],
  ['TIFF', 'image', binary('II*\0\x08'), 4],
  ['TIFF of Motorola', 'image', binary('MM\0*\0'), 4],
  ['WebP', 'image', binary('RIFF\x10\0\0\0WEBPVP8 '), 12],
  ['HEIC', 'image', binary('\0\0\0\x18ftypheic\0\0'), 11],
  ['AVIF', 'image', binary('\0\0\0\x18ftypavif\0\0'), 11],
  ['Photoshop', 'image', binary('8BPS\0\x01'), 5],
  ['an icon', 'image', binary('\0\0\x01\0\x01\0\x10'), 6],
  ['a bitmap', 'image', bitmap(), 100],
  [
    'SVG',
    'image',
    Buffer.from(`<?xml version="1.0"?>\n<svg xmlns="x"><text>${TEXT}</text></svg>`),
    1000,
  ],
  ['MP3', 'sound', binary('ID3\x03\0\0'), 4],
  ['MP3 without a head', 'sound', binary('\xff\xfb\x90\x64\0'), 3],
  ['AAC', 'sound', binary('\xff\xf1\x50\x80'), 3],
  ['FLAC', 'sound', binary('fLaC\0\0\0\x22'), 4],
  ['Ogg', 'sound', binary('OggS\0\x02'), 5],
  ['WAVE', 'sound', binary('RIFF\x10\0\0\0WAVEfmt '), 12],
  ['M4A', 'sound', binary('\0\0\0\x20ftypM4A \0'), 11],
  ['WMA', 'sound', binary('\x30\x26\xb2\x75\x8e\x66\xcf\x11'), 8],
  ['MIDI', 'sound', binary('MThd\0\0\0\x06'), 5],
  ['AIFF', 'sound', binary('FORM\0\0\0\x10AIFF'), 11],
  ['NetEase’s own sound', 'sound', binary('CTENFDAM\x01p'), 8],
  ['MP4', 'video', binary('\0\0\0\x20ftypisom\0'), 8],
  ['Matroska', 'video', binary('\x1a\x45\xdf\xa3'), 4],
  ['AVI', 'video', binary('RIFF\x10\0\0\0AVI LIST'), 12],
  [
    'a program of Windows',
    'program',
    Buffer.concat([
      latin1('MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff'),
      Buffer.alloc(64),
      latin1('This program cannot be run in DOS mode.'),
      noise,
    ]),
    200,
  ],
  ['a program of Linux', 'program', binary('\x7fELF\x02\x01\x01'), 4],
  ['a program of macOS', 'program', binary('\xcf\xfa\xed\xfe\x07\0'), 4],
  ['a class of Java', 'program', binary('\xca\xfe\xba\xbe\0\0\0\x34'), 4],
  ['SQLite', 'database', binary('SQLite format 3\0\x10\0'), 16],
  [
    'a book for Kindle',
    'epub',
    binary(`${'书'.padEnd(58, '\0').slice(0, 60).padEnd(60, '\0').replace('书', 'b')}BOOKMOBI`),
    68,
  ],
  ['KRC', 'encrypted-lyrics', binary('krc18'), 30],
  ['KRC in base64', 'encrypted-lyrics', Buffer.from(binary('krc18').toString('base64')), 60],
  [
    'QRC of the player',
    'encrypted-lyrics',
    binary('\x98\x25\xb0\xac\xe3\x02\x83\x68\xe8\xfc\x6c'),
    11,
  ],
  ['QRC of the service', 'encrypted-lyrics', Buffer.from(noise.toString('hex').toUpperCase()), 128],
  [
    'QRC of the service, in lines',
    'encrypted-lyrics',
    Buffer.from(noise.toString('hex').replace(/.{64}/g, '$&\n')),
    140,
  ],
  [
    'QRC of the service with an offset',
    'encrypted-lyrics',
    Buffer.from(`[offset:0]\n${noise.toString('hex')}`),
    150,
  ],
  ['Kuwo’s lyrics', 'encrypted-lyrics', binary('tp=content\r\npath=1\r\n'), 12],
  [
    'random bytes',
    'binary',
    Buffer.from(Array.from({ length: 600 }, (_, i) => (i * i * 31 + i * 7) % 256)),
    600,
  ],
];

const kindOf = async (bytes: Uint8Array, name: string): Promise<string[]> =>
  (await readFiles([{ name, bytes }])).map(({ kind, skipped }) =>
    skipped?.reason === 'kind' ? `refused ${skipped.kind}` : kind,
  );

describe('what cannot be read', () => {
  it.each(files)(
    '%s is refused by its true name, whatever it is called',
    async (_, kind, bytes) => {
      for (const name of ['a.txt', 'a.lrc', 'a.zip', '歌'])
        expect(await kindOf(bytes, name)).toEqual([`refused ${kind}`]);
    },
  );

  it.each(files)('%s is no text when it is cut off', async (_, kind, bytes, known) => {
    for (let length = 1; length <= 64; length++) {
      const cut = bytes.subarray(0, length);
      const answer = await kindOf(cut, 'a.txt');
      expect(answer).toHaveLength(1);
      if (length >= known && kind !== 'spreadsheet' && kind !== 'slides')
        expect(answer, String(length)).toEqual([`refused ${kind}`]);
    }
  });

  it.each<readonly [string, RefusedKind, Record<string, string>]>([
    [
      'a sheet of Excel',
      'spreadsheet',
      { '[Content_Types].xml': '<x/>', 'xl/workbook.xml': '<x/>' },
    ],
    [
      'slides of PowerPoint',
      'slides',
      { '[Content_Types].xml': '<x/>', 'ppt/presentation.xml': '<x/>' },
    ],
    [
      'a sheet of OpenDocument',
      'spreadsheet',
      { mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'content.xml': '<x/>' },
    ],
    [
      'slides of OpenDocument',
      'slides',
      { mimetype: 'application/vnd.oasis.opendocument.presentation', 'content.xml': '<x/>' },
    ],
    [
      'a drawing of OpenDocument',
      'image',
      { mimetype: 'application/vnd.oasis.opendocument.graphics', 'content.xml': '<x/>' },
    ],
    [
      'an encrypted OpenDocument text',
      'encrypted-document',
      {
        mimetype: 'application/vnd.oasis.opendocument.text',
        'META-INF/manifest.xml': '<manifest:encryption-data/>',
        'content.xml': '\x01\x02',
      },
    ],
    ['EPUB', 'epub', { mimetype: 'application/epub+zip', 'OEBPS/1.xhtml': '<p>x</p>' }],
    ['Pages', 'pages', { 'Index/Document.iwa': 'x', 'Metadata/Properties.plist': 'x' }],
    ['Pages of 2009', 'pages', { 'index.xml.gz': 'x', 'buildVersionHistory.plist': 'x' }],
    ['Numbers', 'spreadsheet', { 'Index/Document.iwa': 'x', 'Index/CalculationEngine.iwa': 'x' }],
    ['Keynote', 'slides', { 'Index/Document.iwa': 'x', 'Index/Slide-1.iwa': 'x' }],
    ['an Android application', 'program', { 'AndroidManifest.xml': 'x', 'classes.dex': 'x' }],
    ['a Java archive', 'program', { 'META-INF/MANIFEST.MF': 'x', 'A.class': 'x' }],
  ])('%s is one file, refused by its true name', async (_, kind, entries) => {
    const bytes = zipOf(
      Object.entries(entries).map(([name, content]) => ({ name, bytes: content })),
    );
    for (const name of ['a.zip', 'a.txt'])
      expect(await kindOf(bytes, name)).toEqual([`refused ${kind}`]);
  });

  it.each([
    ['BM 是一个牌子的名字\n'],
    ['MZ 的歌\n渡口\n'],
    ['ID3 是什么\n'],
    ['GIF8 不是图\n'],
    ['BZhang 的歌\n'],
    ['krc1 is a name\n'],
    ['OggS of old\n'],
    ['la la laWAVE\n'],
    ['abcdftyp\n'],
    ['I am RIFF and WAVE\n'],
    ['deadbeef cafe\n'],
    ['7z 8z\n'],
    ['Rar! said the crow\n'],
    ['MM*\nII*\n'],
    ['%PD\n'],
    ['{\\r\n'],
    ['FORM a line\n'],
    ['8BPS\n'],
    ['12345678901234567890'.repeat(20)],
  ])('words that begin as such a file does are words: %j', async (text) => {
    expect((await readFiles([{ name: 'a.bin', bytes: Buffer.from(text) }]))[0]).toMatchObject({
      kind: 'text',
      text,
      skipped: undefined,
    });
  });

  it.each([
    ['a shortcut', '[InternetShortcut]\r\nURL=http://www.example.com/\r\n'],
    ['a playlist', '#EXTM3U\n#EXTINF:200,某人 - 渡口\n渡口.mp3\n'],
    [
      'a cue sheet',
      'REM GENRE Pop\nPERFORMER "某人"\nTITLE "专辑"\nFILE "a.wav" WAVE\n  TRACK 01 AUDIO\n    TITLE "渡口"\n',
    ],
  ])('%s says nothing that is sung', async (_, text) => {
    expect((await readFiles([{ name: 'a.txt', bytes: Buffer.from(text) }]))[0]).toMatchObject({
      skipped: { reason: 'words' },
    });
  });

  it.each([
    [
      'a page in one file',
      'From: <Saved by Blink>\r\nSubject: a\r\nMIME-Version: 1.0\r\nContent-Type: text/html;\r\n\tcharset=x\r\n\r\n<p>=E7=AA=97</p>',
    ],
    ['mail', 'From: a@b.c\nTo: d@e.f\nMIME-Version: 1.0\n\n56qX5aSW55qE6Zuo\n'],
    ['TeX', '% song\n\\documentclass{article}\n\\begin{document}\n雨\n\\end{document}\n'],
    ['LilyPond', '\\version "2.18"\nmelody = { c4 }\n'],
    [
      'KSC',
      "karaoke := CreateKaraokeObject;\nkaraoke.rows := 2;\nkaraoke.add('00:10.0', '00:11.0', '雨', '200');\n",
    ],
    ['MicroDVD', '{100}{200}雨\n{210}{300}风|月\n'],
    ['UltraStar', '#TITLE:Rain\n#BPM:300\n: 0 4 5 Rain\n: 5 4 5  on\nE\n'],
    ['ABC', 'X:1\nT:Rain\nM:4/4\nK:C\nCDEF|GABc|\nw:Rain on\n'],
    ['base 64', `${Buffer.from('窗外的雨落在旧屋檐'.repeat(9)).toString('base64')}\n`],
    ['an address', encodeURIComponent('窗外的雨落在旧屋檐\n我把影子')],
    [
      'numbers of characters',
      '\\u7a97\\u5916\\u7684\\u96e8\n\\u843d\\u5728\\u65e7\\u5c4b\\u6a90\n',
    ],
    ['quoted bytes', '=E7=AA=97=E5=A4=96=E7=9A=84=E9=9B=A8\n=E8=90=BD=E5=9C=A8\n'],
    ['a binary list of settings', 'bplist00\xd1\x01\x02'],
  ])('%s is refused as data', async (_, text) => {
    const bytes = Buffer.from(text, text.startsWith('bplist') ? 'latin1' : 'utf8');
    expect((await readFiles([{ name: 'a.txt', bytes }]))[0]).toMatchObject({
      ...{ kind: 'data', text: '', skipped: { reason: 'kind', kind: 'data' } },
    });
  });

  it.each([
    ['From: me\nTo: you\nwith love\n'],
    ['#1: rain\n#2: wind\n: 3 more\n'],
    ['X: marks the spot\nK: is for kiss\n'],
    ['{1} rain\n{2} wind\n'],
    ['100% of my heart %50 off\n'],
    ['lalalalalalalalalalalalalalalalalalalalalalalalalalalalalalalalalalalala\n'],
    ['a=AB b=CD\n'],
  ])('words that look like it are words: %j', async (text) => {
    expect((await readFiles([{ name: 'a.txt', bytes: Buffer.from(text) }]))[0]!.kind).toBe('text');
  });
});
