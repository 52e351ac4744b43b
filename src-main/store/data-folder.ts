/**
 * Where everything that the product keeps lies: the platform's folder for application data, or the one that `VERSELOOM_DATA` names.
 *
 *     models/             *.verse, one file a model
 *     models/.trash/      removed models, for 30 days
 *     corpora/            imported texts: <id>.txt in UTF-8, and <id>.json with what is known of it
 *     preferences.json    language, theme, engine
 *     engines.json        which engine was measured to be the faster one, by shape
 *     recent.json         which models were used last
 *     window.json         where the window was
 *     window/             what the window's own browser keeps
 *     logs/               verseloom.log and those before it
 */
import { join, resolve } from 'node:path';
import envPaths from 'env-paths';

export type DataFolder = {
  root: string;
  models: string;
  corpora: string;
  preferences: string;
  engines: string;
  recent: string;
  windowState: string;
  browser: string;
  logs: string;
};

/**
 * @returns absolute paths; nothing is made. Without `VERSELOOM_DATA`: `%LOCALAPPDATA%\Verseloom\Data` on Windows,
 * `~/Library/Application Support/Verseloom` on macOS, `$XDG_DATA_HOME/Verseloom` or `~/.local/share/Verseloom` on Linux.
 */
export function dataFolder(env: NodeJS.ProcessEnv = process.env): DataFolder {
  const named = env.VERSELOOM_DATA;
  // npm changes to the package's folder before it runs a script; INIT_CWD is where the person stands.
  const root = named
    ? resolve(env.INIT_CWD ?? process.cwd(), named)
    : envPaths('Verseloom', { suffix: '' }).data;
  return {
    root,
    models: join(root, 'models'),
    corpora: join(root, 'corpora'),
    preferences: join(root, 'preferences.json'),
    engines: join(root, 'engines.json'),
    recent: join(root, 'recent.json'),
    windowState: join(root, 'window.json'),
    browser: join(root, 'window'),
    logs: join(root, 'logs'),
  };
}
