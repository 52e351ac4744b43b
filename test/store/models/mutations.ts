/** Model files that chance has changed, a byte here and a piece there, and what must hold when they are opened. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { VerseloomError } from '../../../src-main/contract/errors.ts';
import { Random } from '../../../src-main/core/random.ts';
import {
  decodeModel,
  encodeModel,
  readHistory,
  readModelFile,
  readSummary,
  readWeights,
} from '../../../src-main/store/models/model-file.ts';
import { pack, partsOf } from './bad-model-files/forge.ts';
import { fingerprint } from './fingerprint.ts';
import { sampleFile, sampleManifest } from './sample-model.ts';

/** Numbers that counts and places go wrong at. */
const EDGES = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];

/** @returns a copy with up to four changes */
function mutate(bytes: Uint8Array, random: Random): Buffer {
  let changed = Buffer.from(bytes);
  const place = () => random.below(changed.length + 1);
  const piece = () => {
    const [from, length] = [place(), random.below(1 << random.below(9))];
    return changed.subarray(from, from + length);
  };
  const splice = (from: number, until: number, put: Uint8Array) =>
    (changed = Buffer.concat([changed.subarray(0, from), put, changed.subarray(until)]));
  const noise = () =>
    Buffer.from(Array.from({ length: 1 + random.below(8) }, () => random.below(256)));
  const inPlace = [
    () => (changed[random.below(changed.length)]! ^= 1 << random.below(8)),
    () => (changed[random.below(changed.length)] = random.below(256)),
    () => piece().fill(random.below(2) * 0xff),
    () => {
      const number = Buffer.alloc(4);
      number.writeUInt32LE(EDGES[random.below(EDGES.length)]!);
      number.copy(changed, random.below(changed.length), 0, [1, 2, 4][random.below(3)]);
    },
  ];
  const resizing = [
    () => splice(changed.length, changed.length, noise()),
    () => splice(0, 0, noise()),
    () => splice(...at(place()), noise()),
    () => splice(...at(place()), Buffer.from(piece())),
    () => splice(...cut(place(), random.below(200)), Buffer.alloc(0)),
    () => splice(place(), changed.length, Buffer.alloc(0)),
  ];
  for (let i = random.below(4); i >= 0 && changed.length > 0; i--) {
    // Whatever moves the rest is found soon; what it leaves in its place goes deeper.
    const changes = random.below(5) > 0 ? inPlace : resizing;
    changes[random.below(changes.length)]!();
  }
  return changed;
}

const at = (place: number): [number, number] => [place, place];
const cut = (from: number, length: number): [number, number] => [from, from + length];

export interface Outcome {
  refused: number;
  opened: number;
  /** Why they were refused, and how often. */
  readonly reasons: Map<string, number>;
}

/** @returns what was read; undefined when it was refused as a model file may be */
async function attempt<T>(reading: Promise<T>, outcome?: Outcome): Promise<T | undefined> {
  try {
    const read = await reading;
    if (outcome) outcome.opened += 1;
    return read;
  } catch (error) {
    if (!(error instanceof VerseloomError)) throw error;
    expect(error.code).toMatch(/^model\.(damaged|notOurs|newer)$/);
    const reason = String(error.params.reason ?? error.code).replace(/"[^]*"|\d+/g, '…');
    if (outcome) {
      outcome.refused += 1;
      outcome.reasons.set(reason, (outcome.reasons.get(reason) ?? 0) + 1);
    }
    return undefined;
  }
}

const newOutcome = (): Outcome => ({ refused: 0, opened: 0, reasons: new Map() });

async function originals(): Promise<Uint8Array[]> {
  const bare = { manifest: sampleManifest({ best: null }), state: null, best: null, text: null };
  return [
    await encodeModel(sampleFile()),
    await encodeModel(sampleFile(bare)),
    await readFile(join(import.meta.dirname, 'earlier-versions', 'model-v1.verse')),
    await readFile(join(import.meta.dirname, 'earlier-versions', 'model-v2.verse')),
    await readFile(join(import.meta.dirname, 'earlier-versions', 'model-v3.verse')),
  ];
}

/**
 * Changes the bytes of files: each is refused, or nothing of what it holds has changed, however it is read.
 * @param folder to write them in
 */
export async function mutateFiles(count: number, seed: number, folder: string): Promise<Outcome> {
  const random = new Random(seed);
  const outcome = newOutcome();
  const good = await originals();
  const path = join(folder, 'mutated.verse');
  for (let i = 0; i < count; i++) {
    const original = good[i % good.length]!;
    const mutated = mutate(original, random);
    const whole = await decodeModel(original, 'n');
    await writeFile(path, mutated);
    const read = await attempt(readModelFile(path), outcome);
    if (read) expect(fingerprint(read)).toBe(fingerprint(whole));
    const { manifest, model, epochs, samples } = whole;
    const weights = await attempt(readWeights(path));
    if (weights) expect(fingerprint(weights)).toBe(fingerprint({ manifest, model }));
    const run = await attempt(readHistory(path));
    if (run) expect(fingerprint(run)).toBe(fingerprint({ manifest, epochs, samples }));
    const summary = await attempt(readSummary(path));
    if (summary)
      expect(fingerprint({ manifest: summary.manifest })).toBe(fingerprint({ manifest }));
  }
  return outcome;
}

/** Changes what is in the zip and gives it a right checksum: each is refused, or is a whole model, if another one. */
export async function mutateParts(count: number, seed: number): Promise<Outcome> {
  const random = new Random(seed);
  const outcome = newOutcome();
  const good = await Promise.all((await originals()).map(partsOf));
  for (let i = 0; i < count; i++) {
    const parts = new Map(good[i % good.length]);
    const names = [...parts.keys()];
    const name = names[random.below(names.length)]!;
    parts.set(name, mutate(parts.get(name)!, random));
    const read = await attempt(decodeModel(await pack(parts), 'n'), outcome);
    if (!read) continue;
    const again = await decodeModel(await encodeModel(read), 'n');
    // The curve is drawn anew from the epochs.
    const { curve, trainingSeconds } = again.manifest;
    const expected = { ...read, manifest: { ...read.manifest, curve, trainingSeconds } };
    expect(fingerprint(again)).toBe(fingerprint(expected));
  }
  return outcome;
}
