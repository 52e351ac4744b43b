/** A graphics processor that is a program: SwiftShader, which comes with the browser of the tests; with it, WebGPU runs where there is no card. */
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { onTestFinished, vi } from 'vitest';
import { temporaryFolder } from '../store/files/temporary-folder.ts';

/** Whether it is to be had: the browser's package is for Linux on x64. */
export const hasSoftwareGraphics = process.platform === 'linux' && process.arch === 'x64';

const DRIVERS = ['VK_ICD_FILENAMES', 'VK_DRIVER_FILES'];

/** Processes that are started from now on, to the end of the test, have this graphics processor and no other. */
export async function useSoftwareGraphics(): Promise<void> {
  const folder = await temporaryFolder();
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const packed = packageFile(entry, join('bin', 'swiftshader.tar.br'));
  await unpack(brotliDecompressSync(packed), folder);
  for (const name of DRIVERS) stubEnv(name, join(folder, 'vk_swiftshader_icd.json'));
  stubEnv('LD_LIBRARY_PATH', folder);
}

/** Processes that are started from now on, to the end of the test, find no driver, whatever the machine has. */
export function useNoGraphics(): void {
  for (const name of DRIVERS) stubEnv(name, '/nowhere/driver.json');
}

function stubEnv(name: string, value: string): void {
  vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
}

/** @param entry a file of the package. @returns a file below the package's folder */
function packageFile(entry: string, path: string): Buffer {
  for (let folder = dirname(entry); folder !== dirname(folder); folder = dirname(folder))
    try {
      return readFileSync(join(folder, path));
    } catch {
      // further up
    }
  throw new Error(`${path} is not in the package of ${entry}`);
}

const BLOCK = 512;

/** A tar archive of plain files: of each a header of one block, its name first and its size at 124 in octal, and its bytes in whole blocks. */
async function unpack(tar: Buffer, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const text = (from: number, length: number): string =>
    tar.toString('latin1', from, from + length).replace(/\0.*$/s, '');
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0;) {
    const [name, size] = [text(at, 100), parseInt(text(at + 124, 12), 8)];
    const from = at + BLOCK;
    if (size > 0) await writeFile(join(folder, name), tar.subarray(from, from + size));
    at = from + Math.ceil(size / BLOCK) * BLOCK;
  }
}
