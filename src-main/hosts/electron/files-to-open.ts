/** The files that the system hands over as arguments of a start. */
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @param args what the program was started with, without the program itself: paths, or addresses of files as Linux desktops write them
 * @param folder that relative paths are seen from
 * @returns absolute paths; switches, of ours or of Chromium's, are none
 */
export const filesAmong = (args: readonly string[], folder: string): string[] =>
  args
    .filter((arg) => !arg.startsWith('-'))
    .map((arg) => pathOfAddress(arg) ?? resolve(folder, arg));

function pathOfAddress(arg: string): string | undefined {
  if (!/^file:\/\//i.test(arg)) return undefined;
  try {
    return fileURLToPath(arg);
  } catch {
    return undefined; // of another machine, or no address after all
  }
}
