/** What a broken model file is: its bytes, and what it must be refused for. */
export interface BadFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly code: 'model.damaged' | 'model.notOurs' | 'model.newer';
  /** Of a damaged one: the reason, or what it is one of. */
  readonly reason?: string | RegExp;
  /** Small as a file, but not while it is read. */
  readonly large?: true;
}

/** One that is made when its turn comes. */
export type Case = Omit<BadFile, 'bytes'> & { make: () => Promise<Uint8Array> | Uint8Array };

export const damaged = (reason: string | RegExp) => ({ code: 'model.damaged', reason }) as const;
