/** How the songs of a text are called. */
import type { SongPlace } from '../../src-main/contract/corpus/figures.ts';
import { songTitle } from '../../src-main/contract/corpus/song-title.ts';
import type { Source } from '../../src-main/contract/corpus/source.ts';

/** @param sources of the corpus, as they are called now. @returns the name of each */
export function namesOfSongs(songs: readonly SongPlace[], sources: readonly Source[]): string[] {
  const byId = new Map(sources.map((source) => [source.id, source]));
  return songs.map((song) => {
    const source = byId.get(song.sourceId);
    return source ? songTitle(song, source) : (song.title ?? '');
  });
}
