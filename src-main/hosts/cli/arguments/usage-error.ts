/** Wrong use that only this host knows of. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly key: string;
  readonly params: Record<string, string>;

  /** @param key of the sentence below `cli.usage` */
  constructor(key: string, params: Record<string, string>) {
    super(`${key} ${JSON.stringify(params)}`);
    this.key = key;
    this.params = params;
  }
}

/** @returns the error of options of which only one can be meant */
export const exclusive = (...flags: readonly string[]): UsageError =>
  new UsageError('exclusive', { first: flags[0] ?? '', second: flags[1] ?? '' });
