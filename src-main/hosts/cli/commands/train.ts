/** `train`: from files of lyrics to a model file. */
import { basename } from 'node:path';
import { readSummary } from '../../../services/model-files.ts';
import { carryOut } from './carry-out.ts';
import {
  checkpointSecondsOf,
  engineOf,
  nameOf,
  settingsOf,
  threadsOf,
  type Written,
} from '../arguments/flags.ts';
import { readingOf } from '../arguments/reading.ts';
import { namingOf } from '../arguments/naming.ts';
import { goOnCommand } from '../reports/notices.ts';
import { unusedNotices } from '../reports/unused.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import { targetOf } from '../arguments/target.ts';
import type { NamedTexts } from '../arguments/texts.ts';
import { readTexts, textsToRead } from './read-texts.ts';

/** @returns the exit code */
export async function train(
  around: Surroundings,
  corpus: readonly string[],
  written: Written,
): Promise<number> {
  const [settings, engine, reading] = [settingsOf(written), engineOf(written), readingOf(written)];
  const [checkpointSeconds, modelName] = [checkpointSecondsOf(written), nameOf(written)];
  threadsOf(written); // refused before anything is read
  const withText = written['corpus'] !== false; // commander's word for `--no-corpus`
  const named = await textsToRead(around, corpus, reading);
  const out = await placeFor(around, named, written); // now, so that hours of training are not lost
  const read = await readTexts(around, named, reading);
  const text = { ...read.text, name: named.name ?? basename(out, '.verse') };
  const usual = read.isPlain ? {} : SONGS;
  return carryOut(around, written, { path: out }, async (training, save) => {
    const started = await training.start(text, { ...usual, ...settings }, engine, {
      ...{ save, beside: () => out, withText, checkpointSeconds, naming: namingOf(around) },
      insist: written['insist'] === true,
      ...(modelName !== undefined && { name: modelName }),
    });
    read.tellReading();
    read.tellLearnt(started.share);
    for (const notice of unusedNotices(
      Object.keys(settings),
      [started.settings],
      around.translator,
    ))
      around.output.notice(notice);
    return started;
  });
}

/** How everything is learnt but one plain text, which the book's settings are for: all of it, with the ends of its lines and songs. */
export const SONGS = { maxCharacters: 0, lineBreaks: 'own' } as const;

/** @returns the path of the model: as named, or by the corpus's name in the folder that is named or where the person stands */
const placeFor = (
  around: Surroundings,
  { name, stats }: NamedTexts,
  { out, overwrite }: Written,
): Promise<string> =>
  targetOf(around, {
    ...{ named: typeof out === 'string' ? out : '.', flag: '--out' },
    usualName: name === undefined ? undefined : `${name}.verse`,
    inputs: stats,
    mayReplace: overwrite === true,
    goOn: async (path) => ((await isModel(path)) ? goOnCommand(around, path) : undefined),
  });

const isModel = (path: string): Promise<boolean> =>
  readSummary(path).then(
    () => true,
    () => false,
  );
