/**
 * Where everything that the product keeps lies, and the layout of it.
 *
 * What the person has made or chosen is in the data folder: the one that `VERSELOOM_DATA` names, or the one that was chosen in the
 * settings, or the platform's folder for application data (`%LOCALAPPDATA%\Verseloom\Data` on Windows,
 * `~/Library/Application Support/Verseloom` on macOS, `$XDG_DATA_HOME/Verseloom` or `~/.local/share/Verseloom` on Linux).
 *
 *     layout.json         {"version": 1, "closed": true}: of this layout; a program that knows only earlier ones refuses the folder, see
 *                         data-layout.ts; and that it was closed to others, see permissions.ts
 *     models/             *.verse, one file a model, see FORMAT.md; what the person puts there by hand counts, too
 *     models/index.json   what a listing needs of every model file; made anew whenever it is missing or disagrees, see model-index.ts
 *     models/.changes.lock  held by whoever changes a model that is there, for that moment, always empty; see change-lock.ts
 *     models/.trash/      removed models, for 30 days from the removal; folders and whatever else is there stay
 *     corpora/            imported texts: <id>.txt in UTF-8, and <id>.json with what is known of it
 *     corpora/.trash/     removed texts, as removed models
 *     preferences.json    language, theme, engine, threads
 *     recent.json         which models were used last
 *     backups/            <date>-layout-<version>/: what a migration from that version has changed, as it was before
 *     data.lock           held by the one application that works in the folder, always empty; see data-lock.ts
 *     in-use.json         {"pid"} of that application, for the message that another one shows
 *
 * What belongs to this machine is in the platform's folder, or, like all else, in the one that `VERSELOOM_DATA` names; it is not moved:
 *
 *     location.json       {"folder", "move"}: which folder was chosen in the settings, and a move that is not finished, see data-move.ts
 *     engines.json        which engine was measured to be the faster one, by shape
 *     window.json         where the window was
 *     window/             what the window's own browser keeps
 *     logs/               verseloom.log and those before it
 *
 * Files are written beside their place under another name, flushed and renamed: `.verseloom-<machine>-<process>-<random>-<checksum>`,
 * which nobody else has, see temporary-file.ts. Where its writer was killed it is removed when an application opens the folder, or when
 * a file is written beside it. `<name>.broken-<time>` is a file that could not be read and was set aside. What earlier versions have left,
 * `<name>.<digits>`, cannot be told from what a person may call a file so, and stays.
 *
 * What is made here is the person's alone: folders 700, files 600. What was there before with the permissions that systems usually give
 * was closed once, see permissions.ts; what the person opens to others after that stays open. A folder that a move finds at its new
 * place keeps its permissions. Files at paths that a person names, such as exports, get the usual ones.
 */
import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import { VerseloomError } from '../../contract/errors.ts';
import { hasLayout, refuseNewer } from './data-layout.ts';
import { chosenFolder, LOCATION_NAME, readLocation } from './data-location.ts';

/** Absolute paths. */
export interface DataFolder {
  readonly root: string;
  readonly models: string;
  readonly corpora: string;
  readonly preferences: string;
  readonly recent: string;
  readonly engines: string;
  readonly windowState: string;
  readonly browser: string;
  readonly logs: string;
  /** Where `location.json` is, so that another folder can be chosen; null where `VERSELOOM_DATA` has done so. */
  readonly place: string | null;
}

const ENGINES = 'engines.json';
const WINDOW_STATE = 'window.json';
const BROWSER = 'window';
const LOGS = 'logs';
/** What belongs to this machine. */
export const machineNames: readonly string[] = [
  LOCATION_NAME,
  ENGINES,
  WINDOW_STATE,
  BROWSER,
  LOGS,
];

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
  const machine = place ?? root;
  return {
    root,
    models: join(root, 'models'),
    corpora: join(root, 'corpora'),
    preferences: join(root, 'preferences.json'),
    recent: join(root, 'recent.json'),
    engines: join(machine, ENGINES),
    windowState: join(machine, WINDOW_STATE),
    browser: join(machine, BROWSER),
    logs: join(machine, LOGS),
    place,
  };
}
