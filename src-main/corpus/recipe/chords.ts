/** The step `chords`: chords in brackets between the words, lines of chords above them, and what else only a player reads. */
import { Changes } from '../changes.ts';
import { CHORD, INLINE_CHORD } from '../chord-names.ts';
import type { Line, Lines } from '../song.ts';

const NAME = new RegExp(`^${CHORD}\\*?$`);
const BAR = /^(?:[|:/%\-–—.×()\d‖]+|x\d+|[x×]\d{1,2}\)?)$/;
/** What tells a chord from a word of one letter, such as “A”. */
const MORE_THAN_A_LETTER = /\d|#|♯|♭|.[bm]|sus|maj|dim|aug|add|\/|N\.?C/;
/** Between words, as some song books have them. */
const IN_ROUND_BRACKETS = new RegExp(String.raw`[(（]${CHORD}[)）]`, 'g');
/** `e|--0--2--3--|`. */
const TABLATURE = /^\s*[A-Ha-h]?[#b]?\s*[|‖:][-–—\d|‖hpbrsxX/\\~^().*: ]{8,}$/;
const INSTRUCTION = new RegExp(
  String.raw`^\s*[（([]?\s*(?:capo\s*[:：=]?\s*(?:on\s+)?\d.{0,20}|no capo|(?:capo|变调夹|變調夾)\s*[:：]?\s*(?:\d|[一二三四五六七八九]|夹|夾).{0,10}|(?:key|原调|原調|选调|選調|调|調|调式)\s*[:：=]\s*${CHORD}(?:\s+(?:major|minor|大调|小调))?|1\s*=\s*[#b♯♭]?[A-G][#b♯♭]?(?:\s*\d\/\d)?|tuning\s*[:：]\s*(?:standard|drop|[A-Ga-g#b♯♭\s-]{6,}).{0,20}|(?:bpm|tempo)\s*[:：=]\s*\d{2,3}(?:\s*bpm)?)\s*[）)\]]?\s*$`,
  'i',
);
const CANDIDATE = /[A-H|=\d]|capo|key|变调|變調|调|調|tuning|bpm|tempo|no ?capo/i;
/** Longer lines are nobody's chords. */
const LONGEST = 400;
/** Lines of bare letters that are chords since there are so many. */
const MANY = 3;

export function takeChords(lines: readonly Line[]): Lines {
  if (!lines.some(({ text }) => CANDIDATE.test(text))) return { lines, changes: [] };
  const changes = new Changes(lines);
  const named = lines.map((line) => chordsOf(line));
  const isChordSheet = hasEvidence(named.filter((chords) => chords.length > 0));
  const hasRound = inRoundBrackets(lines);
  for (const [index, line] of lines.entries()) {
    if (!CANDIDATE.test(line.text)) changes.keep(line);
    else if (isChordSheet && named[index]!.length > 0) changes.drop(line, 'chords');
    else if (isForPlayers(line)) changes.drop(line, 'chords');
    else changes.keep(withoutChords(line, changes, hasRound));
  }
  return changes.end();
}

function withoutChords(line: Line, changes: Changes, hasRound: boolean): Line {
  const bare = changes.strip(line, 'chords', INLINE_CHORD);
  return hasRound ? changes.strip(bare, 'chords', IN_ROUND_BRACKETS) : bare;
}

/** @returns the chords of a line that has nothing else */
function chordsOf({ text }: Line): readonly string[] {
  if (text.length > LONGEST || !/[A-H]|N\.?C/.test(text)) return [];
  const words = text
    .replace(/[|‖]/g, ' ')
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '' && !BAR.test(word));
  return words.length > 0 && words.every((word) => NAME.test(word)) ? words : [];
}

/** Whether lines of names are chords: “A B C” is sung, “Em” is a word of Vietnamese, and “Am” above “G” is neither. */
function hasEvidence(named: readonly (readonly string[])[]): boolean {
  const chords = named.filter((names) => !isAlphabet(names));
  const distinct = new Set(chords.flat());
  if (distinct.size < 2) return false;
  return chords.length >= MANY || [...distinct].some((name) => MORE_THAN_A_LETTER.test(name));
}

/** One letter, or three and more, each the next one of the alphabet or the same again. */
function isAlphabet(names: readonly string[]): boolean {
  if (names.length === 2 || names.some((name) => name.length > 1)) return false;
  const codes = names.map((name) => name.charCodeAt(0));
  return codes.every((_, index) => index === 0 || isNext(codes, index));
}
const isNext = (codes: readonly number[], index: number): boolean => {
  const step = codes[index]! - codes[index - 1]!;
  return step === 0 || step === 1;
};

function isForPlayers({ text }: Line): boolean {
  if (text.length > LONGEST) return false;
  if (INSTRUCTION.test(text)) return true;
  return TABLATURE.test(text) && (text.match(/[-–—]/g)?.length ?? 0) >= 4;
}

/** “(A)” is now and then who sings: several different ones, some of more than a letter, are chords. */
function inRoundBrackets(lines: readonly Line[]): boolean {
  const found = new Set<string>();
  for (const { text } of lines)
    if (text.length <= LONGEST && /[(（][A-H]/.test(text))
      for (const [chord] of text.matchAll(IN_ROUND_BRACKETS)) found.add(chord);
  return found.size >= MANY && [...found].some((chord) => MORE_THAN_A_LETTER.test(chord));
}
