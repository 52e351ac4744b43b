/** The texts that a person names: files and folders, and what comes out of a pipe or, for `-`, on the standard input. */
import { createReadStream, fstatSync, type BigIntStats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { CorpusLimits } from '../../../contract/corpus/limits.ts';
import { toFailure } from '../../../contract/errors.ts';
import {
  collectFiles,
  inOrderOfNames,
  isLost,
  type CollectedFile,
  type FilePath,
  type LostFile,
} from '../../../services/corpora/collect-files.ts';
import { corpusName } from '../../../services/corpora/corpus-name.ts';
import { readStream } from '../../../services/model-files.ts';
import { resolvePath, type Surroundings } from '../surroundings/surroundings.ts';

/** A file of that name is `./-`. */
export const STANDARD_INPUT = '-';
/** What is read from there is called so, as programs call it in any language. */
export const INPUT_NAME = 'stdin';

/** Texts that were named, of which what comes in is not read yet. */
export interface NamedTexts {
  /** Of all files, those in folders included: what tells whether another path is one of them. */
  readonly stats: readonly BigIntStats[];
  /** What a corpus and its model are called after them; undefined where none of them is a file or a folder. */
  readonly name: string | undefined;
  /** The name of the folder that several of them share. */
  readonly folder: string | undefined;
  /** A path that leads to them, or what stands for one. */
  readonly id: string;
  /** Whether they are one file, and no folder. */
  readonly isOneFile: boolean;
  /** The first of the named paths that leads nowhere. */
  readonly missing: string | undefined;
  /** Reads what comes in as well. @returns all files in the order of their names, with their reasons those that could not be read */
  collect(): Promise<CollectedFile[]>;
}

/** What has no end that is known before. */
interface Stream {
  /** That it goes by in errors. */
  readonly name: string;
  readonly stat: BigIntStats | undefined;
  open(): AsyncIterable<Uint8Array>;
}

/**
 * @param named the same twice is read once
 * @param limits of all together
 */
export async function textsNamed(
  around: Surroundings,
  named: readonly string[],
  limits: CorpusLimits,
): Promise<NamedTexts> {
  const [paths, streams] = [new Set<string>(), new Map<string, Stream>()];
  for (const one of named) {
    const path = resolvePath(around, one);
    const stream = await streamAt(around, one, path);
    if (stream) streams.set(stream.name, stream);
    else paths.add(path);
  }
  const files = await collectFiles([...paths], limits);
  const isFolder = files.some((file) => 'path' in file && !file.isNamed);
  const stats = await Promise.all(
    files.map(async (file) => ('path' in file ? statOf(file.path!) : undefined)),
  );
  return {
    stats: [...stats, ...[...streams.values()].map((one) => one.stat)].filter(
      (one) => one !== undefined,
    ),
    ...{
      name: nameOf([...paths]),
      folder: folderOf([...paths]),
      id: [...paths, ...streams.keys()][0] ?? '',
    },
    isOneFile: paths.size + streams.size === 1 && !isFolder,
    missing: files
      .filter(isLost)
      .map(missingPath)
      .find((path) => paths.has(path)),
    collect: async () => {
      const read: CollectedFile[] = [];
      for (const one of streams.values()) read.push(await readWhole(one, limits)); // one after the other
      return inOrderOfNames([...read, ...files], ({ name }) => name);
    },
  };
}

const missingPath = ({ failure: { code, params } }: LostFile): string =>
  code === 'file.notFound' ? String(params['path']) : '';

/** @returns the name of one, and of several that of their folder where they share one, else that of the first */
function nameOf(paths: readonly string[]): string | undefined {
  const [first] = paths;
  if (first === undefined) return undefined;
  return folderOf(paths) ?? (corpusName(first) || undefined);
}

function folderOf([first = '', ...others]: readonly string[]): string | undefined {
  const folder = dirname(first);
  const isShared = others.length > 0 && others.every((path) => dirname(path) === folder);
  return (isShared && basename(folder)) || undefined;
}

/** @returns what is to be read piece by piece, where a name stands for that */
async function streamAt(
  around: Surroundings,
  named: string,
  path: string,
): Promise<Stream | undefined> {
  if (named === STANDARD_INPUT) return standardInput(around);
  const found = await statOf(path);
  // Its path may lead to what only the process that has it can read, such as a socket or a terminal.
  if (found && !found.isFile() && !found.isDirectory() && isInput(around, found))
    return standardInput(around);
  // As a shell makes one for `<(…)`.
  if (found?.isFIFO()) return { name: path, stat: found, open: () => createReadStream(path) };
  return undefined;
}

function standardInput({ input, output, translator }: Surroundings): Stream {
  const ends = process.platform === 'win32' ? 'Ctrl-Z, Enter' : 'Ctrl-D';
  return {
    name: INPUT_NAME,
    stat: input.fd === undefined ? undefined : statOpen(input.fd),
    open: () => {
      if (input.isTTY) output.notice(translator.t('cli.typeText', { ends }));
      return input;
    },
  };
}

/** Whether what was found is the standard input, as at `/dev/stdin`. */
function isInput({ input }: Surroundings, { dev, ino }: BigIntStats): boolean {
  const open = input.fd === undefined ? undefined : statOpen(input.fd);
  return open?.dev === dev && open.ino === ino;
}

async function readWhole(stream: Stream, { limitMb }: CorpusLimits): Promise<CollectedFile> {
  const { name } = stream;
  try {
    return { name, bytes: await readStream(stream.open(), name, limitMb) };
  } catch (error) {
    return { name, failure: toFailure(error) };
  }
}

const statOf = (path: FilePath): Promise<BigIntStats | undefined> =>
  stat(path, { bigint: true }).catch(() => undefined);

function statOpen(file: number): BigIntStats | undefined {
  try {
    return fstatSync(file, { bigint: true });
  } catch {
    return undefined; // it was closed
  }
}
