/** How much is kept: all that lies in the data folder, and what of ours lies elsewhere on this machine, added up by kind. */
import type { Dirent } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { dataKind, NAMED_UNREADABLE, type DataKind, type DataSizes } from '../../contract/data.ts';
import { errnoOf, unreadable } from '../../contract/disk-errors.ts';
import { toFailure, type Failure } from '../../contract/errors.ts';
import { allEntries, entries, machineNames, type EntryName } from './data-contents.ts';
import type { DataFolder } from './data-folder.ts';

/** Files that are looked at side by side; between one such lot and the next, the host has its turn. */
const AT_ONCE = 64;

/** What is counted of a kind, by the ends of names; of any other kind, every file. */
const counted: ReadonlyMap<DataKind, string> = new Map(
  allEntries.flatMap(({ kind, countedBy }) => (countedBy ? [[kind, countedBy]] : [])),
);

/** @returns the sizes; links count as what they lead to, each folder once; what vanishes meanwhile is not there */
export async function measureData(data: DataFolder): Promise<DataSizes> {
  const names = Object.keys(entries) as EntryName[];
  const walk = new Walk(new Map(names.map((name) => [data[name], entries[name].kind])));
  const machine = dirname(data.logs);
  await walk.add(data.root, 'other');
  if (machine !== data.root)
    for (const name of machineNames) await walk.add(join(machine, name), 'other');
  return {
    folder: data.root,
    machineFolder: machine === data.root ? null : machine,
    ...walk.sizes,
  };
}

class Walk {
  readonly #kinds: ReadonlyMap<string, DataKind>;
  readonly #sums = new Map(dataKind.options.map((kind) => [kind, { count: 0, bytes: 0 }]));
  /** Device and number of every folder that was gone into: a link may lead back. */
  readonly #seen = new Set<string>();
  readonly #failures: Failure[] = [];
  #failed = 0;

  /** @param kinds of what lies in these folders */
  constructor(kinds: ReadonlyMap<string, DataKind>) {
    this.#kinds = kinds;
  }

  get sizes(): Pick<DataSizes, 'kinds' | 'unreadable'> {
    const kinds = [...this.#sums].map(([kind, sum]) => ({ kind, ...sum }));
    return { kinds, unreadable: { count: this.#failed, first: this.#failures } };
  }

  /** Adds a file, or all that lies in a folder. */
  async add(path: string, kind: DataKind): Promise<void> {
    const own = this.#kinds.get(path) ?? kind;
    if ((await this.#file(path, own)) === 'folder') await this.#folder(path, own);
  }

  /** Adds what lies in a folder. */
  async #folder(path: string, kind: DataKind): Promise<void> {
    const folders: string[] = [];
    let lot: Dirent[] = [];
    const look = async (): Promise<void> => {
      const paths = lot.map(({ name }) => join(path, name));
      lot = [];
      const found = await Promise.all(paths.map((one) => this.#file(one, kind)));
      folders.push(...paths.filter((_, i) => found[i] === 'folder'));
    };
    await this.#attempt(path, async () => {
      for await (const entry of await opendir(path, { bufferSize: AT_ONCE }))
        if (lot.push(entry) === AT_ONCE) await look();
    });
    await look();
    for (const folder of folders) await this.#folder(folder, this.#kinds.get(folder) ?? kind);
  }

  /** Adds a file. @returns whether it is a folder, and a new one */
  async #file(path: string, kind: DataKind): Promise<'folder' | undefined> {
    return this.#attempt(path, async () => {
      const found = await stat(path);
      if (found.isDirectory()) {
        const id = `${found.dev} ${found.ino}`;
        if (this.#seen.has(id)) return undefined;
        this.#seen.add(id);
        return 'folder';
      }
      const sum = this.#sums.get(kind)!;
      sum.bytes += found.size;
      if (path.endsWith(counted.get(kind) ?? '')) sum.count += 1;
      return undefined;
    });
  }

  async #attempt<Result>(path: string, look: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await look();
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return undefined;
      this.#failed += 1;
      if (this.#failures.length < NAMED_UNREADABLE)
        this.#failures.push(toFailure(unreadable(path, error)));
      return undefined;
    }
  }
}
