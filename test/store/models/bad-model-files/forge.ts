/** Model files as somebody forges them who knows how: a good one with its parts changed, and the zip around them whole. */
import JSZip from 'jszip';
import type { Manifest } from '../../../../src-main/contract/model.ts';
import {
  DEFLATED,
  packEntry,
  STORED,
  writeArchive,
  type PackedEntry,
} from '../../../../src-main/store/archives/archive-writer.ts';
import { encodeModel } from '../../../../src-main/store/models/model-file.ts';
import {
  decodeSafetensors,
  encodeSafetensors,
  type Tensor,
} from '../../../../src-main/store/models/safetensors.ts';
import { sampleFile } from '../sample-model.ts';

type Parts = Map<string, Uint8Array>;
export type Json = Record<string, unknown>;
export type Change = (parts: Parts) => void;

/** Not as the Buffer that it comes in, whose `slice` makes no copy. */
export const goodFile = async () => new Uint8Array(await encodeModel(sampleFile()));

export async function partsOf(bytes: Uint8Array): Promise<Parts> {
  const zip = await JSZip.loadAsync(bytes, { checkCRC32: true });
  const parts: Parts = new Map();
  for (const name of Object.keys(zip.files))
    parts.set(name, await zip.file(name)!.async('uint8array'));
  return parts;
}

/** Puts a zip together as the product does, whatever is in it; so its checksums are right. */
export async function pack(parts: Iterable<[string, Uint8Array]>): Promise<Uint8Array> {
  const entries: PackedEntry[] = [];
  for (const [name, content] of parts)
    entries.push(await packEntry(name, content, name.endsWith('.safetensors') ? STORED : DEFLATED));
  return Buffer.concat(writeArchive(entries));
}

const goodParts = goodFile().then(partsOf);

/** A good file that somebody has changed who knows how. */
export async function forge(...changes: Change[]): Promise<Uint8Array> {
  const parts = new Map(await goodParts);
  for (const change of changes) change(parts);
  return pack(parts);
}

export const text = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
export const put = (name: string, content: Uint8Array | string): Change => {
  return (parts) => parts.set(name, typeof content === 'string' ? text(content) : content);
};
export const without = (name: string): Change => {
  return (parts) => parts.delete(name);
};
export const edit = (name: string, change: (before: string) => string): Change => {
  return (parts) => parts.set(name, text(change(Buffer.from(parts.get(name)!).toString())));
};
export const manifest = (changes: Partial<Record<keyof Manifest, unknown>>): Change =>
  edit('manifest.json', (before) =>
    JSON.stringify({ ...(JSON.parse(before) as Json), ...changes }),
  );
export const settings = (changes: Json): Change =>
  edit('manifest.json', (before) => {
    const json = JSON.parse(before) as Json & { settings: Json };
    return JSON.stringify({ ...json, settings: { ...json.settings, ...changes } });
  });
export const tensors = (
  name: string,
  change: (tensors: Map<string, Tensor>) => unknown,
): Change => {
  return (parts) => {
    const read = decodeSafetensors(parts.get(name)!, name);
    change(read);
    parts.set(name, Buffer.concat(encodeSafetensors(read)));
  };
};
/** Another header before the same numbers. */
export const header = (name: string, change: (header: Record<string, Json>) => unknown): Change => {
  return (parts) => {
    const bytes = Buffer.from(parts.get(name)!);
    const length = Number(bytes.readBigUInt64LE());
    const json = JSON.parse(bytes.toString('utf8', 8, 8 + length)) as Record<string, Json>;
    const changed = text(change(json) ?? json);
    const lengthBytes = Buffer.alloc(8);
    lengthBytes.writeBigUInt64LE(BigInt(changed.length));
    parts.set(name, Buffer.concat([lengthBytes, changed, bytes.subarray(8 + length)]));
  };
};
