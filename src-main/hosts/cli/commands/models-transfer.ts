/** `models import` and `models export`: model files into the library, and models to other places. */
import { stat } from 'node:fs/promises';
import { VerseloomError } from '../../../contract/errors.ts';
import { fileNameOf } from '../../../contract/names/file-name.ts';
import { readModel, writeModel } from '../../../services/model-files.ts';
import { DONE, exitCodeOf } from '../reports/exit-codes.ts';
import { failureSentence } from '../reports/failures.ts';
import { findModel } from '../arguments/find-model.ts';
import type { Written } from '../arguments/flags.ts';
import { toJson } from '../reports/run-report.ts';
import { resolvePath, type Surroundings } from '../surroundings/surroundings.ts';
import { targetOf } from '../arguments/target.ts';

/** What one file is refused for keeps no other one out. @returns the exit code, of the last that was refused */
export async function importModels(
  around: Surroundings,
  files: readonly string[],
  written: Written,
): Promise<number> {
  const { output, translator } = around;
  const library = await around.openModels();
  let code = DONE;
  for (const file of files) {
    try {
      const model = await library.importFile(resolvePath(around, file));
      const { id, name } = model;
      output.line(
        written['json'] ? toJson({ ...model, path: library.path(id) }) : `${id}  ${name}`,
      );
    } catch (error) {
      if (!(error instanceof VerseloomError)) throw error;
      output.notice(failureSentence(error, translator));
      code = exitCodeOf(error.code);
    }
  }
  return code;
}

/** @returns the exit code */
export async function exportModelFile(
  around: Surroundings,
  model: string,
  file: string,
  written: Written,
): Promise<number> {
  const { output, translator } = around;
  const mayReplace = written['overwrite'] === true;
  const { path: from, name } = await findModel(around, model);
  const read = await readModel(from);
  const path = await targetOf(around, {
    ...{ named: file, flag: '<file>' },
    usualName: `${fileNameOf(name ?? read.manifest.name, 'verseloom')}.verse`,
    inputs: [await stat(from, { bigint: true })],
    mayReplace,
  });
  const text = written['corpus'] === false ? null : read.text; // commander's word for `--no-corpus`
  await writeModel(path, { ...read, text }, mayReplace);
  if (written['json']) output.line(toJson({ kind: 'verse', path, hasText: text !== null }));
  else {
    output.notice(translator.t('cli.saved', { path }));
    output.notice(translator.t(text === null ? 'export.lyrics.without' : 'export.lyrics.with'));
  }
  return DONE;
}
