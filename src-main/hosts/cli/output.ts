/** What the command line prints: results on stdout, notices on stderr, and on a terminal one line that is rewritten. */
import type { WriteStream } from 'node:tty';
import { cutToWidth } from './display-width.ts';

export type Stream = NodeJS.WriteStream | WriteStream;

const CLEAR_LINE = '\r\u001b[K';
/** What a terminal would take for a command: a text may have been made by anybody. */
const CONTROL = /[\p{Cc}\u2028\u2029]/gu;

export class Output {
  readonly #out: Stream;
  readonly #err: Stream;
  readonly #isClosed = Promise.withResolvers<Error>();
  #closed = false;
  #status = '';

  constructor(out: Stream, err: Stream) {
    this.#out = out;
    this.#err = err;
    out.on('error', (error) => {
      this.#closed = true;
      this.#isClosed.resolve(error);
    });
    err.on('error', () => {}); // nobody is left to tell
  }

  /** Fulfilled when nothing more can be printed: the reader has gone away (EPIPE), or the disk is full. */
  get closed(): Promise<Error> {
    return this.#isClosed.promise;
  }

  /** A line of the result. */
  line(text: string): void {
    if (!this.#closed) this.#above(this.#out, text);
  }

  /** A line about the result. */
  notice(text: string): void {
    this.#above(this.#err, text);
  }

  /** Text that has been laid out already, such as help. */
  raw(text: string, isError: boolean): void {
    (isError ? this.#err : this.#out).write(text);
  }

  /** Columns of the line that is rewritten; 0 where there is none. */
  get statusWidth(): number {
    const isTerminal = this.#err.isTTY && process.env['TERM'] !== 'dumb';
    // The last column stays free: some terminals begin a new line after it.
    return isTerminal ? Math.max(0, (this.#err.columns || 80) - 1) : 0;
  }

  /** Rewrites that line; an empty text takes it away. */
  status(text: string): void {
    const shown = cutToWidth(text, this.statusWidth);
    if (shown === this.#status) return;
    this.#status = shown;
    this.#err.write(CLEAR_LINE + shown);
  }

  #above(stream: Stream, text: string): void {
    if (this.#status) this.#err.write(CLEAR_LINE);
    stream.write(`${stream.isTTY ? text.replace(CONTROL, '\ufffd') : text}\n`);
    if (this.#status) this.#err.write(this.#status);
  }
}
