import { describe, expect, it } from 'vitest';
import { noRecipe, usualRecipe } from '../../src-main/contract/corpus/recipe.ts';
import type { Split } from '../../src-main/contract/corpus/source.ts';
import { assemble, cleanSource, textOf, type Words } from '../../src-main/corpus/assembly.ts';
import { countCharacters } from '../../src-main/corpus/count-characters.ts';
import { cleanerOf } from '../../src-main/corpus/recipe/recipe.ts';

const whole: Split = { by: 'none' };
const cleaned = async (words: Words, split: Split = whole, recipe = usualRecipe) =>
  cleanSource(words, split, await cleanerOf(recipe));
const plain = (text: string): Words => ({ text, kind: 'text' });

describe('a source', () => {
  it('is cleaned, split, counted, and tells what each step has done to it', async () => {
    const text = '作词：甲\n夜来了\n\n\n作词：乙\n灯亮了\r\n\u200b河水流\n';
    const found = await cleaned(plain(text), { by: 'blankLines', count: 2 });
    expect(found.songs).toEqual(['夜来了', '灯亮了\n河水流']);
    expect(found.characters).toBe(Array.from(textOf(found.songs)).length);
    expect(found.skipped).toBeUndefined();
    expect(found.steps.get('credits')).toMatchObject({
      ...{ count: 2, lines: 2 },
      samples: [
        { at: 1, before: '作词：甲', after: null },
        { at: 5, before: '作词：乙', after: null },
      ],
    });
    expect(found.steps.get('invisible')).toMatchObject({ count: 1, lines: 1 });
    expect(found.steps.has('chords')).toBe(false);
  });

  it('shows the first changes of each step and counts all of them', async () => {
    const text = '[Chorus]\n夜来了\n\n'.repeat(80);
    const sections = (await cleaned(plain(text))).steps.get('sections')!;
    expect([sections.lines, sections.samples.length]).toEqual([80, 50]);
  });

  it('of which nothing is left says why', async () => {
    expect((await cleaned(plain('作词：甲'))).skipped).toEqual({ reason: 'words' });
    expect((await cleaned(plain('www.example.com'))).skipped).toEqual({ reason: 'advert' });
    expect((await cleaned({ edit: '' })).skipped).toEqual({ reason: 'empty' });
  });

  it('that a person has set is touched by no step, to the last letter, and can be split all the same', async () => {
    const edit = '作词：甲\r\n夜来了\r\n\r\n\r\n灯亮了 \n';
    const found = await cleaned({ edit });
    expect(textOf(found.songs)).toBe(edit);
    expect(found.steps.size).toBe(0);
    const apart = await cleaned({ edit }, { by: 'blankLines', count: 2 });
    expect(apart.songs).toHaveLength(2);
  });
});

describe('a text', () => {
  const source = async (id: string, text: string, on = true, recipe = usualRecipe) => ({
    ...{ id, on, cleaned: await cleaned(plain(text), whole, recipe) },
  });

  it('has the songs of what is on, in order, and nothing of what was left out', async () => {
    const { songs } = assemble([
      await source('a', '夜'),
      await source('b', '灯', false),
      { id: 'c', on: true, cleaned: undefined },
      await source('d', '作词：甲'),
      await source('e', '河'),
    ]);
    expect(textOf(songs)).toBe('夜\u001e河');
  });

  it('tells what says the same as one before it, whatever its line ends', async () => {
    const { doubles, songs } = assemble([
      await source('a', '夜来了\n灯亮了'),
      await source('b', '河'),
      await source('c', '夜来了\r\n灯亮了\r\n', true, noRecipe),
      await source('d', '河', false),
    ]);
    expect(Object.fromEntries(doubles)).toEqual({ c: 'a', d: 'b' });
    expect(songs).toHaveLength(3); // they are told, and kept
  });

  it('counts characters and not their halves', () => {
    expect(countCharacters('𠮷夜\ud842')).toBe(3);
    expect(countCharacters('')).toBe(0);
  });
});
