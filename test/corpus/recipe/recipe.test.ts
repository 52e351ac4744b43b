import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recipe, type Recipe } from '../../../src-main/contract/corpus/recipe.ts';
import { readText } from '../../../src-main/corpus/kinds/text-kinds.ts';
import { linesOf } from '../../../src-main/corpus/line-breaks.ts';
import { clean, noRecipe, usualRecipe } from '../../../src-main/corpus/recipe/recipe.ts';
import { steps, type Lines } from '../../../src-main/corpus/song.ts';
import { textsOf } from './cleaned.ts';

const pieces = [
  ...[
    '夜来了',
    '灯',
    'Hold me',
    'break',
    ' ',
    '　',
    '\t',
    '\u200b',
    '\u200d',
    '👨',
    '，',
    '……',
    '（男）',
    '(all)',
    '[Chorus]',
  ],
  ...[
    '副歌：',
    'Bridge',
    'x2',
    '[Am]',
    'G',
    'Am',
    '作词：',
    '曲：',
    '鼓：',
    'Written by ',
    'Ann',
    '男：',
    'Girl: ',
    'Boy: ',
  ],
  ...[
    'www.example.com',
    '更多歌词请访问 ',
    '公众号：',
    '[00:10.00]',
    '[00:10.00]',
    '<00:11.00>',
    '\u001e',
    '(',
    '】',
    'Ｗ',
    'ｶﾞ',
    '１',
  ],
];
const line = fc.array(fc.constantFrom(...pieces), { maxLength: 4 }).map((parts) => parts.join(''));
const text = fc.array(line, { maxLength: 14 }).map((lines) => lines.join('\n'));
const kind = fc.constantFrom('text', 'lrc', 'markdown', 'chordpro');
const anyRecipe = fc
  .record({
    ...Object.fromEntries(
      ['markup', 'credits', 'sections', 'chords', 'invisible', 'adverts', 'blankLines'].map(
        (step) => [step, fc.boolean()],
      ),
    ),
    translations: fc.constantFrom(...recipe.shape.translations.unwrap().options),
    refrains: fc.constantFrom(...recipe.shape.refrains.unwrap().options),
    width: fc.constantFrom(...recipe.shape.width.unwrap().options),
    punctuation: fc.constantFrom(...recipe.shape.punctuation.unwrap().options),
    latin: fc.constantFrom(...recipe.shape.latin.unwrap().options),
  })
  .map((chosen) => recipe.parse(chosen));

test(
  'any switches lose no line that no step names, and the changes lead from what was read to what is left',
  { tags: ['long'] },
  () => {
    fc.assert(
      fc.property(text, kind, anyRecipe, (given, of, chosen) => {
        const read = chosen.markup ? readText(given, of) : { lines: linesOf(given), changes: [] };
        const done = clean(given, of, chosen);
        const changes = done.changes.slice(read.changes.length);
        expect(textsOf(done).toSorted()).toEqual(replayed(read, changes).toSorted());
        for (const { step, before, after: now } of changes) {
          expect(steps).toContain(step);
          expect(now).not.toBe(before);
        }
      }),
      { numRuns: 2000, seed: 1 },
    );
  },
);

/** @returns the texts after all changes, each done to a line of its number that says what it was before */
function replayed({ lines }: Lines, changes: Lines['changes']): string[] {
  const left = new Map<number, string[]>();
  for (const { at, text: said } of lines) left.set(at, [...(left.get(at) ?? []), said]);
  for (const { at, before, after: now } of changes) {
    const there = left.get(at) ?? [];
    const index = there.indexOf(before);
    expect(index, `${at}: ${JSON.stringify(before)}`).toBeGreaterThanOrEqual(0);
    if (now === null) there.splice(index, 1);
    else there[index] = now;
  }
  return [...left.values()].flat();
}

test('what is clean stays as it is', () => {
  fc.assert(
    fc.property(text, (given) => {
      const once = textsOf(clean(given, 'text', usualRecipe)).join('\n');
      expect(textsOf(clean(once, 'text', usualRecipe)).join('\n')).toBe(once);
    }),
    { numRuns: 2000, seed: 1 },
  );
});

test('no recipe leaves every line as it stands', () => {
  fc.assert(
    fc.property(text, kind, (given, of) => {
      expect(clean(given, of, noRecipe)).toEqual({ lines: linesOf(given), changes: [] });
    }),
  );
});

test.each(Object.keys(recipe.shape) as (keyof Recipe)[])(
  '%s can be left out of what is kept',
  (step) => {
    const kept: Partial<Recipe> = { ...noRecipe };
    delete kept[step];
    expect(recipe.parse(kept)[step]).toBe(usualRecipe[step]);
  },
);
