/** A syllable of Standard Chinese: its initial, its final and its tone, out of pinyin. */

/** 1 to 4, and 0 for the neutral tone. */
export type Tone = 0 | 1 | 2 | 3 | 4;

/** The finals, spelled in full whatever stands before them: iou for iu and you, ü for the u of ju; `-i` is that of zhi, chi, shi, ri, zi, ci, si. */
export const finals = [
  ...['a', 'ia', 'ua', 'o', 'io', 'uo', 'e', 'ê', 'ie', 'üe', '-i', 'er', 'i', 'u', 'ü'],
  ...['ai', 'iai', 'uai', 'ei', 'uei', 'ao', 'iao', 'ou', 'iou'],
  ...['an', 'ian', 'uan', 'üan', 'en', 'uen', 'in', 'ün'],
  ...['ang', 'iang', 'uang', 'eng', 'ueng', 'ing', 'ong', 'iong'],
] as const;
export type Final = (typeof finals)[number];

export interface Syllable {
  /** Without its tone, such as `lü`. */
  readonly pinyin: string;
  /** '' where there is none; y and w are none. */
  readonly initial: string;
  readonly final: Final;
  readonly tone: Tone;
}

const known: ReadonlySet<string> = new Set(finals);
const SPELLING = /^(zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]?)([aeioêü][a-zü]*|u[a-zü]*)$/;
/** What a final is written as behind an initial. */
const contracted: Readonly<Record<string, string>> = { iu: 'iou', ui: 'uei', un: 'uen', ue: 'üe' };

const made = new Map<string, Syllable | null>();

/**
 * @param reading pinyin with the tone as a number, such as `lü4`; none is the neutral tone
 * @returns null for what has no final, such as m and ng
 */
export function syllableOf(reading: string): Syllable | null {
  const before = made.get(reading);
  if (before !== undefined) return before;
  const syllable = parse(reading);
  made.set(reading, syllable);
  return syllable;
}

function parse(reading: string): Syllable | null {
  const digit = /[0-5]$/.exec(reading)?.[0];
  const pinyin = (digit ? reading.slice(0, -1) : reading).replace(/v|u:/g, 'ü');
  const spelled = SPELLING.exec(pinyin);
  if (!spelled) return null;
  const initial = spelled[1]!;
  const final = fullFinal(initial, spelled[2]!);
  if (!known.has(final)) return null;
  const tone = (Number(digit ?? 0) % 5) as Tone;
  return { pinyin, initial: /[yw]/.test(initial) ? '' : initial, final: final as Final, tone };
}

function fullFinal(initial: string, rest: string): string {
  const rounded = /^[jqxy]$/.test(initial) && rest.startsWith('u') ? `ü${rest.slice(1)}` : rest;
  if (initial === 'y') {
    if (/^[iü]/.test(rounded)) return rounded;
    return rounded === 'ong' ? 'iong' : `i${rounded}`;
  }
  if (initial === 'w') {
    if (rounded === 'u') return rounded;
    return `u${rounded}`;
  }
  if (rounded === 'i' && /^(zh|ch|sh|r|z|c|s)$/.test(initial)) return '-i';
  // b, p, m and f have uo, and write o.
  if (rounded === 'o' && /^[bpmf]$/.test(initial)) return 'uo';
  return contracted[rounded] ?? rounded;
}

/** @returns as it is written for people, such as `lǜ` */
export function written({ pinyin, tone }: Pick<Syllable, 'pinyin' | 'tone'>): string {
  if (tone === 0) return pinyin;
  const at = markAt(pinyin);
  return (pinyin.slice(0, at + 1) + marks[tone] + pinyin.slice(at + 1)).normalize('NFC');
}

const marks = ['', '\u0304', '\u0301', '\u030c', '\u0300'] as const;

/** The mark stands on a or e; on the o of ou; else on the last vowel. */
function markAt(pinyin: string): number {
  const first = pinyin.search(/[aeê]/);
  if (first >= 0) return first;
  const ou = pinyin.indexOf('ou');
  if (ou >= 0) return ou;
  return Math.max(...[...'iouü'].map((vowel) => pinyin.lastIndexOf(vowel)));
}
