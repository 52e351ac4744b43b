/** How a model is called that nobody has called otherwise: what it learnt, what sets its run apart, and for how long it learnt. */
import type { HeldOut } from '../held-out.ts';
import { hasPart, usualRate } from '../optimisers/optimisers.ts';
import type { Language } from '../preferences.ts';
import { defaultSettings, type TrainingSettings } from '../settings.ts';
import { cutAtWord } from './cut-at-word.ts';

/** Of a corpus' name: as much as a list shows of one beside what follows. */
const LONGEST_CORPUS = 40;
/** What a name has between its parts: the text that was learnt, and then what sets the run apart. */
export const BETWEEN = ' · ';

/** Settings that decide what is learnt, in the order in which they are told; how often it writes on the way is not among them. */
const telling = [
  'cell',
  'activation',
  'hiddenSize',
  'layers',
  'embeddingSize',
  'tied',
  'dropout',
  'timeSteps',
  'batchSize',
  'optimiser',
  'learningRate',
  'momentum',
  'weightDecay',
  'firstWeights',
  'schedule',
  'warmup',
  'clip',
  'clippingThreshold',
  'sampling',
  'detach',
  'maxCharacters',
  'lineBreaks',
  'heldOut',
  'seed',
] as const satisfies readonly (keyof TrainingSettings)[];

export interface NamedRun {
  /** The name of its text, and the Unicode characters of that. */
  readonly corpus: { readonly name: string; readonly characters: number };
  readonly settings: TrainingSettings;
  /** Whether it began with the weights of another model. */
  readonly hasParent: boolean;
  /** Those it is to make, or has made if it ended before. */
  readonly epochs: number;
}

/** The words of a language for the parts of a name, of models and of corpora. */
export interface NameWords {
  setting(
    name: Exclude<(typeof telling)[number], 'heldOut'>,
    value: number | string | boolean,
  ): string;
  heldOut(heldOut: HeldOut): string;
  readonly parent: string;
  epochs(count: number): string;
  /** Of a corpus of several files: the name of the first, and how many others there are. */
  severalFiles(first: string, others: number): string;
}
export type NameWordsOf = Readonly<Record<Language, NameWords>>;

/** @returns the name; runs on one text that are to learn otherwise have different ones */
export function modelNameOf(run: NamedRun, words: NameWords): string {
  const { corpus, settings, hasParent, epochs } = run;
  return [
    shortened(corpus.name),
    ...telling
      .filter((name) => isUnusual(name, run))
      .map((name) =>
        name === 'heldOut' ? words.heldOut(settings.heldOut) : words.setting(name, settings[name]),
      ),
    ...(hasParent ? [words.parent] : []),
    words.epochs(epochs),
  ].join(BETWEEN);
}

function isUnusual(
  name: (typeof telling)[number],
  { settings, corpus, hasParent }: NamedRun,
): boolean {
  const usual = defaultSettings[name];
  if (name === 'lineBreaks') return settings.lineBreaks === 'own'; // a space each is the book's way, however many there are
  if (name === 'heldOut') return settings.heldOut.by !== 'none';
  if (!hasPart(name, settings)) return false;
  if (name === 'firstWeights') return !hasParent && settings.firstWeights !== usual;
  if (name === 'learningRate') return settings[name] !== usualRate(settings.optimiser);
  if (name === 'clippingThreshold' && settings.clip === 'off') return false;
  if (name !== 'maxCharacters') return settings[name] !== usual;
  const learnt = (most: number): number =>
    most === 0 ? corpus.characters : Math.min(most, corpus.characters);
  return learnt(settings.maxCharacters) !== learnt(defaultSettings.maxCharacters);
}

const shortened = (name: string): string =>
  Array.from(name).length <= LONGEST_CORPUS ? name : `${cutAtWord(name, LONGEST_CORPUS - 1)}…`;

/** @returns the name, with the lowest number from 2 on behind it where others have it already */
export function uniqueName(name: string, others: Iterable<string>): string {
  const taken = new Set(others);
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name} (${number})`)) number += 1;
  return `${name} (${number})`;
}

/** @returns the language in which a run was called so by `modelNameOf`, whatever number is behind it; undefined for a person's name */
export function languageOfName(
  name: string,
  run: NamedRun,
  words: NameWordsOf,
): Language | undefined {
  const plain = name.replace(/ \(\d+\)$/, '');
  return (['zh', 'en'] as const).find((language) =>
    [name, plain].includes(modelNameOf(run, words[language])),
  );
}
