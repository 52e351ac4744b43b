/** A model as files for other programs: ONNX, safetensors, its history as a table, and a page that writes by itself. */
import { fileNameOf } from '../../contract/names/file-name.ts';
import type { ExportKind } from '../../contract/model.ts';
import type { ModelFile } from '../../store/models/model-file.ts';
import { encodeHistory } from '../../store/models/model-history.ts';
import { encodeWeights } from '../../store/models/model-weights.ts';
import { metadataOf } from './metadata.ts';
import { fillPage } from './page.ts';
import { onnxUsage, safetensorsUsage } from './usage.ts';

/** `verse` is the model's own file, which the library has. */
export type ForeignKind = Exclude<ExportKind, 'verse'>;

/** What is exported of a model. */
export type Exported = Pick<ModelFile, 'manifest' | 'model' | 'epochs'>;

export interface Exporter {
  /** Of the product. */
  readonly version: string;
  /** Path of the built page without a model. */
  readonly page: string;
}

/**
 * @returns the file, and a name for it
 * @throws VerseloomError `file.notFound`, `file.unreadable` when the page is not where it was installed
 */
export async function exportModel(
  file: Exported,
  kind: ForeignKind,
  exporter: Exporter,
): Promise<{ name: string; bytes: Uint8Array }> {
  const name = `${fileNameOf(file.manifest.name, 'verseloom')}.${kind}`;
  return { name, bytes: await encode(file, kind, exporter) };
}

async function encode(
  { manifest, model, epochs }: Exported,
  kind: ForeignKind,
  { version, page }: Exporter,
): Promise<Uint8Array> {
  switch (kind) {
    case 'safetensors':
      return Buffer.concat(
        await encodeWeights(model, {
          ...metadataOf(manifest),
          usage: safetensorsUsage(manifest.settings),
        }),
      );
    case 'onnx': {
      // What writes ONNX is loaded when somebody asks for it.
      const { encodeDecodingModel } = await import('../../engines/onnx/decoding-model.ts');
      const usage = onnxUsage(manifest.settings.lineBreaks);
      const metadata = { ...metadataOf(manifest), usage };
      return encodeDecodingModel(model, { version, usage, metadata });
    }
    case 'csv':
      return encodeHistory(epochs);
    case 'html':
      return fillPage(page, manifest, model);
  }
}
