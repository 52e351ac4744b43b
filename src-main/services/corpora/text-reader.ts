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
