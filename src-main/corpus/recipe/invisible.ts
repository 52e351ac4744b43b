/** The step `invisible`: characters that nobody sees, and spaces of other widths, which become plain ones. */
import { Changes } from '../changes.ts';
import { SONG_END, type Line, type Lines } from '../song.ts';

/** Scripts in which a joiner or a non-joiner between two letters changes how they look. */
const JOINING =
  'Arabic Syriac Nko Mongolian Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Myanmar Khmer Tibetan'
    .split(' ')
    .map((script) => String.raw`\p{Script=${script}}`)
    .join('');

/** Each with what it belongs to where it is seen after all. */
const unseen = [
  // Control characters but the tab, halves of characters, and what is no character at all.
  String.raw`[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]|\p{Cs}|[\ufdd0-\ufdef\ufffe\uffff]`,
  // Soft hyphen, marks of direction, zero-width spaces, byte order marks, invisible operators, anchors of notes and of pictures.
  String.raw`[\xad\u034f\u061c\u17b4\u17b5\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffc]`,
  // A non-joiner is part of how Persian and the languages of India are written.
  String.raw`(?<![${JOINING}])\u200c|\u200c(?![${JOINING}])`,
  // A joiner, too; and between two emoji it makes one of them.
  String.raw`(?<![${JOINING}]|\p{Extended_Pictographic}[\ufe0e\ufe0f]?\p{Emoji_Modifier}?)\u200d`,
  String.raw`(?<=\p{Extended_Pictographic}[\ufe0e\ufe0f]?\p{Emoji_Modifier}?)\u200d(?!\p{Extended_Pictographic})`,
  String.raw`(?<![\p{Emoji}\p{Extended_Pictographic}])[\ufe0e\ufe0f]`,
  // Letters that only the flags of Scotland, England and Wales are spelt with.
  String.raw`(?<!\u{1f3f4}[\u{e0020}-\u{e007e}]{0,8})[\u{e0000}-\u{e007f}]`,
  // In the place of a Korean sound that is not there, and between Mongolian letters.
  String.raw`\u115f(?![\u1160-\u11ff])|(?<![\u1100-\u115f])\u1160|(?<!\p{Script=Mongolian})[\u180b-\u180e]`,
];
const UNSEEN = new RegExp(unseen.join('|'), 'gu');
const OTHER_SPACE = /[\t\xa0\u1680\u2000-\u200a\u202f\u205f]/g;
/** What no line without any of them has, so that most lines are looked through once, and quickly. */
const CANDIDATE =
  /[\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180e\u2000-\u200f\u202a-\u202f\u205f-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe0e\ufe0f\ufeff\uffa0\ufff9-\uffff]/; // eslint-disable-line no-control-regex, no-misleading-character-class

export function takeInvisible(lines: readonly Line[]): Lines {
  if (!lines.some(({ text }) => CANDIDATE.test(text) && text !== SONG_END))
    return { lines, changes: [] };
  const changes = new Changes(lines);
  for (const line of lines)
    if (line.text === SONG_END || !CANDIDATE.test(line.text)) changes.keep(line);
    else
      changes.keep(
        changes.strip(changes.strip(line, 'invisible', UNSEEN), 'invisible', OTHER_SPACE, ' '),
      );
  return changes.end();
}
