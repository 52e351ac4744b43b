/** `manifest.json` of this version and of those before it. */
import { z } from 'zod';
import { architectureOf, type Architecture } from '../../contract/architecture.ts';
import { VerseloomError } from '../../contract/errors.ts';
import {
  FORMAT_VERSION,
  manifest as manifestSchema,
  MAX_WEIGHTS_BYTES,
  type Manifest,
} from '../../contract/model.ts';
import type { EpochReport, Sample } from '../../contract/training.ts';
import { Damage } from '../files/damage.ts';
import {
  migrateVersion1,
  migrateVersion2,
  migrateVersion3,
  migrateVersion4,
  migrateVersion5,
  migrateVersion6,
  migrateVersion7,
  migrateVersion8,
  migrateVersion9,
  version1,
  version2,
  version3,
  version4,
  version5,
  version6,
  version7,
  version8,
  version9,
} from './earlier-versions.ts';
import { finite } from './model-history.ts';
import { largestWeights } from './model-weights.ts';
import { decodeUtf8 } from '../files/utf8.ts';

const FILE = 'manifest.json';
/**
 * What a manifest may take: a hundred thousand epochs, which version 1 has in it, are 19 MB of 600,000 numbers; a vocabulary is
 * smaller, whatever is in it. More would be more memory than a file is worth that may be anything.
 */
export const MAX_MANIFEST_BYTES = 20 * 1024 * 1024;
const MAX_VALUES = 800_000;
const MAX_TEXT_BYTES = 8 * 1024 * 1024;
const MAX_DEPTH = 8;

/** What a manifest tells: of version 1, also what has a file of its own today. */
export interface Told {
  readonly manifest: Manifest;
  /** As the file has it. */
  readonly version: number;
  readonly history: { epochs: EpochReport[]; samples: Sample[] } | null;
}

/** @throws Damage for a manifest that could not be read again */
export function encodeManifest(manifest: Manifest): Uint8Array {
  const json = JSON.stringify(manifest, (_key, value: unknown) =>
    typeof value === 'number' ? finite(value) : value,
  );
  // In the order of the schema, wherever the notes came from: the same model has the same bytes.
  const told = check(fit(manifestSchema, JSON.parse(json)));
  const bytes = Buffer.from(`${JSON.stringify(told, null, 2)}\n`);
  checkStructure(bytes);
  return bytes;
}

/** What every version of the format has in its manifest. */
const anyManifest = z.looseObject({
  format: z.literal('verseloom-model'),
  version: z.int().min(1),
});

/**
 * @param name of the file, for the errors
 * @throws VerseloomError `model.notOurs` {name}, `model.newer` {name, version, supported}; Damage
 */
export function decodeManifest(bytes: Uint8Array, name: string): Told {
  const json = parse(bytes);
  const any = anyManifest.safeParse(json);
  if (!any.success) throw new VerseloomError('model.notOurs', { name });
  const { version } = any.data;
  if (version > FORMAT_VERSION)
    throw new VerseloomError('model.newer', { name, version, supported: FORMAT_VERSION });
  if (version === 1) {
    const { manifest, ...history } = migrateVersion1(fit(version1, json));
    return {
      manifest: check(manifest),
      ...{ version, history },
    };
  }
  return { manifest: check(read(version, json)), version, history: null };
}

/** @param version 2 or later */
function read(version: number, json: unknown): Manifest {
  if (version === 2) return migrateVersion2(fit(version2, json));
  if (version === 3) return migrateVersion3(fit(version3, json));
  if (version === 4) return migrateVersion4(fit(version4, json));
  if (version === 5) return migrateVersion5(fit(version5, json));
  if (version === 6) return migrateVersion6(fit(version6, json));
  if (version === 7) return migrateVersion7(fit(version7, json));
  if (version === 8) return migrateVersion8(fit(version8, json));
  return version === 9 ? migrateVersion9(fit(version9, json)) : fit(manifestSchema, json);
}

/** @returns the network that the manifest tells of */
export const architectureIn = ({ vocabulary, settings }: Manifest): Architecture =>
  architectureOf(settings, vocabulary.length);

/** @returns undefined for what is no JSON */
function parse(bytes: Uint8Array): unknown {
  try {
    checkStructure(bytes);
    return JSON.parse(decodeUtf8(bytes, FILE));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A few megabytes of brackets would become gigabytes of lists; so all is counted before anything is made of it. */
function checkStructure(bytes: Uint8Array): void {
  if (bytes.length > MAX_MANIFEST_BYTES) throw new Damage(`${FILE} is larger than it may be`);
  const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
  let [depth, values, textBytes, quoted] = [0, 1, 0, false];
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte === QUOTE) quoted = !quoted;
    else if (quoted) {
      textBytes++;
      if (byte === BACKSLASH) i++;
    } else if (byte === COMMA) values++;
    else if (byte === 0x5b || byte === 0x7b) {
      depth++;
      values++;
    } else if (byte === 0x5d || byte === 0x7d) depth--;
    if (depth > MAX_DEPTH || values > MAX_VALUES || textBytes > MAX_TEXT_BYTES)
      throw new Damage('the manifest holds more than any model has');
  }
}

function fit<T>(schema: z.ZodType<T>, json: unknown): T {
  const { data, error } = schema.safeParse(json);
  if (data) return data;
  const field = error!.issues[0]?.path.join('.') ?? '';
  throw new Damage(`manifest: unexpected value at "${field}"`);
}

function check(manifest: Manifest): Manifest {
  const { vocabulary } = manifest;
  if (!vocabulary.every((entry) => entry.isWellFormed() && Array.from(entry).length === 1))
    throw new Damage('an entry of the vocabulary is not one character');
  if (new Set(vocabulary).size !== vocabulary.length)
    throw new Damage('a character is twice in the vocabulary');
  if (largestWeights(architectureIn(manifest)) > MAX_WEIGHTS_BYTES)
    throw new Damage('the model is too large');
  const { cell, activation } = manifest.settings;
  const field = 'settings.activation';
  if (cell !== 'rnn' && activation !== 'tanh')
    throw new Damage(`manifest: unexpected value at "${field}"`);
  const { sampling, detach } = manifest.settings;
  const detached = 'settings.detach';
  if (!detach && sampling !== 'consecutive')
    throw new Damage(`manifest: unexpected value at "${detached}"`);
  const { tied, embeddingSize, hiddenSize } = manifest.settings;
  const embedding = 'settings.embeddingSize';
  if (embeddingSize > vocabulary.length || (tied && embeddingSize !== hiddenSize))
    throw new Damage(`manifest: unexpected value at "${embedding}"`);
  return manifest;
}
