/** How a song of a corpus is called. */
import type { SongPlace } from './figures.ts';
import type { Source } from './source.ts';

/** @returns the name of its source; where that holds several, the title that it tells of the song, or else its name with a number */
export const songTitle = (
  { number, title }: Pick<SongPlace, 'number' | 'title'>,
  { name, songs }: Pick<Source, 'name' | 'songs'>,
): string => (songs > 1 ? (title ?? `${name} ${number}`) : name);
