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
import { flagOf, numberOf, type Written } from './flags.ts';
import { spread } from './spreading.ts';
import { UsageError } from './usage-error.ts';
import { wishes } from './wishes.ts';

/**
 * @param seed which draws the lines: the words that must come are on other lines with another one
 * @param vocabulary of the model: where it has Chinese characters, `song` is a syllable, and else a word
 * @throws UsageError for what a flag cannot say; VerseloomError as `numberOf` and `parseLine`
 */
export function formOf(written: Written, seed: number, vocabulary: readonly string[]): Form {
  for (const field of wishes)
    if ([written[field] ?? []].flat().some((text) => String(text).trim() === ''))
      throw new UsageError('optionIsEmpty', { name: flagOf(field) });
  const { rhyme, tone, pattern, acrostic, line } = written as Record<string, string | undefined>;
  const first = [...(acrostic ?? '').replaceAll(/\s/gu, '')];
  const most = linesRanges.lines;
  if (first.length > most.max)
    throw new VerseloomError('settings.tooLong', { field: 'acrostic', max: most.max });
  const least = Math.max(1, first.length);
  const count = numberOf(written, 'lines', { ...most, min: least }, least);
  const shared: GivenLineConstraint = {
    ...(line !== undefined && parseLine(line)),
    ...(rhyme !== undefined && { rhyme: rhymeOf(rhyme, vocabulary) }),
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
    text: [line, rhyme, pattern, ...must, ...(shared.without ?? [])].filter(Boolean).join(' '),
  });
}

function rhymeOf(text: string, vocabulary: readonly string[]): GivenLineConstraint['rhyme'] {
  const has = (script: RegExp): boolean => vocabulary.some((one) => script.test(one));
  const hasHan = has(/\p{Script=Han}/u);
  const named = rhymeClassNamed(text, 'eighteen');
  // 唐 is a character before it is a class of rhymes, which 十六唐 is.
  const isCharacter = [...text].length === 1 && isHan(text);
  if (named && hasHan && !isCharacter) return { with: { name: text }, system: named.system };
  // A word in Latin letters that is no final rhymes with words, which a model without such letters never writes.
  const isSung = hasHan && !/\p{Script=Han}/u.test(text) ? has(/[a-z]/iu) : /\p{L}/u.test(text);
  if (isSung && /\p{L}/u.test(text)) return { with: { text } };
  throw new UsageError('rhyme', { text });
}

function toneOf(text: string): GivenLineConstraint['tone'] {
  const found = tones.get(text);
  const choices = [...tones.keys()].join(', ');
  if (found === undefined)
    throw new VerseloomError('settings.choice', { field: 'tone', value: text, choices });
  return found;
}

const tones = new Map<string, GivenLineConstraint['tone']>([
  ...[['平', 'level'] as const, ['仄', 'oblique'] as const],
  ...([1, 2, 3, 4] as const).map((tone) => [String(tone), tone] as const),
]);

function placeOf(place: string, pattern: string): PatternPlace {
  const found = ({ 平: 'level', 仄: 'oblique', 中: 'any' } as const)[place];
  if (!found) throw new UsageError('pattern', { pattern });
  return found;
}
