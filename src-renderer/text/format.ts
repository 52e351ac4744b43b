/** Numbers, sizes, times and lists as the person's language writes them. */
import { messages } from './messages.svelte.ts';

export const NOTHING = '–';

function format(value: number, options: Intl.NumberFormatOptions): string {
  return new Intl.NumberFormat(messages.language, options).format(value);
}

export const count = (value: number): string => format(value, { maximumFractionDigits: 0 });

/** Every digit that the number has, since it is shown back to the person who typed it. */
export const exact = (value: number): string => format(value, { maximumFractionDigits: 12 });

/** Four significant digits: enough to see it move, few enough to read. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '∞';
  if (value !== 0 && Math.abs(value) < 0.001) return value.toExponential(1);
  const digits =
    Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 10 ? 2 : 3;
  return format(value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** How many times as much, to one decimal. */
export const factor = (value: number): string =>
  format(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

export const share = (value: number): string =>
  format(value, { style: 'percent', maximumFractionDigits: 0 });

export function size(bytes: number): string {
  const megabytes = bytes / (1024 * 1024);
  if (megabytes >= 1)
    return `${format(megabytes, { maximumFractionDigits: megabytes < 10 ? 1 : 0 })} MB`;
  return `${format(Math.max(1, bytes / 1024), { maximumFractionDigits: 0 })} kB`;
}

/** `0:42`, `3:07` or `1:02:03`: of nearly equal width while it counts down. */
export function clock(seconds: number): string {
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
  return new Intl.DateTimeFormat(messages.language, {
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(date);
}

/** Characters one by one, with enough room between them to be told apart. */
export const characterList = (characters: readonly string[]): string => characters.join(' ');
