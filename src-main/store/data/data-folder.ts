/**
 * Where everything that the product keeps lies; what that is: data-contents.ts.
 *
 * What the person has made or chosen is in the data folder: the one that `VERSELOOM_DATA` names, or the one that was chosen in the
 * settings, or the platform's folder for application data (`%LOCALAPPDATA%\Verseloom\Data` on Windows,
 * `~/Library/Application Support/Verseloom` on macOS, `$XDG_DATA_HOME/Verseloom` or `~/.local/share/Verseloom` on Linux).
 *
 * What is made here is the person's alone: folders 700, files 600. What was there before with the permissions that systems usually give
 * was closed once, see permissions.ts; what the person opens to others after that stays open. A folder that a move finds at its new
 * place keeps its permissions. Files at paths that a person names, such as exports, get the usual ones.
 */
import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { VerseloomError } from '../../contract/errors.ts';
import { entries, type EntryName } from './data-contents.ts';
import { hasLayout, refuseNewer } from './data-layout.ts';
import { chosenFolder, readLocation } from './data-location.ts';

/** Absolute paths: of the folder itself, and of everything in it and on this machine. */
export interface DataFolder extends Readonly<Record<EntryName, string>> {
  readonly root: string;
  /** Where `location.json` is, so that another folder can be chosen; null where `VERSELOOM_DATA` has done so. */
  readonly place: string | null;
}

/** @returns the platform's folder for application data */
export const platformPlace = (): string => envPaths('Verseloom', { suffix: '' }).data;

/**
 * Finds the data folder; nothing is made.
 * @param place the platform's folder for application data
 * @throws VerseloomError `data.newer`; `data.missing` {folder} when the chosen folder is not there, such as on a disk that is not
 * connected; `file.unreadable`
 */
export function resolveDataFolder(
  env: NodeJS.ProcessEnv = process.env,
  place: string = platformPlace(),
): DataFolder {
  const named = env.VERSELOOM_DATA;
  // npm changes to the package's folder before it runs a script; INIT_CWD is where the person stands.
  const data = named
    ? layOut(resolve(env.INIT_CWD ?? process.cwd(), named))
    : layOut(chosenFolder(readLocation(place), place), place);
  // A new folder in the place of one that was chosen would look as if all models were gone.
  if (!named && data.root !== place && !hasLayout(data.root))
    throw new VerseloomError('data.missing', { folder: data.root });
  refuseNewer(data.root);
  return data;
}

export function layOut(root: string, place: string | null = null): DataFolder {
  const folders = { person: root, machine: place ?? root };
  const paths = Object.entries(entries).map(([name, { path, of }]) => [
    name,
    join(folders[of], path),
  ]);
  return { root, place, ...(Object.fromEntries(paths) as Record<EntryName, string>) };
}
