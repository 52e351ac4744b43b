/** `export`: a model as other programs read it. */
import { exportKind } from '../../contract/model.ts';
import { exportModel } from '../../services/exports.ts';
import { readModel, writeBytes } from '../../services/model-files.ts';
import { DONE } from './exit-codes.ts';
import { targetOf } from './export-target.ts';
import { UsageError } from './failures.ts';
import { findModel } from './find-model.ts';
import type { Written } from './flags.ts';
import { toJson } from './run-report.ts';
import type { Surroundings } from './surroundings.ts';

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
  const exported = new Map<string, { kind: string; bytes: Uint8Array }>();
  for (const kind of wanted) {
    const { name, bytes } = await exportModel(file, kind, { version, page });
    const path = await targetOf(around, String(written[kind]), from, name);
    if (exported.has(path)) throw new UsageError('sameTarget', { path });
    exported.set(path, { kind, bytes });
  }
  for (const [path, { kind, bytes }] of exported) {
    await writeBytes(path, bytes);
    if (written['json']) output.line(toJson({ kind, path, bytes: bytes.length }));
    else output.notice(translator.t('cli.saved', { path }));
  }
  return DONE;
}
