/** What the command line prints: results on stdout, notices on stderr, and on a terminal one line that is rewritten. */
import type { WriteStream } from 'node:tty';
import { reasonOf } from '../../../contract/disk-errors.ts';
import { VerseloomError } from '../../../contract/errors.ts';
import { cutToWidth } from './display-width.ts';

const CLEAR_LINE = '\r\u001b[K';
/** What a terminal would take for a command: a text may have been made by anybody. */
const CONTROL = /[\p{Cc}\u2028\u2029]/gu;

export class Output {
  readonly #out: WriteStream;
  readonly #err: WriteStream;
  readonly #closed = Promise.withResolvers<void>();
  #error: NodeJS.ErrnoException | undefined;
  #status = '';

  constructor(out: WriteStream, err: WriteStream) {
    this.#out = out;
    this.#err = err;
    out.on('error', (error) => {
      this.#error ??= error;
      this.#closed.resolve();
    });
    err.on('error', () => {}); // nobody is left to tell
  }

  /** Fulfilled when results can no longer be printed: their reader has gone away, or the disk is full. */
  get closed(): Promise<void> {
    return this.#closed.promise;
  }

  /** A line of the result. */
  line(text: string): void {
    this.#above(this.#out, text);
  }

  /** A text of several lines, which is the result. */
  lines(text: string): void {
    for (const line of text.split('\n')) this.line(line);
  }

  /** A line about the result. */
  notice(text: string): void {
    this.#above(this.#err, text);
  }

  /** Text that has been laid out already, such as help. */
  raw(text: string, isError: boolean): void {
    const stream = isError ? this.#err : this.#out;
    if (stream === this.#err || !this.#error) stream.write(text);
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

  /** @returns when all has been printed; an error if it could not be. A reader who wanted no more is none. */
  async end(): Promise<VerseloomError | undefined> {
    if (!this.#error) await new Promise((resolve) => this.#out.write('', resolve));
    const errno = this.#error?.code;
    if (errno === undefined || errno === 'EPIPE') return undefined;
    return new VerseloomError('file.unwritable', {
      field: 'output',
      path: 'stdout',
      reason: reasonOf(errno),
      errno,
    });
  }

  #above(stream: WriteStream, text: string): void {
    if (stream === this.#out && this.#error) return;
    if (this.#status) this.#err.write(CLEAR_LINE);
    stream.write(`${stream.isTTY ? text.replace(CONTROL, '\ufffd') : text}\n`);
    if (this.#status) this.#err.write(this.#status);
  }
}
