/** `corpus inspect`: what each file is, what the recipe takes away, and what is left to be learnt. */
import { cleaningOf, encodingOf, factsOfFile, lossesOf, unreadOf } from '../reports/file-notes.ts';
import { DONE, WRONG_USE } from '../reports/exit-codes.ts';
import type { Written } from '../arguments/flags.ts';
import { readingOf, recipeOf } from '../arguments/reading.ts';
import { textsNamed } from '../arguments/texts.ts';
import { exclusive } from '../arguments/usage-error.ts';
import { inNaturalOrder } from '../../../contract/corpus/natural-order.ts';
import {
  alterations,
  inspectFiles,
  readCollected,
  removals,
  type InspectedFile,
  type InspectedFiles,
  type Recipe,
  type StepName,
} from '../../../services/corpora/inspect-files.ts';
import { toJson } from '../reports/run-report.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import { count } from '../terminal/formats.ts';
import { shown } from '../terminal/shown.ts';
import { tableOf } from '../terminal/table.ts';

/** Of what `--json` prints: another one where a program that reads it would have to change. */
const JSON_VERSION = 1;

/** @returns the exit code: wrong use when nothing is left to be learnt */
export async function inspectCorpus(
  around: Surroundings,
  named: readonly string[],
  written: Written,
): Promise<number> {
  if (written['json'] && written['text']) throw exclusive('--json', '--text');
  const [{ encoding, limits }, recipe] = [readingOf(written), recipeOf(written)];
  const files = await (await textsNamed(around, named, limits)).collect();
  const found = await inspectFiles(await readCollected(files, limits, encoding), recipe);
  if (written['json']) around.output.line(toJson(factsOf(found, recipe)));
  else if (!written['text']) report(found, around);
  // Beside the words, or where nothing is left, what became of the files is said on the other stream.
  if (written['text'] || found.songs === 0)
    for (const line of reasons(found, around)) around.output.notice(line);
  if (written['text'] && found.songs > 0) around.output.lines(found.text);
  return found.songs > 0 ? DONE : WRONG_USE;
}

function factsOf(
  { files, unread, songs, characters, distinct, lines }: InspectedFiles,
  recipe: Recipe,
): object {
  // What nobody has asked for is not among the counts.
  const told = [...removals, ...alterations.filter((step) => recipe[step] !== 'kept')];
  return {
    version: JSON_VERSION,
    files: inPlace(
      files.map((one) => ({
        ...{ name: one.file.name, kind: one.file.kind, encoding: one.file.encoding ?? null },
        ...{ certain: one.file.certain, other: one.file.other ?? null },
        characters: one.characters,
        ...{ damaged: one.file.damagedLines.length, damagedLines: one.file.damagedLines },
        ...{ removed: countsOf(one, told), skipped: one.skipped ? reasonOf(one.skipped) : null },
        doubles: one.doubles ?? null,
      })),
      unread.map(({ name, failure }) => ({
        ...{ name, kind: null, encoding: null, certain: true, other: null, characters: 0 },
        ...{ damaged: 0, damagedLines: [] },
        ...{ removed: null, skipped: failure.code, doubles: null },
      })),
    ),
    ...{ songs, characters, distinct, lines },
  };
}

/** @returns all of them, the others where their names have their place */
function inPlace<One extends { name: string }, Other extends { name: string }>(
  files: readonly One[],
  others: readonly Other[],
): (One | Other)[] {
  const all: (One | Other)[] = [...files];
  for (const other of others) {
    const place = all.findIndex(({ name }) => inNaturalOrder(name, other.name) > 0);
    all.splice(place < 0 ? all.length : place, 0, other);
  }
  return all;
}

const countsOf = ({ removed }: InspectedFile, told: readonly StepName[]): object =>
  Object.fromEntries(told.map((step) => [step, removed[step]]));

/** One word for programs. */
const reasonOf = (skip: NonNullable<InspectedFile['skipped']>): string =>
  skip.reason === 'kind' ? skip.kind : skip.reason;

function report(found: InspectedFiles, around: Surroundings): void {
  const { output, translator } = around;
  const { t, language } = translator;
  const number = (value: number): string => count(value, language);
  const heads = ['name', 'kind', 'encoding', 'characters'].map((key) =>
    t(`cli.corpus.heads.${key}`),
  );
  const rows = found.files
    .filter(({ skipped }) => !skipped)
    .map((one) => [
      shown(one.file.name),
      t(`corpus.kinds.${one.file.kind}`),
      encodingOf(factsOfFile(one), translator) ?? NONE,
      number(one.characters),
    ]);
  if (rows.length > 0)
    for (const line of tableOf([heads, ...rows] as [string, string, string, string][]))
      output.line(line);
  for (const line of reasons(found, around)) output.line(line);
  const { songs, characters, distinct, lines } = found;
  if (songs > 0)
    output.line(
      t('cli.corpus.left', {
        count: songs,
        songs: number(songs),
        characters: number(characters),
        distinct: number(distinct),
        lines: number(lines),
      }),
    );
}

/** What was dropped, left out and not read as it should be, a line each. */
function reasons(found: InspectedFiles, { translator }: Surroundings): string[] {
  return [
    ...found.files
      .map(factsOfFile)
      .flatMap((one) => [...lossesOf(one, translator), ...cleaningOf(one, translator)]),
    ...unreadOf(found, translator),
  ];
}

const NONE = '–';
