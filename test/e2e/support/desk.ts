/** A folder that a person drops files from, and the dropping itself, as the system tells a browser of it. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession } from 'playwright-core';

export interface Desk {
  readonly folder: string;
  /** @param name with the folders that it lies in. @returns its path */
  put(name: string, content: string | Uint8Array): Promise<string>;
  clear(): Promise<void>;
}

export async function setDesk(): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), 'verseloom-desk-'));
  return {
    folder,
    put: async (name, content) => {
      const path = join(folder, name);
      await mkdir(join(path, '..'), { recursive: true });
      await writeFile(path, content);
      return path;
    },
    clear: () => rm(folder, { recursive: true, force: true }),
  };
}

export interface Dragged {
  /** Paths of files and folders. */
  readonly files?: readonly string[];
  readonly items?: readonly { readonly mimeType: string; readonly data: string }[];
}

/** Drags things from elsewhere over the page and lets go of them. @param mouse of the page */
export async function drop(
  mouse: CDPSession,
  { files = [], items = [] }: Dragged,
  at = { x: 640, y: 200 },
): Promise<void> {
  const data = { items: [...items], files: [...files], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await mouse.send('Input.dispatchDragEvent', { type, ...at, data });
}
