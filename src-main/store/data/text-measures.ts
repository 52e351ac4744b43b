/** How long a text is and how it begins, found while it goes by piece by piece. */
import { isBlank } from '../../contract/corpus/song-text.ts';

export interface TextMeasures {
  /** Between U+001E, those that say something; and lines that do. */
  readonly songs: number;
  readonly lines: number;
  /** Unicode characters, and distinct ones. */
  readonly characters: number;
  readonly distinct: number;
  /** Without the space around them, and cut. */
  readonly firstLines: readonly string[];
}

const PIECE_BYTES = 1024 * 1024;
const SHOWN_LINES = 8;
const SHOWN_CHARACTERS = 80;
/** The line breaks of all systems and programs. */
const BREAKS = new Set('\n\v\f\r\u0085\u2028\u2029');
const SONG_END = '\u001e';

/** @param utf8 of which no more than a piece is decoded at a time */
export function measureText(utf8: Uint8Array): TextMeasures {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const distinct = new Set<string>();
  const firstLines: string[] = [];
  let [characters, lines, songs] = [0, 0, 0];
  let line = '';
  let hasInk = false;
  let songHasInk = false;
  const endLine = (): void => {
    if (hasInk) lines += 1;
    if (hasInk && firstLines.length < SHOWN_LINES) firstLines.push(line.trim());
    songHasInk ||= hasInk;
    [line, hasInk] = ['', false];
  };
  const endSong = (): void => {
    if (songHasInk) songs += 1;
    songHasInk = false;
  };
  for (let at = 0; at < utf8.length; at += PIECE_BYTES) {
    const piece = utf8.subarray(at, at + PIECE_BYTES);
    for (const character of decoder.decode(piece, { stream: at + PIECE_BYTES < utf8.length })) {
      characters += 1;
      distinct.add(character);
      if (character === SONG_END) {
        endLine();
        endSong();
      } else if (BREAKS.has(character)) {
        endLine();
      } else {
        const isInk = !isBlank(character);
        // Of a line of megabytes, no more than its beginning is kept.
        if ((hasInk || isInk) && line.length < SHOWN_CHARACTERS) line += character;
        hasInk ||= isInk;
      }
    }
  }
  endLine();
  endSong();
  return { songs, lines, characters, distinct: distinct.size, firstLines };
}
