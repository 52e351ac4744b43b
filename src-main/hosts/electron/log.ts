/** What went wrong, in files that take turns: codes, names and places in the program, and never a word of a person's text. */
import { existsSync, mkdirSync } from 'node:fs';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';
import { describeError, Problems, withoutHome } from '../../services/problems.ts';

const FILE = 'verseloom.log';
const FILES = 5;
/** Permissions of what is made anew: as of all that the data folder holds. */
const ONLY_OURS = { folder: 0o700, file: 0o600 };

export class Log {
  readonly #stream: RotatingFileStream | undefined;
  readonly #problems = new Problems();

  /** A folder that cannot be written, or made in the one above it, leaves the application without a log, and otherwise as it is. */
  constructor(folder: string) {
    try {
      if (!existsSync(folder)) mkdirSync(folder, { mode: ONLY_OURS.folder });
      this.#stream = createStream(FILE, {
        path: folder,
        size: '1M',
        maxFiles: FILES - 1,
        mode: ONLY_OURS.file,
      });
      this.#stream.on('error', () => {});
      this.#stream.on('warning', () => {});
    } catch {
      this.#stream = undefined;
    }
  }

  /** The newest problems, oldest first. */
  get problems(): readonly string[] {
    return this.#problems.newest;
  }

  info(what: string): void {
    this.#write('info', what);
  }

  problem(where: string, error: unknown): void {
    this.trouble(`${where}: ${describeError(error)}`);
  }

  /** A problem that the system told, in words that have nothing of a person's text. */
  trouble(line: string): void {
    this.#problems.add(line);
    this.#write('problem', line);
  }

  /** @returns when everything is in the file */
  close(): Promise<void> {
    const stream = this.#stream;
    if (!stream) return Promise.resolve();
    return new Promise((resolve) => {
      stream.once('close', () => resolve());
      stream.once('error', () => resolve());
      stream.end(() => resolve());
    });
  }

  #write(kind: 'info' | 'problem', what: string): void {
    this.#stream?.write(`${new Date().toISOString()} ${kind} ${withoutHome(what)}\n`);
  }
}
