/** The texts that a person names: files, and what comes out of a pipe or, for `-`, on the standard input. */
import { createReadStream, fstatSync, type BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { GivenFile } from '../../../services/corpora/inspect-files.ts';
import { readCorpus, readCorpusFrom, readStream } from '../../../services/model-files.ts';
import type { TrainingText } from '../../../services/training/prepare.ts';
import { resolvePath, type Surroundings } from '../surroundings/surroundings.ts';

/** A file of that name is `./-`. */
export const STANDARD_INPUT = '-';

/** A text before it is read. */
export interface NamedText {
  /** What tells whether another path is the same file; undefined where that is not to be found out. */
  readonly stat: BigIntStats | undefined;
  /** Whether it is a file, after which a model can be called. */
  readonly isFile: boolean;
  /** @throws VerseloomError as `readCorpus` */
  read(): Promise<TrainingText>;
}

export async function textNamed(around: Surroundings, named: string): Promise<NamedText> {
  if (named === STANDARD_INPUT) return standardInput(around);
  const path = resolvePath(around, named);
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  // Its path may lead to what only the process that has it can read, such as a socket or a terminal.
  if (found && !found.isFile() && isInput(around, found)) return standardInput(around);
  // As a shell makes one for `<(…)`.
  if (found?.isFIFO())
    return {
      ...{ stat: found, isFile: false },
      read: () => readCorpusFrom(createReadStream(path), path),
    };
  return { stat: found, isFile: true, read: () => readCorpus(path) };
}

/** @returns all that comes in, as a file. @throws VerseloomError as `readStream` */
export async function readStandardInput(around: Surroundings): Promise<GivenFile> {
  tellHowToEnd(around);
  return { name: 'stdin', bytes: await readStream(around.input, 'stdin') };
}

function tellHowToEnd({ input, output, translator }: Surroundings): void {
  const ends = process.platform === 'win32' ? 'Ctrl-Z, Enter' : 'Ctrl-D';
  if (input.isTTY) output.notice(translator.t('cli.typeText', { ends }));
}

function standardInput(around: Surroundings): NamedText {
  const { input } = around;
  return {
    stat: input.fd === undefined ? undefined : statOpen(input.fd),
    isFile: false,
    read: () => {
      tellHowToEnd(around);
      return readCorpusFrom(input, 'stdin'); // as programs call it in any language
    },
  };
}

/** Whether what was found is the standard input, as at `/dev/stdin`. */
function isInput({ input }: Surroundings, { dev, ino }: BigIntStats): boolean {
  const open = input.fd === undefined ? undefined : statOpen(input.fd);
  return open?.dev === dev && open.ino === ino;
}

function statOpen(file: number): BigIntStats | undefined {
  try {
    return fstatSync(file, { bigint: true });
  } catch {
    return undefined; // it was closed
  }
}
