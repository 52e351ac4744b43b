/** Looks into the texts of corpora, which a worker thread keeps as long as it is asked about them. */
import type { Input, JobName, Output, TextInput } from './work/jobs.ts';
import type { Workplace } from './workplace.ts';

/** The jobs that read a text. */
type ReadingJob = {
  [Name in JobName]: Input<Name> extends TextInput ? Name : never;
}[JobName];

export interface ReadableText {
  readonly hash: string;
  /** In UTF-8. */
  readonly load: () => Promise<Uint8Array>;
}

export class TextReader {
  readonly #workplace: Workplace;
  /** What the thread has read last. */
  #sent = { hash: '', generation: -1 };

  constructor(workplace: Workplace) {
    this.#workplace = workplace;
  }

  /** @throws VerseloomError as `Workplace.do` and as the text is loaded */
  do<Name extends ReadingJob>(
    name: Name,
    { hash, load }: ReadableText,
    asked: Omit<Input<Name>, keyof TextInput>,
  ): Promise<Output<Name>> {
    return this.#workplace.do(name, async () => {
      const { generation } = this.#workplace;
      const isThere = this.#sent.hash === hash && this.#sent.generation === generation;
      const text = isThere ? undefined : await load();
      this.#sent = { hash, generation };
      const input: unknown = { ...asked, hash, text };
      return input as Input<Name>;
    });
  }
}

/** @returns the most bytes of so many UTF-16 units: a character of three bytes is one, and one of four is two */
export const bytesOf = (units: number): number => 3 * units;

/** @returns a text of which the bytes begin so, as far as it has so many UTF-16 units, not with half a character at its end */
export const beginningOf = (utf8: Uint8Array, units: number): string =>
  new TextDecoder()
    .decode(utf8.subarray(0, bytesOf(units)), { stream: true })
    .slice(0, units)
    .replace(/[\uD800-\uDBFF]$/, '');
