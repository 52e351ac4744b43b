/** `export`: a model as other programs read it. */
import { stat } from 'node:fs/promises';
import { exportKind } from '../../../contract/model.ts';
import { exportModel } from '../../../services/exports/exports.ts';
import { readModel, writeBytes } from '../../../services/model-files.ts';
import { DONE } from '../reports/exit-codes.ts';
import { UsageError } from '../arguments/usage-error.ts';
import { findModel } from '../arguments/find-model.ts';
import type { Written } from '../arguments/flags.ts';
import { toJson } from '../reports/run-report.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';
import { placeOf, targetOf } from '../arguments/target.ts';

/** Each has a flag of its name; a model file is what `models export` is for. */
export const exportedKinds = exportKind.exclude(['verse']).options;

/** All is made before anything is written. @returns the exit code */
export async function exportAs(
  around: Surroundings,
  model: string,
  written: Written,
): Promise<number> {
  const { output, translator, version, exportedPage: page } = around;
  const wanted = exportedKinds.filter((kind) => typeof written[kind] === 'string');
  if (wanted.length === 0) {
    const flags = exportedKinds.map((kind) => `--${kind}`).join(', ');
    throw new UsageError('nothingToExport', { flags });
  }
  const { path: from } = await findModel(around, model);
  const file = await readModel(from);
  const inputs = [await stat(from, { bigint: true })];
  const mayReplace = written['overwrite'] === true;
  /** By where they go to, however it was named. */
  const exported = new Map<string, { kind: string; path: string; bytes: Uint8Array }>();
  for (const kind of wanted) {
    const { name, bytes } = await exportModel(file, kind, { version, page });
    const named = String(written[kind]);
    const path = await targetOf(around, {
      ...{ named, flag: `--${kind} <file>`, usualName: name, inputs, mayReplace },
    });
    const place = await placeOf(path);
    if (exported.has(place)) throw new UsageError('sameTarget', { path });
    exported.set(place, { kind, path, bytes });
  }
  for (const { kind, path, bytes } of exported.values()) {
    await writeBytes(path, bytes, mayReplace);
    if (written['json']) output.line(toJson({ kind, path, bytes: bytes.length, hasText: false }));
    else {
      output.notice(translator.t('cli.saved', { path }));
      output.notice(translator.t(`export.lyrics.${kind === 'csv' ? 'none' : 'without'}`));
    }
  }
  return DONE;
}
