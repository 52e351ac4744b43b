/** The script that every document of a window starts with: the page's side of the bridge with the real preload in it. */
import { readFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { createCodec } from './codec.ts';
import { pageSide } from './page-side.ts';

/** Not to be guessed: a page that found them could speak as the preload does. */
const secret = `standIn${randomBytes(12).toString('hex')}`;

/** Where the DevTools protocol puts the function that takes a text from the page; the script takes it away at once. */
export const BINDING = `${secret}Post`;

/** A constant of the global scope, which unlike a property of `window` is found by its name alone. */
export const PAGE_SIDE = `${secret}Side`;

const sideOf = (preload: string): string => `(() => {
  const post = globalThis.${BINDING};
  delete globalThis.${BINDING};
  return (${String(pageSide)})(post, ${String(createCodec)}, ${preload});
})()`;

/** @param path of the preload */
export function injectedScript(path: string): string {
  const preload = `(require) => {\n${readFileSync(path, 'utf8')}\n}`;
  return `const ${PAGE_SIDE} = ${sideOf(`window === window.top ? ${preload} : null`)};`;
}

/** @returns a script that speaks as any preload might, for another world of a frame whose renderer was taken over */
export const takenOverScript = (channel: string, args: unknown[]): string => `
  globalThis.${PAGE_SIDE} ??= ${sideOf('null')};
  ${PAGE_SIDE}.ipcRenderer.invoke(${JSON.stringify(channel)}, ...${JSON.stringify(args)});
`;

/** @returns a call of the page's side, to be run in the page with the text as its argument */
export const RECEIVE = `(text) => ${PAGE_SIDE}.receive(text)`;
