// What can be said after `npm start --`: read before anything is installed or built, so that a slip costs no minutes.

import { parseArgs } from 'node:util';

const options = {
  web: { type: 'boolean' },
  port: { type: 'string' },
  'no-open': { type: 'boolean' },
  window: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
};
/** What only the web host knows. */
const ofBrowser = ['port', 'no-open'];

/**
 * `forBrowser` and `forWindow` are the arguments of either host, `files` what is to be opened, and `unknown` what is no option
 * of ours, but may be one of Electron's.
 */
export function readStart(args) {
  const how = { options, strict: false, allowPositionals: true, tokens: true };
  const asked = new Set();
  const read = { forBrowser: [], forWindow: [], files: [], unknown: [] };
  for (const { kind, index, name, value, inlineValue } of parseArgs({ args, ...how }).tokens) {
    const hasValueAfter = kind === 'option' && value !== undefined && !inlineValue;
    const words = args.slice(index, index + (hasValueAfter ? 2 : 1));
    if (kind === 'positional') {
      read.files.push(...words);
      read.forWindow.push(...words);
    } else if (kind === 'option' && name in options) {
      asked.add(name);
      if (ofBrowser.includes(name)) read.forBrowser.push(...words);
    } else if (kind === 'option') {
      read.unknown.push(...words);
      read.forWindow.push(...words);
    }
  }
  return {
    ...read,
    wantsHelp: asked.has('help'),
    wantsWindow: asked.has('window'),
    wantsBrowser: asked.has('web') || ofBrowser.some((name) => asked.has(name)),
  };
}

/** Which of ours npm has taken for itself, as it does with all that stands before a `--`. */
export function takenByNpm(env) {
  if (env.npm_lifecycle_event !== 'start') return [];
  const taken = Object.keys(options).filter((name) =>
    name.startsWith('no-')
      ? env[`npm_config_${name.slice('no-'.length)}`] === ''
      : env[`npm_config_${name}`] !== undefined,
  );
  return taken.map((name) => `--${name}`);
}
