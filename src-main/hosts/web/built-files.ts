/** The files of the built screens, as they were when the host started: what is asked for is looked up in a list and never on the disk. */
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { contentTypeOf } from '../../contract/links/screen-files.ts';
import { BUILD_META } from '../../contract/links/web-link.ts';

export interface BuiltFile {
  readonly content: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

export class BuiltFiles {
  /** Of which build they are; empty where the document does not say. */
  readonly build: string;
  /** From the paths of addresses to those of files. */
  readonly #paths = new Map<string, string>();

  /** @throws when there is no such folder, or no `index.html` in it */
  constructor(folder: string) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      this.#paths.set(`/${relative(folder, path).split(sep).join('/')}`, path);
    }
    const document = join(folder, 'index.html');
    this.#paths.set('/', document);
    const meta = new RegExp(`<meta name="${BUILD_META}" content="([\\w-]+)"`);
    this.build = meta.exec(readFileSync(document, 'utf8'))?.[1] ?? '';
  }

  /** @returns undefined for what is not in the list, and for what cannot be read (any more) */
  async read(address: string): Promise<BuiltFile | undefined> {
    const path = this.#paths.get(decoded(address));
    if (path === undefined) return undefined;
    const content = await readFile(path).catch(() => undefined);
    if (!content) return undefined;
    const headers = {
      'Content-Type': contentTypeOf(path),
      // What the bundler puts there has a hash of its content in its name. Everything else is asked for anew each time.
      'Cache-Control': address.startsWith('/assets/')
        ? 'private, max-age=31536000, immutable'
        : 'no-cache',
    };
    return { content, headers };
  }
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address; // which is in no list
  }
}
