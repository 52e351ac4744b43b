/** The step `refrains`: what comes again word for word in a song is left out after the first time. */
import { Changes } from '../changes.ts';
import { SONG_END, type Line, type Lines } from '../song.ts';

/** Lines of a stanza: one line alone that comes again is no refrain. */
const FEWEST = 2;
/** In a song without stanzas, such as one that a player has, so many lines that come again together are one. */
const FEWEST_IN_A_ROW = 4;

export function foldRefrains(lines: readonly Line[]): Lines {
  const changes = new Changes(lines);
  let song: Line[] = [];
  const end = (): void => {
    const again = song.some(isBlank) ? stanzasAgain(song) : rowsAgain(song);
    for (const line of song)
      if (again.has(line)) changes.drop(line, 'refrains', isBlank(line) ? 0 : 1);
      else changes.keep(line);
    song = [];
  };
  for (const line of lines)
    if (line.text === SONG_END) {
      end();
      changes.keep(line);
    } else song.push(line);
  end();
  return changes.end();
}

const isBlank = ({ text }: Line): boolean => text.trim() === '';

/** @returns the lines of all stanzas that have come before, each with the blank line behind it or, at the end, before it */
function stanzasAgain(song: readonly Line[]): ReadonlySet<Line> {
  const again = new Set<Line>();
  const seen = new Set<string>();
  for (let from = 0; from < song.length;) {
    let to = from;
    while (to < song.length && !isBlank(song[to]!)) to += 1;
    const stanza = song.slice(from, to);
    const said = stanza.map(({ text }) => text.trim()).join('\n');
    const isAgain = stanza.length >= FEWEST && seen.has(said);
    seen.add(said);
    if (isAgain) for (const line of stanza) again.add(line);
    const isLast = to >= song.length - 1;
    const beside = isLast ? song[from - 1] : song[to];
    if (isAgain && beside && isBlank(beside)) again.add(beside);
    from = to + 1;
  }
  return again;
}

/** @returns the lines of all rows that have come before, the longest that there are */
function rowsAgain(song: readonly Line[]): ReadonlySet<Line> {
  const again = new Set<Line>();
  const said = song.map(({ text }) => text.trim());
  const rowAt = (index: number): string => said.slice(index, index + FEWEST_IN_A_ROW).join('\n');
  const places = new Map<string, number>();
  for (let index = 0; index + FEWEST_IN_A_ROW <= said.length;) {
    const place = places.get(rowAt(index));
    let length = 0;
    if (place !== undefined && place + FEWEST_IN_A_ROW <= index)
      while (
        place + length < index &&
        index + length < said.length &&
        said[place + length] === said[index + length]
      )
        length += 1;
    if (place === undefined) places.set(rowAt(index), index);
    for (const line of song.slice(index, index + length)) again.add(line);
    index += Math.max(1, length);
  }
  return again;
}
