/** What is wished of one line as it is set by hand, a field for each kind of wish: read and written. It knows readings, and is loaded with them. */
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import {
  lineConstraint,
  type Form,
  type FormLine,
  type LineConstraint,
  type Rhyme,
  type RhymeSystem,
} from '../../../src-main/contract/writing/constraint.ts';
import { formatForm } from '../../../src-main/form/form-text.ts';
import {
  formatLine,
  IN_QUOTES,
  parseLine,
  quoted,
  QUOTES,
  unquoted,
} from '../../../src-main/form/notation.ts';

/** Each as it is typed, or the value of what is chosen; '' where nothing is wished. */
export interface ByHand {
  readonly length: string;
  readonly rhyme: '' | 'name' | 'text' | 'line';
  /** A final or a class; a character or a word; the number of a line, from 1. */
  readonly rhymeWith: string;
  readonly system: RhymeSystem;
  readonly syllables: string;
  readonly same: boolean;
  readonly tone: string;
  readonly pattern: string;
  readonly given: string;
  readonly must: string;
  readonly without: string;
  readonly noRepeatWithin: string;
  readonly punctuation: '' | 'yes' | 'no';
  readonly latin: '' | 'yes' | 'no';
}
export type HandField = keyof ByHand;
export type Wrong = Partial<Record<HandField, unknown>>;

const choiceOf = (wished: boolean | undefined): '' | 'yes' | 'no' =>
  wished === undefined ? '' : wished ? 'yes' : 'no';
const wishedOf = (choice: '' | 'yes' | 'no'): boolean | undefined =>
  choice === '' ? undefined : choice === 'yes';
const APART = '\\s,，、';
const CUT = new RegExp(`[${APART}${QUOTES}]`, 'u');
const WORDS = new RegExp(`${IN_QUOTES}|[^${APART}]+`, 'gsu');
const wordsOf = (words: readonly string[] = []): string =>
  words.map((word) => (CUT.test(word) ? quoted(word) : word)).join(' ');
/** @throws VerseloomError `form.notUnderstood` */
const readWords = (text: string): string[] => (text.match(WORDS) ?? []).map(unquoted);
const notation = (wish: LineConstraint): string => {
  const words = formatLine(wish);
  return words === '*' ? '' : words;
};

/** @param usual by which book lines rhyme where nothing is said */
export function byHand(wish: LineConstraint, usual: RhymeSystem): ByHand {
  const { length, rhyme, tone, pattern, given, must, without, noRepeatWithin } = wish;
  return {
    length: length ? notation({ length }) : '',
    ...rhymeByHand(rhyme, usual),
    tone: tone === undefined ? '' : String(tone),
    pattern: pattern ? notation({ pattern }).replace('格', '') : '',
    given: given ? notation({ given }) : '',
    ...{ must: wordsOf(must), without: wordsOf(without) },
    noRepeatWithin: noRepeatWithin === undefined ? '' : String(noRepeatWithin),
    ...{ punctuation: choiceOf(wish.punctuation), latin: choiceOf(wish.latin) },
  };
}

function rhymeByHand(
  rhyme: Rhyme | undefined,
  usual: RhymeSystem,
): Pick<ByHand, 'rhyme' | 'rhymeWith' | 'system' | 'syllables' | 'same'> {
  if (!rhyme) return { rhyme: '', rhymeWith: '', system: usual, syllables: '1', same: false };
  const { with: other, system, syllables, same } = rhyme;
  const more = { system, syllables: String(syllables), same };
  if ('name' in other) return { rhyme: 'name', rhymeWith: other.name, ...more };
  if ('text' in other) return { rhyme: 'text', rhymeWith: other.text, ...more };
  return { rhyme: 'line', rhymeWith: String(other.line + 1), ...more };
}

/** @returns what is wished of the line, or what is wrong with which field */
export function wishByHand(set: ByHand): { wish: LineConstraint } | { wrong: Wrong } {
  const wrong: Wrong = {};
  const wish: LineConstraint = {};
  const read = (field: HandField, work: () => LineConstraint): void => {
    try {
      Object.assign(wish, work());
    } catch (error) {
      wrong[field] = error;
    }
  };
  read('length', () => only(set.length, ['length']));
  // Characters at their places may say the length as well.
  read('given', () => only(set.given, ['given', 'length']));
  read('pattern', () => only(set.pattern && `格${set.pattern.trim()}`, ['pattern']));
  read('noRepeatWithin', () => {
    const within = set.noRepeatWithin.trim();
    return only(within && `不重${within}`, ['noRepeatWithin']);
  });
  read('tone', () => (set.tone === '' ? {} : checked({ tone: toneOf(set.tone) }, set.tone)));
  for (const field of ['must', 'without'] as const)
    read(field, () => {
      const words = readWords(set[field]);
      return words.length === 0 ? {} : checked({ [field]: words }, set[field]);
    });
  read('rhymeWith', () => (set.rhyme === '' ? {} : { rhyme: rhymeOf(set) }));
  const [punctuation, latin] = [wishedOf(set.punctuation), wishedOf(set.latin)];
  Object.assign(
    wish,
    punctuation !== undefined && { punctuation },
    latin !== undefined && { latin },
  );
  return Object.keys(wrong).length > 0 ? { wrong } : { wish };
}

const toneOf = (tone: string): unknown => (/^\d$/.test(tone) ? Number(tone) : tone);

/** @throws VerseloomError `form.outOfRange` */
function checked(wish: unknown, text: string): LineConstraint {
  const parsed = lineConstraint.safeParse(wish);
  if (parsed.success) return parsed.data;
  throw new VerseloomError('form.outOfRange', { text: text.trim() });
}

/** @throws VerseloomError `form.notUnderstood` for words that are another wish, `form.outOfRange` */
function only(text: string, kinds: readonly string[]): LineConstraint {
  const word = text.trim();
  let wish: LineConstraint;
  try {
    wish = parseLine(text);
  } catch (error) {
    // What else a word may have meant is no help in a field of its own.
    if (error instanceof VerseloomError && error.code === 'form.plainWord')
      throw new VerseloomError('form.notUnderstood', { word });
    throw error;
  }
  if (Object.keys(wish).every((kind) => kinds.includes(kind))) return wish;
  throw new VerseloomError('form.notUnderstood', { word });
}

function rhymeOf({ rhyme, rhymeWith, system, syllables, same }: ByHand): Rhyme {
  const text = rhymeWith.trim();
  const more = { system, syllables: Number(syllables), same };
  if (rhyme === 'line') return checkedRhyme({ with: { line: Number(text) - 1 }, ...more }, text);
  if (rhyme === 'text') return checkedRhyme({ with: { text }, ...more }, text);
  const named = only(text, ['rhyme']).rhyme?.with;
  if (!named || !('name' in named)) throw new VerseloomError('form.notUnderstood', { word: text });
  return checkedRhyme({ with: named, ...more, syllables: 1 }, text);
}

const checkedRhyme = (rhyme: unknown, text: string): Rhyme => checked({ rhyme }, text).rhyme!;

/**
 * @param lines of the form that are set, counted from 0; what is locked of them stays so
 * @returns the words for the form, and how many lines there are where they are those of one
 */
export function withWish(
  form: Form,
  lines: readonly number[],
  wish: LineConstraint,
  system: RhymeSystem,
  most: number,
): { words: string; count: number } {
  const all = form.lines.map((line, at): FormLine => {
    if (!lines.includes(at)) return line;
    return line.text === undefined ? wish : { ...wish, text: line.text };
  });
  const isLocked = all.some(({ text }) => text !== undefined);
  const isAlike = lines.length === all.length && !isLocked && all.length <= most;
  if (isAlike) return { words: formatLine(wish, system), count: all.length };
  const rows = formatForm({ lines: all }, system).trim();
  return { words: isLocked ? rows : rows.split('\n').join(' / '), count: 1 };
}
