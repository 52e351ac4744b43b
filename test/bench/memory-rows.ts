/** Rows on memory: what is foretold of runs of many shapes, against what their compute processes take. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineName } from '../../src-main/contract/engine.ts';
import { trainingMemory, type RunShape } from '../../src-main/core/memory.ts';
import { childProcessSpawn } from '../../src-main/supervisor/child-process.ts';
import { footprintOf, shapeOf } from '../compute/footprint.ts';

/** V, H, T, B, and the characters of a text of more than one step: from hardly anything to about six GB, each kind of array large in one. */
const SHAPES: readonly (readonly [number, number, number, number, number?])[] = [
  [30, 1, 1, 1],
  [1027, 256, 35, 32],
  [1000, 64, 35, 256],
  [5000, 64, 35, 128],
  [5000, 256, 35, 128],
  [2500, 64, 100, 256],
  [100, 256, 200, 256],
  [50, 1024, 50, 128],
  [20_001, 16, 35, 64],
  [20_001, 512, 2, 2],
  [3000, 2048, 4, 8],
  [1000, 16, 200, 200],
  [100, 64, 500, 64],
  [1000, 1024, 200, 4],
  [30, 2048, 10, 32],
  [20_001, 16, 64, 256],
  [6000, 64, 100, 128, 100_000],
];

/** What other steps are made of: layers, an embedding, dropout, an optimiser that keeps moments, an epoch that is not detached. */
const OTHERS: readonly (readonly [string, RunShape])[] = [
  ...([256, 512] as const).flatMap((H): [string, RunShape][] => [
    [`three layers, H ${H}`, { ...shapeOf(1000, H, 35, 128), layers: 3 }],
    [`three layers of an LSTM, H ${H}`, { ...shapeOf(1000, H, 35, 128), cell: 'lstm', layers: 3 }],
  ]),
  ['three layers of a GRU, H 256', { ...shapeOf(1000, 256, 35, 128), cell: 'gru', layers: 3 }],
  ['E 1000, H 256, two layers', { ...shapeOf(1000, 256, 35, 256), layers: 2, embeddingSize: 1000 }],
  ['dropout, H 512', { ...shapeOf(1000, 512, 35, 128), dropout: 0.5 }],
  ['momentum, V 6000, H 512', { ...shapeOf(6000, 512, 4, 8), optimiser: 'momentum' }],
  ['AdamW, V 6000, H 512', { ...shapeOf(6000, 512, 4, 8), optimiser: 'adamw' }],
  [
    '14 batches that are not detached, H 512',
    {
      ...{ ...shapeOf(1027, 512, 35, 128, 128 * (35 * 14 + 1)), batches: 14 },
      ...{ sampling: 'consecutive', detach: false },
    },
  ],
];

export interface Footprint {
  readonly shape: string;
  readonly bytes: number;
  /** How much more is foretold, as a share. */
  readonly off: number;
}

export async function* measureFootprints(
  computeProgram: string,
  engine: EngineName,
): AsyncGenerator<Footprint> {
  const folder = await mkdtemp(join(tmpdir(), 'verseloom-bench-'));
  try {
    const plain = SHAPES.map(([V, H, T, B, characters]): [string, RunShape] => [
      `V ${V}, H ${H}, T ${T}, B ${B}`,
      shapeOf(V, H, T, B, characters),
    ]);
    for (const [name, shape] of [...plain, ...OTHERS]) {
      const spawn = childProcessSpawn(computeProgram);
      const bytes = await footprintOf(spawn, engine, shape, folder);
      const off = trainingMemory(engine, shape) / bytes - 1;
      yield { shape: name, bytes, off };
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
