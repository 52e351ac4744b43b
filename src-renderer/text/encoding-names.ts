/** The encodings that a text can be read in, by the names that people know them by. */

/** The commonest ones of Chinese first. */
const names: Readonly<Record<string, string>> = {
  'utf-8': 'UTF-8',
  gb18030: 'GB18030',
  gbk: 'GBK',
  big5: 'Big5',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'utf-32le': 'UTF-32 LE',
  'utf-32be': 'UTF-32 BE',
  shift_jis: 'Shift_JIS',
  'euc-jp': 'EUC-JP',
  'euc-kr': 'EUC-KR',
  'windows-1252': 'Windows-1252',
  'windows-1250': 'Windows-1250',
  'windows-1251': 'Windows-1251',
  'windows-1253': 'Windows-1253',
  'windows-1254': 'Windows-1254',
  'windows-1255': 'Windows-1255',
  'windows-1256': 'Windows-1256',
  'windows-1257': 'Windows-1257',
  'windows-1258': 'Windows-1258',
  'koi8-r': 'KOI8-R',
  'iso-2022-jp': 'ISO-2022-JP',
  'iso-2022-kr': 'ISO-2022-KR',
  'iso-2022-cn': 'ISO-2022-CN',
  'hz-gb-2312': 'HZ',
  'utf-7': 'UTF-7',
};

export const encodings = Object.keys(names);

export const encodingName = (encoding: string): string => names[encoding.toLowerCase()] ?? encoding;
