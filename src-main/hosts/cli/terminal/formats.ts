/** Numbers, times and sizes as they are written in the person's language. */
import { MIB } from '../../../contract/corpus/limits.ts';
import type { Language } from '../../../contract/preferences.ts';

export const count = (value: number, language: Language): string =>
  new Intl.NumberFormat(language).format(value);

/** @param iso ISO 8601. @returns a dash for what is no time: a file may say anything */
export function moment(iso: string, language: Language): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '–';
  return date.toLocaleString(language, { dateStyle: 'medium', timeStyle: 'medium' });
}

/** @returns `1.2 MB` or `12 kB` */
export function size(bytes: number, language: Language): string {
  const [value, unit] = bytes >= MIB ? [bytes / MIB, 'MB'] : [bytes / 1024, 'kB'];
  const maximumFractionDigits = unit === 'MB' && value < 10 ? 1 : 0;
  return `${new Intl.NumberFormat(language, { maximumFractionDigits }).format(value)} ${unit}`;
}
