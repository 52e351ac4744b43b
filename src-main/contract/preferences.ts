/** What a person has chosen for the application as a whole. */
import { z } from 'zod';
import { chartOptions, usualChartOptions } from './charts.ts';
import { limitRanges, usualLimits } from './corpus/limits.ts';
import { engineChoice, MAX_THREADS } from './engine.ts';
import { keptForm, MAX_FORMS } from './writing/kept-form.ts';
import { COPIED_CHARACTERS, COPIED_WORDS, copiedRange } from './writing/lines.ts';
import { MAX_PRESETS, preset } from './writing/preset.ts';

export const language = z.enum(['zh', 'en']);
export type Language = z.infer<typeof language>;

/** Of the letters on the page that one writes on. */
export const pageSizes = ['small', 'usual', 'large', 'larger', 'largest'] as const;
export const pageFaces = ['kai', 'sans'] as const;
/** What that page is coloured by: nothing, what a model wrote, or how much each character surprises the model. */
export const pageColours = ['nothing', 'written', 'surprise'] as const;

const within = ({ min, max }: Record<'min' | 'max', number>) => z.int().min(min).max(max);

const choices = {
  /** `system` follows the language and the theme of the system. */
  language: z.enum(['system', 'zh', 'en']),
  theme: z.enum(['system', 'light', 'dark']),
  engine: engineChoice,
  /** Of an operation of the engine; null: as many as suit it. No machine has more than the upper end, and each refuses more than its own. */
  threads: z.int().min(1).max(MAX_THREADS).nullable(),
  /** Runs leave one of the machine's threads to other programs, and work at a low priority. */
  leavesRoom: z.boolean(),
  /** Of one corpus: megabytes of text, and files. */
  limitMb: within(limitRanges.limitMb),
  limitFiles: within(limitRanges.limitFiles),
  /** All settings of a run are shown, and not the choice of a preset alone. */
  everySetting: z.boolean(),
  /** Settings of writing that the person keeps, in the order in which they were made. */
  presets: z.array(preset).max(MAX_PRESETS),
  /** Forms of stanzas that the person keeps, likewise. */
  forms: z.array(keptForm).max(MAX_FORMS),
  pageSize: z.enum(pageSizes),
  pageFace: z.enum(pageFaces),
  pageColour: z.enum(pageColours),
  /** Copies are underlined on the page, and unknown characters marked. */
  pageMarks: z.boolean(),
  /** Copies are looked for in all corpora of the library. */
  copiesEverywhere: z.boolean(),
  /** Units of the shortest run that counts as copied: Han characters, and words of a model that writes none. */
  copiedCharacters: within(copiedRange),
  copiedWords: within(copiedRange),
  /** How the charts of runs are drawn. */
  charts: chartOptions,
};

export const preferences = z.object({
  language: choices.language.default('system'),
  theme: choices.theme.default('system'),
  engine: choices.engine.default('auto'),
  threads: choices.threads.default(null),
  leavesRoom: choices.leavesRoom.default(false),
  limitMb: choices.limitMb.default(usualLimits.limitMb),
  limitFiles: choices.limitFiles.default(usualLimits.limitFiles),
  everySetting: choices.everySetting.default(false),
  presets: choices.presets.default([]),
  forms: choices.forms.default([]),
  pageSize: choices.pageSize.default('usual'),
  pageFace: choices.pageFace.default('kai'),
  pageColour: choices.pageColour.default('nothing'),
  pageMarks: choices.pageMarks.default(true),
  copiesEverywhere: choices.copiesEverywhere.default(false),
  copiedCharacters: choices.copiedCharacters.default(COPIED_CHARACTERS),
  copiedWords: choices.copiedWords.default(COPIED_WORDS),
  charts: choices.charts.default(usualChartOptions),
});
export type Preferences = z.infer<typeof preferences>;

/** What is not among the changes stays: so these have no defaults. */
export const preferenceChanges = z.object(choices).partial();

/** @returns the language for a list of BCP 47 tags in order of preference: the first that is Chinese or English, else English. */
export function matchLanguage(tags: readonly string[]): Language {
  return tags.map(languageOf).find((found) => found !== undefined) ?? 'en';
}

/** @returns the language of a BCP 47 tag, or of a locale as systems write it: `zh-Hant-TW`, `zh_TW.UTF-8`, `EN` */
export function languageOf(tag: string): Language | undefined {
  return language.safeParse(/^([a-z]+)(?:$|[-_.@])/i.exec(tag)?.[1]?.toLowerCase()).data;
}
