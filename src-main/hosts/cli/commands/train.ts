/** `train`: from a file of lyrics to a model file. */
import { basename } from 'node:path';
import { corpusName } from '../../../services/corpora/corpus-name.ts';
import { readSummary } from '../../../services/model-files.ts';
import { carryOut } from './carry-out.ts';
import {
  checkpointSecondsOf,
  engineOf,
  settingsOf,
  threadsOf,
  type Written,
} from '../arguments/flags.ts';
import { namingOf } from '../arguments/naming.ts';
import { goOnCommand } from '../reports/notices.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import { targetOf } from '../arguments/target.ts';
import { textNamed, type NamedText } from '../arguments/texts.ts';

/** @returns the exit code */
export async function train(
  around: Surroundings,
  corpus: string,
  written: Written,
): Promise<number> {
  const [settings, engine] = [settingsOf(written), engineOf(written)];
  const checkpointSeconds = checkpointSecondsOf(written);
  threadsOf(written); // refused before anything is read
  const withText = written['corpus'] !== false; // commander's word for `--no-corpus`
  const named = await textNamed(around, corpus);
  const out = await placeFor(around, corpus, named, written); // now, so that hours of training are not lost
  const read = await named.read();
  const text = named.isFile ? read : { ...read, name: basename(out, '.verse') };
  return carryOut(around, written, { path: out }, (training, save) =>
    training.start(text, settings, engine, {
      ...{ save, beside: () => out, withText, checkpointSeconds, naming: namingOf(around) },
      insist: written['insist'] === true,
    }),
  );
}

/** @returns the path of the model: as named, or by the corpus's name in the folder that is named or where the person stands */
const placeFor = (
  around: Surroundings,
  corpus: string,
  { isFile, stat }: NamedText,
  { out, overwrite }: Written,
): Promise<string> =>
  targetOf(around, {
    ...{ named: typeof out === 'string' ? out : '.', flag: '--out' },
    usualName: isFile ? `${corpusName(corpus)}.verse` : undefined,
    inputs: [stat],
    mayReplace: overwrite === true,
    goOn: async (path) => ((await isModel(path)) ? goOnCommand(around, path) : undefined),
  });

const isModel = (path: string): Promise<boolean> =>
  readSummary(path).then(
    () => true,
    () => false,
  );
