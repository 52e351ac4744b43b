/** How a model is called that nobody has called otherwise: what it learnt, what sets its run apart from the book's or another known one, and for how long it learnt. */
import type { HeldOut } from '../held-out.ts';
import { usualRate } from '../optimisers/optimisers.ts';
import type { Language } from '../preferences.ts';
import { defaultSettings, isFree, type TrainingSettings } from '../settings.ts';
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

/**
 * Settings that are told together, by one word, since presets have them. What the presets may come to have instead is told beside
 * that word: a name that says it means the same for good.
 */
const bases = {
  adam: {
    ...{ cell: 'rnn', optimiser: 'adam', learningRate: 0.005, clippingThreshold: 1 },
    ...{ firstWeights: 'uniform', batchSize: 16 },
  },
  songs: {
    ...{ cell: 'gru', optimiser: 'adamw', learningRate: 0.004, clippingThreshold: 1 },
    ...{ firstWeights: 'uniform', batchSize: 16, dropout: 0.5, sampling: 'consecutive' },
    ...{ maxCharacters: 0, lineBreaks: 'own' },
  },
} as const satisfies Record<string, Partial<TrainingSettings>>;
type BaseName = keyof typeof bases;

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
  base(name: BaseName): string;
  readonly parent: string;
  epochs(count: number): string;
  /** Of a corpus of several files: the name of the first, and how many others there are. */
  severalFiles(first: string, others: number): string;
}
export type NameWordsOf = Readonly<Record<Language, NameWords>>;

/** @returns the name; runs on one text that are to learn otherwise have different ones */
export function modelNameOf(run: NamedRun, words: NameWords): string {
  const { optimiser } = run.settings;
  const told = [
    partsOf(run, words, { ...defaultSettings, learningRate: usualRate(optimiser) }),
    ...Object.entries(bases)
      .filter(([, base]) => isMadeOn(base, run))
      .map(([name, base]) => [
        words.base(name as BaseName),
        ...partsOf(run, words, { ...defaultSettings, ...base }),
      ]),
  ];
  return [
    shortened(run.corpus.name),
    ...told.reduce((shortest, parts) => (parts.length < shortest.length ? parts : shortest)),
    ...(run.hasParent ? [words.parent] : []),
    words.epochs(run.epochs),
  ].join(BETWEEN);
}

/** @returns whether a run has what a base is named for; the rest of it may be changed, which is told */
const isMadeOn = (base: Partial<TrainingSettings>, { settings }: NamedRun): boolean =>
  (['cell', 'optimiser', 'lineBreaks'] as const).every(
    (name) => base[name] === undefined || base[name] === settings[name],
  );

/** @returns what is otherwise than usual, in words */
function partsOf(run: NamedRun, words: NameWords, usual: TrainingSettings): string[] {
  const { settings } = run;
  return telling
    .filter((name) => isUnusual(name, run, usual))
    .map((name) =>
      name === 'heldOut' ? words.heldOut(settings.heldOut) : words.setting(name, settings[name]),
    );
}

function isUnusual(
  name: (typeof telling)[number],
  { settings, corpus, hasParent }: NamedRun,
  usual: TrainingSettings,
): boolean {
  if (name === 'lineBreaks') return settings.lineBreaks === 'own' && usual.lineBreaks !== 'own'; // a space each is the book's way, however many there are
  if (name === 'heldOut') return settings.heldOut.by !== 'none';
  if (!isFree(name, settings)) return false;
  if (name === 'firstWeights' && hasParent) return false;
  if (name !== 'maxCharacters') return settings[name] !== usual[name];
  const learnt = (most: number): number =>
    most === 0 ? corpus.characters : Math.min(most, corpus.characters);
  return learnt(settings.maxCharacters) !== learnt(usual.maxCharacters);
}

const shortened = (name: string): string =>
  Array.from(name).length <= LONGEST_CORPUS ? name : `${cutAtWord(name, LONGEST_CORPUS - 1)}…`;

/** @returns what a model's name has behind that of its corpus; undefined where it does not begin with it */
export function behindCorpus({
  name,
  corpusName,
}: {
  readonly name: string;
  readonly corpusName: string;
}): string | undefined {
  const begin = `${shortened(corpusName)}${BETWEEN}`;
  return name.startsWith(begin) ? name.slice(begin.length) : undefined;
}

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
