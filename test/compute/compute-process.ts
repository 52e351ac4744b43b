/** Compute processes for tests: the program as it was built, started as the product starts it, gone when the test is over. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { z } from 'zod';
import type { ComputeEventData } from '../../src-main/contract/compute-api.ts';
import type { EngineName } from '../../src-main/contract/engine.ts';
import { trainingSettings } from '../../src-main/contract/settings.ts';
import type { EpochReport } from '../../src-main/contract/training.ts';
import type { Spawn } from '../../src-main/supervisor/channel.ts';
import { childProcessSpawn } from '../../src-main/supervisor/child-process.ts';
import { ComputeLink } from '../../src-main/supervisor/link.ts';

const program = join(import.meta.dirname, '..', '..', 'dist', 'main', 'compute.cjs');
if (!existsSync(program)) throw new Error(`${program} is missing: npm test builds it`);

export const spawnCompute: Spawn = childProcessSpawn(program);

/** @returns whether there is a process of this number */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** What a process has reported so far. */
export class Heard {
  /** One entry a message. */
  readonly progress: ComputeEventData<'progress'>[] = [];
  readonly written: ComputeEventData<'written'>[] = [];
  #waiting: (() => void)[] = [];

  readonly listen = (name: string, data: unknown): void => {
    if (name === 'progress') this.progress.push(data as ComputeEventData<'progress'>);
    else this.written.push(data as ComputeEventData<'written'>);
    for (const look of this.#waiting.splice(0)) look();
  };

  get epochs(): EpochReport[] {
    return this.progress.flatMap(({ epochs }) => epochs);
  }

  /** @returns when something holds of what was reported */
  async until(holds: (heard: this) => boolean): Promise<void> {
    while (!holds(this)) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

export function startCompute(
  engine: EngineName = 'onnx',
  spawn = spawnCompute,
): { link: ComputeLink; calls: ComputeLink['calls']; heard: Heard } {
  const heard = new Heard();
  const link = new ComputeLink(spawn({ engine, threads: 1 }), heard.listen);
  onTestFinished(() => link.end());
  return { link, calls: link.calls, heard };
}

/** A small job: 12 characters in a cycle, five steps an epoch. */
export function smallJob(settings: z.input<typeof trainingSettings> = {}) {
  return {
    settings: trainingSettings.parse({
      ...{ epochs: 5, hiddenSize: 8, timeSteps: 5, batchSize: 4, predPeriod: 2, predLength: 6 },
      ...settings,
    }),
    vocabularySize: 12,
    ids: Int32Array.from({ length: 101 }, (_, i) => (i * 5) % 12),
    prefixes: [Int32Array.of(3), Int32Array.of(1, 6)],
  };
}

/** More epochs than a test waits for. */
export const ENDLESS = 100_000;
