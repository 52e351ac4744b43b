/** How people write the names of encodings, which the standard has in small letters. */
const names: Readonly<Record<string, string>> = {
  big5: 'Big5',
  gb18030: 'GB18030',
  gbk: 'GBK',
  shift_jis: 'Shift_JIS',
};

/** @param name as the WHATWG's standard has it */
export const encodingName = (name: string): string =>
  names[name] ?? (name.startsWith('windows-') ? name : name.toUpperCase());
