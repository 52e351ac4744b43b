/** Words as the shell that a person most likely has takes them: a POSIX one, or one of Windows. */

const isWindows = process.platform === 'win32';
/** What no shell reads anything into. A POSIX one takes a backslash away. */
const PLAIN = isWindows ? /^[\p{L}\p{N}._/\\:@=+-]+$/u : /^[\p{L}\p{N}._/:@=+-]+$/u;

/** @returns a word that the shell takes for this very text */
export function quoted(text: string): string {
  if (PLAIN.test(text)) return text;
  return isWindows ? `"${text}"` : `'${text.replaceAll("'", `'\\''`)}'`;
}
