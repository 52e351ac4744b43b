import { describe, expect, test } from 'vitest';
import en from '../../resources/messages/en.json' with { type: 'json' };
import zh from '../../resources/messages/zh.json' with { type: 'json' };
import { errorCode } from '../../src-main/contract/errors.ts';

type Tree = { [key: string]: string | Tree };

function leaves(tree: Tree, path: string[] = []): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[[...path, key].join('.'), value] as [string, string]]
      : leaves(value, [...path, key]),
  );
}

const english = new Map(leaves(en));
const chinese = new Map(leaves(zh));
const placeholders = (text: string | undefined): string[] =>
  [...new Set(text?.match(/\{\{.*?\}\}/g))].sort();

describe('the catalogues', () => {
  test('have the same keys', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test.each([...english])('%s has the same facts in both languages', (key, text) => {
    expect(placeholders(chinese.get(key))).toEqual(placeholders(text));
  });

  test.each(errorCode.options)('the error %s has a sentence', (code) => {
    expect(english.get(`errors.${code}`)).toBeTruthy();
    expect(chinese.get(`errors.${code}`)).toBeTruthy();
  });

  test('have no sentence of an error that does not exist', () => {
    const codes = [...english.keys()]
      .filter((key) => key.startsWith('errors.'))
      .map((key) => key.slice('errors.'.length).split('_')[0]!);
    expect(new Set(codes)).toEqual(new Set(errorCode.options));
  });

  test('end every sentence of an error with a full stop', () => {
    const open = [...english, ...chinese].filter(
      ([key, text]) => key.startsWith('errors.') && !/[.。]$/.test(text),
    );
    expect(open).toEqual([]);
  });

  test('have no space beside the label of a field in Chinese', () => {
    const spaced = [...chinese].filter(([, text]) => /\{\{label\}\} /.test(text));
    expect(spaced).toEqual([]);
  });
});
