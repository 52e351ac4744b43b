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

/** What the folder of a language holds, with the folders in it, by the names of its files. */
function filesOf(language: string): Record<string, unknown> {
  const folder = join(import.meta.dirname, '..', '..', 'resources', 'messages', language);
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => [
        name.replace(/\.json$/, ''),
        JSON.parse(readFileSync(join(parentPath, name), 'utf8')) as unknown,
      ]),
  );
}

const english = new Map(leaves(en));
const chinese = new Map(leaves(zh));
/** In a model's name and in the help there is what nobody translates. */
const isKey = (key: string): boolean => key === 'cli.help.example';
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

  test('have the same facts in both languages', () => {
    const factsOf = (of: ReadonlyMap<string, string>) =>
      Object.fromEntries([...english.keys()].map((key) => [key, placeholders(of.get(key))]));
    expect(factsOf(chinese)).toEqual(factsOf(english));
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

  test('have no sentence of an error that nobody meets', () => {
    const sources = ['src-main', 'src-renderer']
      .flatMap((half) =>
        readdirSync(join(import.meta.dirname, '..', '..', half), {
          ...{ recursive: true, withFileTypes: true },
        }),
      )
      .filter(({ name }) => /\.(ts|svelte)$/.test(name) && name !== 'errors.ts')
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'))
      .join('\n');
    expect(errorCode.options.filter((code) => !sources.includes(`'${code}'`))).toEqual([]);
  });

  test('end every sentence of an error with a full stop', () => {
    const open = [...english, ...chinese].filter(
      ([key, text]) => key.startsWith('errors.') && !/[.。]$|^\$t\([^()]*\)$/.test(text), // another sentence ends by itself
    );
    expect(open).toEqual([]);
  });

  test('have both forms of every sentence that follows a number', () => {
    const stems = [...english.keys()].flatMap((key) => /^(.*)_(?:one|other)$/.exec(key)?.[1] ?? []);
    for (const stem of stems) {
      expect(english.get(`${stem}_one`), stem).toBeTruthy();
      expect(english.get(`${stem}_other`), stem).toBeTruthy();
    }
  });

  test('count nothing in English without both forms, unless it is never one', () => {
    const counted =
      /\{\{\w+\}\} (?:[a-z]+ )?(?:characters?|epochs?|steps?|threads?|files?|models?|seconds?|units?|predictions?|prefix(?:es)?)\b(?!\/)/i;
    const neverOne = [
      ...['errors.corpus.tooShort', 'errors.corpus.tooShort_maxCharacters'], // two of them at least
      ...['errors.corpus.tooShort_parentId', 'train.tooShort', 'cli.score.known'],
      ...['errors.corpus.noneLeft', 'errors.corpus.tooShort_heldOut', 'errors.corpus.tooManyFiles'],
      // The noun is of all of them, which are more than are learnt.
      ...['train.learns', 'train.learnsSongs', 'train.learnsShort', 'train.learnsSongsShort'],
      ...['corpus.advice.cut', 'corpus.advice.largeNetwork', 'corpus.advice.smallNetwork'], // as above
      'corpus.source.textTooLong', // the limit
      'models.named.maxCharacters', // of one nothing is learnt
      ...['cli.reading.learns', 'cli.reading.learns_songs'],
      ...['cli.reading.learnsAll', 'cli.reading.learnsAll_songs'],
      ...['errors.corpus.tooManyDistinct', 'errors.draft.tooLong'], // the limit and above
      ...[
        'errors.settings.allEpochs',
        'errors.settings.tooLong',
        'errors.settings.tooLong_prefixes',
        'errors.settings.samples',
        'errors.settings.samples_epochs',
        'errors.settings.outOfRange_untilSeconds', // the limit
      ],
      ...['errors.settings.tooMany_prefixes', 'compare.scoreTextHelp', 'compare.textTooLong'],
      ...['form.tooShort', 'form.heldOutTooMuch'],
      'form.modelSize', // the number is of bytes
      ...['cli.usage.builtInModel', 'cli.models.none', 'cli.runs.none'], // the name of a command
      ...['errors.settings.epochTooLong', 'errors.settings.epochTooLong_batchSize'], // the limit and above
      'errors.settings.epochTooLong_maxCharacters',
      'ends.heart.passage', // several units at least
      'errors.text.tooShort', // the number is of the text, and so is the noun: “1 of 1 characters”
    ];
    const single = [...english].filter(
      ([key, text]) =>
        !/_(?:one|other)$/.test(key) && !neverOne.includes(key) && counted.test(text),
    );
    expect(single).toEqual([]);
    for (const key of neverOne) expect(english.get(key), key).toMatch(counted);
  });

  test.each([
    // What a speaker of English does not say, or says otherwise elsewhere in the product.
    /\b(go|goes|going|gone) on\b/i,
    /\bepochs? (is|are) made\b/i,
    /\bnot to be had\b|\bcannot be had\b/i,
    /\b(is|are) there already\b|\bthat (is|are) there\b/i,
    /\bunder way\b/i,
    /\bone of its like\b|\band its like\b/i,
    /\ball the same\b/i,
    /\bas (was )?told above\b/i,
    /\bthe very (same )?(one|text)\b/i,
    /\bdata (are|were|have)\b/i,
    /\bhyper-parameter/i,
    /\bends? at once\b/i,
    /(?<!\{)\blearnt\b/i,
    /\bthe standard (input|output)\b|\bstdout\b/i,
    /<n>|<file>|<text>/,
    /\blearns? on\b/i,
    /\bmultiplied with\b/i,
    /\b(broke|broken) (off|down)\b/i,
    /\bexplode[sd]? at once\b/i,
    /\}\} %/,
    /\bthis machine\b/i,
    /\bon the paper\b/i,
    /\p{L}'\p{L}/u, // where ’ belongs
  ])('have nothing in English that matches %s', (phrase) => {
    expect([...english].filter(([key, text]) => !isKey(key) && phrase.test(text))).toEqual([]);
  });

  // One word for one thing, as resources/messages/README.md lists them.
  test.each([
    '字表',
    '词汇表',
    '前缀',
    '批次',
    '步长',
    '世代',
    '纪元',
    '迭代',
    '激活模型',
    '服务器端',
  ])('do not say %s in Chinese', (word) => {
    expect([...chinese].filter(([, text]) => text.includes(word))).toEqual([]);
  });

  // What a speaker of Chinese does not say, or says otherwise elsewhere in the product.
  test.each([
    /您/,
    /样本(?!的字数)/, // but of a minibatch
    /示例/,
    /乱猜/,
    /(?<![部拆])分歌/,
    /到此/,
    /重新加载/,
    /(训练的|多组|列出的|一个)参数/, // a parameter is of the network, or of a command
    /\bID\b/,
    /(?<!词织 )\bVerseloom\b/,
  ])('have nothing in Chinese that matches %s', (phrase) => {
    expect([...chinese].filter(([, text]) => phrase.test(text))).toEqual([]);
  });

  test('have the marks of Chinese in Chinese', () => {
    const half =
      /\p{Script=Han}[,;:!?()]|[,;:!?]\p{Script=Han}|\.\.\.|……|\p{Script=Han} [，。；：？！、]/u;
    expect([...chinese].filter(([, text]) => half.test(text))).toEqual([]);
  });

  test('have one sign for what is left open, right after its word', () => {
    const open = [...english, ...chinese].filter(
      ([key, text]) => !key.startsWith('reasons.') && / …|\.\.\./.test(text),
    );
    expect(open).toEqual([]);
  });

  test('have a space between Chinese and a number or a Latin word', () => {
    const tight =
      /\p{Script=Han}(?:\{\{(?!label|what|message|reason)|[A-Za-z0-9])|(?:[A-Za-z0-9]|(?<!\{\{(?:label|what|reason|message))\}\})\p{Script=Han}/u;
    expect([...chinese].filter(([, text]) => tight.test(text))).toEqual([]);
  });

  test('tell nobody of a signal or of a code of the system', () => {
    const codes = /\bSIG[A-Z]{2,}|\bE[A-Z]{3,}\b/;
    const told = [...english, ...chinese].filter(([, text]) => codes.test(text));
    expect(told).toEqual([]);
  });

  test('have no space beside the label of a field in Chinese', () => {
    const spaced = [...chinese].filter(([, text]) => /\{\{label\}\} /.test(text));
    expect(spaced).toEqual([]);
  });
});
