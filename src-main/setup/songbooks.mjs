// The corpora that come with the product, as one file: a start reads that at once, where a file for each of 300 songs takes 50 ms.
// Their sources stay as people read and write them, see `resources/corpora/corpora.json`.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ENDING = '.txt';
/** A number that orders a folder, before the song's own name. */
const NUMBER = /^\d+-/;

/**
 * Each entry of `corpora.json` is one text, to the byte; or songs: a text with a blank line between two of them, or a folder with a
 * text for each.
 *
 * @param {string} folder `resources/corpora`
 * @param {string} path of what is made, which `readBuiltInCorpora` reads
 */
export function bindSongbooks(folder, path) {
  const entries = JSON.parse(readFileSync(join(folder, 'corpora.json'), 'utf8'));
  const corpora = entries.map(({ id, name, text, songs = [] }) => {
    const whole = text ? [{ name: null, text: readText(join(folder, text)) }] : [];
    return { id, name, sources: [...whole, ...songs.flatMap((one) => songsIn(join(folder, one)))] };
  });
  writeFileSync(path, JSON.stringify(corpora));
}

function songsIn(path) {
  if (path.endsWith(ENDING))
    return readText(path)
      .trim()
      .split('\n\n')
      .map((text) => ({ name: text.split('\n', 1)[0], text }));
  return readdirSync(path)
    .sort()
    .map((file) => ({
      name: file.slice(0, -ENDING.length).replace(NUMBER, '').replaceAll('-', ' '),
      text: readText(join(path, file)).trim(),
    }));
}

const readText = (path) => readFileSync(path, 'utf8');
