/** The last things that went wrong, for a report: codes, names and places in the program, and never a word of a person's text. */
import { homedir } from 'node:os';
import { VerseloomError } from '../contract/errors.ts';

const REMEMBERED = 20;

export class Problems {
  readonly #newest: string[] = [];

  /** The newest ones, oldest first. */
  get newest(): readonly string[] {
    return this.#newest;
  }

  /** @param line in words that have nothing of a person's text */
  add(line: string): void {
    this.#newest.push(`${new Date().toISOString()} ${line}`);
    if (this.#newest.length > REMEMBERED) this.#newest.shift();
  }
}

/**
 * A message may quote what was being read, so it is left out: what is kept are the error's name and code, its numbers, and
 * where in the program it was thrown.
 */
export function describeError(error: unknown): string {
  if (error instanceof VerseloomError) {
    const { code, params } = error;
    const facts = Object.entries(params).filter(
      ([name, value]) => typeof value === 'number' || name === 'errno',
    );
    return [code, ...facts.map(([name, value]) => `${name}=${value}`)].join(' ');
  }
  if (!(error instanceof Error)) return typeof error;
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  const stack = (error.stack ?? '').replace(error.message, '');
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return withoutHome([`${error.name}${code}`, ...frames].join('\n'));
}

/** The name of the person is often that of the home folder. */
export const withoutHome = (text: string): string => text.replaceAll(homedir(), '~');
