/** What the applications of this process have measured of the machine: another one begins as one that has run on it before. */
import { readFile, writeFile } from 'node:fs/promises';
import { layOut } from '../../../src-main/store/data/data-folder.ts';

let measured: string | undefined;

/** @param data a new data folder, before an application opens it */
export async function bringMeasured(data: string): Promise<void> {
  if (measured !== undefined) await writeFile(layOut(data).engines, measured);
}

/** @param data the folder of an application that has ended */
export async function keepMeasured(data: string): Promise<void> {
  measured = (await readFile(layOut(data).engines, 'utf8').catch(() => undefined)) ?? measured;
}
