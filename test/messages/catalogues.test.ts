import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as en from '../../resources/messages/en.ts';
import * as zh from '../../resources/messages/zh.ts';
import { errorCode } from '../../src-main/contract/errors.ts';

type Tree = { [key: string]: string | Tree };

function leaves(tree: Tree, path: string[] = []): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[[...path, key].join('.'), value] as [string, string]]
      : leaves(value, [...path, key]),
  );
}

/** What the folder of a language holds, by the names of its files. */
function filesOf(language: string): Record<string, unknown> {
  const folder = join(import.meta.dirname, '..', '..', 'resources', 'messages', language);
  return Object.fromEntries(
    readdirSync(folder).map((file) => [
      file.replace(/\.json$/, ''),
      JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown,
    ]),
  );
}

const english = new Map(leaves(en));
const chinese = new Map(leaves(zh));
const placeholders = (text: string | undefined): string[] =>
  [...new Set(text?.match(/\{\{.*?\}\}/g))].sort();

describe('the catalogues', () => {
  test.each(Object.entries({ en, zh }))('in %s holds every file of its folder', (language, all) => {
    expect({ ...all }).toEqual(filesOf(language));
  });

  test('have the same files', () => {
    expect(Object.keys(filesOf('zh'))).toEqual(Object.keys(filesOf('en')));
  });

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
