/** What is dropped on the window or pasted: files, and those in folders with all folders below. */
import type { Gathered, Incoming } from './files.ts';

/** Folders within folders; where a system follows such a link, it ends here. */
const DEEPEST = 32;

/**
 * To be called while the event is under way, after which the items are empty.
 * @param most files that are gathered: no link that leads back into its own folder makes more of them
 * @returns the files in the order in which the system gives them; what cannot be looked into keeps none of the others out
 */
export function gather(items: Iterable<DataTransferItem>, most: number): Promise<Gathered> {
  const things = [...items].flatMap(thingOf);
  return new Gathering(most).all(things);
}

/** A folder can be gone through in its form as an entry alone; a file that is no longer on a disk has no such form. */
function thingOf(item: DataTransferItem): (FileSystemEntry | File)[] {
  if (item.kind !== 'file') return [];
  const entry = item.webkitGetAsEntry();
  if (entry?.isDirectory) return [entry];
  const file = item.getAsFile();
  return file ? [file] : [];
}

class Gathering {
  readonly #files: Incoming[] = [];
  readonly #lost: string[] = [];
  #isCut = false;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  async all(things: readonly (FileSystemEntry | File)[]): Promise<Gathered> {
    for (const thing of things) {
      if (thing instanceof File) this.#add({ path: thing.name, file: thing });
      else await this.#enter(thing, thing.name, 0);
    }
    return { files: this.#files, lost: this.#lost, isCut: this.#isCut };
  }

  async #enter(entry: FileSystemEntry, path: string, depth: number): Promise<void> {
    if (this.#isFull()) return;
    try {
      if (isFile(entry)) this.#add({ path, file: await fileOf(entry) });
      else if (isFolder(entry) && depth < DEEPEST)
        for (const inside of await entriesOf(entry))
          await this.#enter(inside, `${path}/${inside.name}`, depth + 1);
    } catch {
      this.#lost.push(path); // gone meanwhile, or not ours to read
    }
  }

  #add(file: Incoming): void {
    if (!this.#isFull()) this.#files.push(file);
  }

  #isFull(): boolean {
    if (this.#files.length < this.#most) return false;
    this.#isCut = true;
    return true;
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

/** A browser gives a hundred at a time, and nothing when there are no more. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}
