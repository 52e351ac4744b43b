/** A form as the flags of `write` say it: so many lines, with the same wishes on each but for what belongs to one, or to the text. */
import { VerseloomError } from '../../../contract/errors.ts';
import {
  form as formSchema,
  type Form,
  type GivenLineConstraint,
  type PatternPlace,
} from '../../../contract/writing/constraint.ts';
import { linesRanges } from '../../../contract/writing/lines.ts';
import { parseLine } from '../../../form/notation.ts';
import { isHan } from '../../../language/chinese/readings.ts';
import { rhymeClassNamed } from '../../../language/chinese/rhyme-books.ts';
import { numberOf, type Written } from './flags.ts';
import { spread } from './spreading.ts';

/**
 * @param seed which draws the lines: the words that must come are on other lines with another one
 * @param hasHan whether the model writes Chinese characters: `song` is then a syllable, and else a word
 * @throws VerseloomError as `numberOf` and `parseLine`
 */
export function formOf(written: Written, seed: number, hasHan: boolean): Form {
  const { rhyme, tone, pattern, acrostic, line } = written as Record<string, string | undefined>;
  const first = [...(acrostic ?? '')];
  const most = linesRanges.lines;
  const least = Math.max(1, first.length);
  const count = numberOf(written, 'lines', { ...most, min: least }, least);
  const shared: GivenLineConstraint = {
    ...(line !== undefined && parseLine(line)),
    ...(rhyme !== undefined && { rhyme: rhymeOf(rhyme, hasHan) }),
    ...(tone !== undefined && { tone: toneOf(tone) }),
    ...(pattern !== undefined && { pattern: [...pattern].map((place) => placeOf(place, pattern)) }),
    ...(written['without'] !== undefined && { without: written['without'] as string[] }),
  };
  const must = [...new Set((written['must'] ?? []) as string[])];
  const firsts = Array.from({ length: count }, (_, at) => first[at]);
  // More than lines can have is said like all else that is too much.
  const words = spread(must, firsts, shared.must?.length ?? 0, seed) ?? [must];
  const lines = firsts.map((begins, at) => {
    const own = words[at] ?? [];
    const given = [
      ...(shared.given ?? []),
      ...(begins === undefined ? [] : [{ place: 1, character: begins }]),
    ];
    return {
      ...shared,
      ...(given.length > 0 && { given }),
      ...(own.length > 0 && { must: [...(shared.must ?? []), ...own] }),
    };
  });
  const parsed = formSchema.safeParse({ lines });
  if (parsed.success) return parsed.data;
  throw new VerseloomError('form.outOfRange', {
    text: [line, rhyme, pattern, ...must].join(' ').trim(),
  });
}

function rhymeOf(text: string, hasHan: boolean): GivenLineConstraint['rhyme'] {
  const named = rhymeClassNamed(text, 'eighteen');
  // 唐 is a character before it is a class of rhymes, which 十六唐 is.
  const isCharacter = [...text].length === 1 && isHan(text);
  if (named && hasHan && !isCharacter) return { with: { name: text }, system: named.system };
  if (/\p{L}/u.test(text)) return { with: { text } };
  throw new VerseloomError('form.notUnderstood', { word: text });
}

function toneOf(text: string): GivenLineConstraint['tone'] {
  const { tone, ...others } = parseLine(/^[1-4]$/.test(text) ? `tone${text}` : text);
  if (tone === undefined || Object.keys(others).length > 0)
    throw new VerseloomError('form.notUnderstood', { word: text });
  return tone;
}

function placeOf(place: string, pattern: string): PatternPlace {
  const found = ({ 平: 'level', 仄: 'oblique', 中: 'any' } as const)[place];
  if (!found) throw new VerseloomError('form.notUnderstood', { word: pattern });
  return found;
}
