/** The step `invisible`: characters that nobody sees, and spaces of other widths, which become plain ones. */
import { Changes } from '../changes.ts';
import type { Line, Lines } from '../song.ts';

/**
 * Control characters but the tab; soft hyphen, zero-width characters, marks of direction, byte order marks within the text. A joiner
 * between two parts of an emoji is part of it.
 */
const UNSEEN =
  /[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|(?<!\p{Extended_Pictographic}\ufe0f?\p{Emoji_Modifier}?)\u200d|\u200d(?!\p{Extended_Pictographic})/gu; // eslint-disable-line no-control-regex
const OTHER_SPACE = /[\t\xa0\u1680\u2000-\u200a\u202f\u205f]/g;
const ANY = new RegExp(`${UNSEEN.source}|${OTHER_SPACE.source}`, 'u');

export function takeInvisible(lines: readonly Line[]): Lines {
  const changes = new Changes();
  for (const line of lines)
    changes.keep(
      ANY.test(line.text)
        ? changes.strip(changes.strip(line, 'invisible', UNSEEN), 'invisible', OTHER_SPACE, ' ')
        : line,
    );
  return changes.end();
}
