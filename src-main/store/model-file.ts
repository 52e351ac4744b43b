/** A model as one `*.verse` file: a zip of `manifest.json` and `weights.safetensors`, read whole or not at all. */
import { basename } from 'node:path';
import JSZip from 'jszip';
import { z } from 'zod';
import type { LanguageModel } from '../contract/compute-api.ts';
import { VerseloomError } from '../contract/errors.ts';
import { FORMAT_VERSION, manifest as manifestSchema, type Manifest } from '../contract/model.ts';
import { unreadable, writeFileAtomically } from './atomic-file.ts';
import { shapesOf, tensorsOf, weightsOf } from './model-weights.ts';
import { decodeSafetensors, encodeSafetensors, largestSafetensors } from './safetensors.ts';
import { readZip, withZipFile, ZipFault, type ZipEntry } from './zip-reader.ts';

export type { LanguageModel } from '../contract/compute-api.ts';
export type ModelFile = { manifest: Manifest; model: LanguageModel };

const MANIFEST = 'manifest.json';
const WEIGHTS = 'weights.safetensors';
/** Others may have added to the zip; they are not looked at. */
const MAX_ENTRIES = 1000;
/** A hundred thousand epochs take 15 MB. */
const MAX_MANIFEST_BYTES = 64 * 1024 * 1024;
const MAX_WEIGHTS_BYTES = 1024 * 1024 * 1024;
/** The same model gives the same bytes, whenever it is written. */
const ENTRY_DATE = new Date(Date.UTC(1980, 0, 1));

/**
 * @returns the bytes of a `*.verse` file
 * @throws Error for a model that could not be read again: a manifest that does not fit its schema, weights of other
 * shapes than the manifest says, or weights that are not finite
 */
export async function encodeModel(manifest: Manifest, model: LanguageModel): Promise<Uint8Array> {
  const json = encodeManifest(manifest);
  checkManifest(manifestSchema.parse(JSON.parse(json)));
  const { V, H } = sizesOf(manifest);
  const zip = new JSZip();
  zip.file(MANIFEST, json, { compression: 'DEFLATE', date: ENTRY_DATE });
  const weights = encodeSafetensors(tensorsOf(model, V, H), { format: 'verseloom-model' });
  zip.file(WEIGHTS, weights, { compression: 'STORE', date: ENTRY_DATE, binary: true });
  return zip.generateAsync({ type: 'uint8array' });
}

/** Writes a `*.verse` file, whole or not at all. @throws VerseloomError `file.unwritable`, and as `encodeModel` */
export async function writeModelFile(
  path: string,
  manifest: Manifest,
  model: LanguageModel,
): Promise<void> {
  await writeFileAtomically(path, await encodeModel(manifest, model));
}

/**
 * @param name of the file, for the errors
 * @throws VerseloomError `model.notOurs` {name}; `model.newer` {name, version, supported}; `model.damaged` {name, reason}
 */
export async function decodeModel(bytes: Uint8Array, name: string): Promise<ModelFile> {
  try {
    return await readModel(await readZip(bytes, MAX_ENTRIES), name);
  } catch (error) {
    throw refusal(error, name);
  }
}

/** As `decodeModel`. @throws VerseloomError also `file.notFound` {path}, `file.unreadable` {path, reason} */
export async function readModelFile(path: string): Promise<ModelFile> {
  return fromFile(path, readModel);
}

/** The manifest alone, without a look at the weights' numbers; otherwise as `readModelFile`. */
export async function readManifest(path: string): Promise<Manifest> {
  return fromFile(path, async (entries, name) => (await openModel(entries, name)).manifest);
}

async function fromFile<T>(
  path: string,
  read: (entries: ZipEntry[], name: string) => Promise<T>,
): Promise<T> {
  const name = basename(path);
  try {
    return await withZipFile(path, MAX_ENTRIES, (entries) => read(entries, name));
  } catch (error) {
    throw unreadable(path, refusal(error, name));
  }
}

async function readModel(entries: ZipEntry[], name: string): Promise<ModelFile> {
  const { manifest, weights } = await openModel(entries, name);
  const { V, H } = sizesOf(manifest);
  const bytes = await weights.read(largestWeights(manifest));
  return { manifest, model: weightsOf(decodeSafetensors(bytes, name), V, H, name) };
}

async function openModel(
  entries: ZipEntry[],
  name: string,
): Promise<{ manifest: Manifest; weights: ZipEntry }> {
  const manifestEntry = single(entries, MANIFEST, name);
  const weights = single(entries, WEIGHTS, name);
  if (!manifestEntry && !weights) throw notOurs(name);
  if (!manifestEntry) throw damaged(name, `${MANIFEST} is missing`);
  const manifest = decodeManifest(await manifestEntry.read(MAX_MANIFEST_BYTES), name);
  if (!weights) throw damaged(name, `${WEIGHTS} is missing`);
  if (weights.size > largestWeights(manifest))
    throw damaged(name, 'there are more weights than the model has');
  return { manifest, weights };
}

/** What every version of the format has in its manifest. */
const anyManifest = z.looseObject({
  format: z.literal('verseloom-model'),
  version: z.int().min(1),
});

function decodeManifest(bytes: Uint8Array, name: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw notOurs(name);
  }
  const any = anyManifest.safeParse(json);
  if (!any.success) throw notOurs(name);
  const { version } = any.data;
  if (version > FORMAT_VERSION)
    throw new VerseloomError('model.newer', { name, version, supported: FORMAT_VERSION });
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success)
    throw damaged(
      name,
      `manifest: unexpected value at "${parsed.error.issues[0]?.path.join('.') ?? ''}"`,
    );
  try {
    checkManifest(parsed.data);
  } catch (error) {
    throw damaged(name, error instanceof Error ? error.message : String(error));
  }
  return parsed.data;
}

/** @throws RangeError when the vocabulary is none, or the model larger than any that is read */
function checkManifest(manifest: Manifest): void {
  const { vocabulary } = manifest;
  if (!vocabulary.every((entry) => entry.isWellFormed() && Array.from(entry).length === 1))
    throw new RangeError('an entry of the vocabulary is not one character');
  if (new Set(vocabulary).size !== vocabulary.length)
    throw new RangeError('a character is twice in the vocabulary');
  if (largestWeights(manifest) > MAX_WEIGHTS_BYTES) throw new RangeError('the model is too large');
}

function encodeManifest(manifest: Manifest): string {
  // JSON has no infinity, which the perplexity of a run that diverges may reach.
  const finite = (_key: string, value: unknown) => (value === Infinity ? Number.MAX_VALUE : value);
  let kept = manifest;
  for (;;) {
    const json = JSON.stringify(kept, finite, 2);
    if (Buffer.byteLength(json) <= MAX_MANIFEST_BYTES || kept.samples.length === 0) return json;
    // Saving what was learnt must not fail because it wrote too much on the way: the older half of the samples goes.
    kept = { ...kept, samples: kept.samples.slice(Math.ceil(kept.samples.length / 2)) };
  }
}

const sizesOf = ({ vocabulary, settings }: Manifest) => ({
  V: vocabulary.length,
  H: settings.hiddenSize,
});

function largestWeights(manifest: Manifest): number {
  const { V, H } = sizesOf(manifest);
  return largestSafetensors(Object.values(shapesOf(V, H)));
}

function single(entries: ZipEntry[], entryName: string, name: string): ZipEntry | undefined {
  const found = entries.filter(
    ({ nameBytes }) => Buffer.from(nameBytes).toString('latin1') === entryName,
  );
  if (found.length > 1) throw damaged(name, `${entryName} is there twice`);
  return found[0];
}

function refusal(error: unknown, name: string): unknown {
  if (!(error instanceof ZipFault)) return error;
  return error.kind === 'notZip' ? notOurs(name) : damaged(name, error.reason);
}

const notOurs = (name: string) => new VerseloomError('model.notOurs', { name });
const damaged = (name: string, reason: string) =>
  new VerseloomError('model.damaged', { name, reason });
