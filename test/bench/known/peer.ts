/** The same run with PyTorch, by its own gradients: from the first weights of ours, on the batches of ours. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { architectureOf } from '../../../src-main/contract/architecture.ts';
import { initialModel, parameterShapes } from '../../../src-main/core/parameters.ts';
import { Random } from '../../../src-main/core/random.ts';
import { samplerOf } from '../../../src-main/core/sampler.ts';
import type { Size } from '../sizes.ts';

/** A Python that has PyTorch. */
const PYTHON = process.env['PYTHON'] ?? 'python3';
const PROGRAM = join(import.meta.dirname, 'peer.py');

/** What an epoch came to. */
export interface PeerEpoch {
  readonly perplexity: number;
  /** On what is held out; null where nothing is. */
  readonly heldOut: number | null;
}

/**
 * @param size whose sampling is consecutive, so that every epoch has the same batches; those of its settings that `peer.py` has no part for
 * are not looked at
 * @param nudged changes the first weights in their last digit, as another order of sums does from the first step on
 */
export async function peerEpochs(
  { settings, vocabularySize, ids, heldOut }: Size,
  threads: number,
  nudged = false,
): Promise<PeerEpoch[]> {
  if (settings.sampling !== 'consecutive') throw new Error('the batches would be others');
  const random = new Random(settings.seed);
  const architecture = architectureOf(settings, vocabularySize);
  const { parameters } = initialModel(architecture, random, settings.firstWeights);
  const sampler = samplerOf(settings, ids, random);
  await sampler.draw(async () => 'go');
  const batches = Array.from({ length: sampler.count }, (_, step) => {
    const { x, y } = sampler.at(step);
    return [...x, ...y];
  });
  sampler.dispose();
  const folder = await mkdtemp(join(tmpdir(), 'verseloom-peer-'));
  try {
    const shapes = parameterShapes(architecture);
    const run = { ...settings, threads, nudged, parameters: Object.entries(shapes) };
    if (heldOut) await writeFile(join(folder, 'held-out.i32'), Int32Array.from(heldOut));
    await writeFile(join(folder, 'run.json'), JSON.stringify(run));
    const weights = Object.keys(shapes).map((name) => {
      const { buffer, byteOffset, byteLength } = parameters[name as keyof typeof shapes];
      return new Uint8Array(buffer, byteOffset, byteLength);
    });
    await writeFile(join(folder, 'weights.f32'), Buffer.concat(weights));
    await writeFile(join(folder, 'batches.i32'), Int32Array.from(batches.flat()));
    return await printed(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function printed(folder: string): Promise<PeerEpoch[]> {
  const child = spawn(PYTHON, [PROGRAM, folder], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = Promise.withResolvers<void>();
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += String(text)));
  child.on('error', ended.reject);
  child.on('close', (code) =>
    code === 0 ? ended.resolve() : ended.reject(new Error(`${PYTHON} has no PyTorch: ${said}`)),
  );
  ended.promise.catch(() => {}); // it is waited for below
  const epochs: PeerEpoch[] = [];
  for await (const line of createInterface(child.stdout))
    epochs.push(JSON.parse(line) as PeerEpoch);
  await ended.promise;
  return epochs;
}
