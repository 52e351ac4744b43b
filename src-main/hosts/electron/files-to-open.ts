/** The files that the system hands over as arguments of a start. */
import { resolve } from 'node:path';

/**
 * @param args what the program was started with, without the program itself
 * @param folder that relative paths are seen from
 * @returns absolute paths; switches, of ours or of Chromium's, are none
 */
export const filesAmong = (args: readonly string[], folder: string): string[] =>
  args.filter((arg) => !arg.startsWith('-')).map((arg) => resolve(folder, arg));
