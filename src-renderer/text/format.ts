/** Numbers, sizes, times and lists as the person's language writes them. */
import { signOf } from '../../src-main/contract/corpus/song-text.ts';
import { messages } from './messages.svelte.ts';

export const NOTHING = '–';

/** From here on a power of ten is told: a run that diverges comes near the largest number there is, of 309 digits. */
const LARGE = 1e7;

/** One for every language and way of writing: making one costs a hundred times what using it does. */
function keep<Options, Made>(
  make: (language: string, options: Options) => Made,
): (options: Options) => Made {
  const kept = new Map<string, Made>();
  return (options) => {
    const key = messages.language + JSON.stringify(options);
    const made = kept.get(key) ?? make(messages.language, options);
    kept.set(key, made);
    return made;
  };
}

const numbers = keep(
  (language, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options),
);
const dates = keep(
  (language, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, options),
);

/** With the minus sign that print has, in place of the hyphen. */
const format = (value: number, options: Intl.NumberFormatOptions): string =>
  Number.isNaN(value) ? NOTHING : numbers(options).format(value).replace('-', '−');

export const count = (value: number): string => format(value, { maximumFractionDigits: 0 });

/** `1.8e308`, which is as short as it gets. */
const power = (value: number, digits: number): string =>
  value.toExponential(digits).replace('+', '').replaceAll('-', '−');

/** A whole number at an axis, where there is no room for many digits. */
export const mark = (value: number): string =>
  value >= LARGE && value < Infinity ? power(value, 0) : count(value);

/** Every digit that the number has, since it is shown back to the person who typed it. */
export const exact = (value: number): string => format(value, { maximumFractionDigits: 12 });

/** Four significant digits: enough to see it move, few enough to read. */
export function figure(value: number): string {
  if (Number.isNaN(value)) return NOTHING;
  // A perplexity beyond all numbers is reported as the largest one.
  if (Math.abs(value) >= Number.MAX_VALUE) return value > 0 ? '∞' : '−∞';
  const magnitude = Math.abs(value);
  if (magnitude >= LARGE || (value !== 0 && magnitude < 0.001)) return power(value, 1);
  const digits = magnitude >= 1000 ? 0 : magnitude >= 100 ? 1 : magnitude >= 10 ? 2 : 3;
  return format(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** How many times as much, to one decimal. */
export const factor = (value: number): string =>
  format(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export const share = (value: number): string =>
  format(value, { style: 'percent', maximumFractionDigits: 0 });

/** Of a probability, which may be small. */
export const probability = (value: number): string =>
  format(value, { style: 'percent', maximumSignificantDigits: 2 });

export function size(bytes: number): string {
  const megabytes = bytes / (1024 * 1024);
  const gigabytes = megabytes / 1024;
  if (gigabytes >= 1)
    return `${format(gigabytes, { maximumFractionDigits: gigabytes < 10 ? 1 : 0 })} GB`;
  if (megabytes >= 1)
    return `${format(megabytes, { maximumFractionDigits: megabytes < 10 ? 1 : 0 })} MB`;
  return `${format(Math.max(1, bytes / 1024), { maximumFractionDigits: 0 })} kB`;
}

/** `0:42`, `3:07` or `1:02:03`: of nearly equal width while it counts down. */
export function clock(seconds: number): string {
  if (!Number.isFinite(seconds)) return NOTHING;
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [
    Math.floor(whole / 3600),
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

export function moment(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return NOTHING;
  return dates({ dateStyle: 'medium', timeStyle: 'short' }).format(date);
}

/** `12:03:10`: the time of day to the second, of one width. */
export function timeOfDay(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return NOTHING;
  return dates({ timeStyle: 'medium', hourCycle: 'h23' }).format(date);
}

/** The day alone, but the time of what is of today; @param now a moment of today */
export function day(iso: string, now = new Date()): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return NOTHING;
  const isToday = date.toDateString() === now.toDateString();
  return dates(isToday ? { timeStyle: 'short' } : { dateStyle: 'medium' }).format(date);
}

/** Characters one by one, with enough room between them to be told apart; a sign stands for what leaves no ink. */
export const characterList = (characters: readonly string[]): string =>
  characters.map(signOf).join(' ');
