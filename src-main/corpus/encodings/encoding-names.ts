/** The names of the encodings that texts come in, as the WHATWG's standard has them, and how else they are called. */

export const encodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'utf-32le',
  'utf-32be',
  'gb18030',
  'gbk',
  'big5',
  'shift_jis',
  'euc-jp',
  'euc-kr',
  'windows-1252',
  'windows-1251',
  'windows-1250',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-1258',
  'koi8-r',
  'iso-2022-jp',
  'iso-2022-kr',
  'iso-2022-cn',
  'hz-gb-2312',
  'utf-7',
] as const;

export type Encoding = (typeof encodings)[number];

const isEncoding = (name: string): name is Encoding =>
  (encodings as readonly string[]).includes(name);

/** How else people and programs call them. */
const aliases: Readonly<Record<string, Encoding>> = {
  utf8: 'utf-8',
  'utf-8-sig': 'utf-8',
  ascii: 'utf-8',
  'us-ascii': 'utf-8',
  utf16: 'utf-16le',
  'utf-16': 'utf-16le',
  utf16le: 'utf-16le',
  utf16be: 'utf-16be',
  utf32: 'utf-32le',
  'utf-32': 'utf-32le',
  utf32le: 'utf-32le',
  utf32be: 'utf-32be',
  gb2312: 'gbk',
  cp936: 'gbk',
  'windows-936': 'gbk',
  gb: 'gb18030',
  'big5-hkscs': 'big5',
  big5hkscs: 'big5',
  cp950: 'big5',
  sjis: 'shift_jis',
  'shift-jis': 'shift_jis',
  cp932: 'shift_jis',
  'windows-31j': 'shift_jis',
  eucjp: 'euc-jp',
  euckr: 'euc-kr',
  cp949: 'euc-kr',
  'iso-8859-1': 'windows-1252',
  latin1: 'windows-1252',
  'iso-8859-2': 'windows-1250',
  'iso-8859-9': 'windows-1254',
  koi8: 'koi8-r',
  jis: 'iso-2022-jp',
  hz: 'hz-gb-2312',
  utf7: 'utf-7',
};

/** @returns the encoding that a person means, whatever its spelling; undefined when none is */
export function encodingCalled(name: string): Encoding | undefined {
  const plain = name.trim().toLowerCase();
  const ofWindows = plain.replace(/^cp[-_]?(?=125\d$)/, 'windows-');
  for (const one of [plain, ofWindows, plain.replaceAll('_', '-')]) {
    if (isEncoding(one)) return one;
    if (Object.hasOwn(aliases, one)) return aliases[one];
  }
  return undefined;
}
