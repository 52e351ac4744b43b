/** Rows on the choice of an engine: how long a large shape is measured, and how soon a stop meanwhile is answered. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { presentEngines } from '../../src-main/engines/presence.ts';
import { Engines, type Wanted } from '../../src-main/services/engines/engines.ts';
import { childProcessSpawn } from '../../src-main/supervisor/child-process.ts';
import { Supervisor } from '../../src-main/supervisor/supervisor.ts';
import { plainRnn, plainStep } from '../contract/all-cells.ts';

/** Three epochs at settings whose step takes seconds. */
const LARGE: Wanted = {
  shape: {
    ...{ ...plainRnn, ...plainStep },
    ...{ vocabularySize: 1000, hiddenSize: 2048, timeSteps: 200, batchSize: 32 },
  },
  steps: 30,
};

export interface Choice {
  readonly largeSeconds: number;
  readonly stopMilliseconds: number;
}

export async function measureChoice(computeProgram: string): Promise<Choice> {
  const folder = await mkdtemp(join(tmpdir(), 'verseloom-bench-'));
  const supervisor = new Supervisor(childProcessSpawn(computeProgram), {
    event: () => {},
    change: () => {},
  });
  const engines = new Engines(presentEngines(), join(folder, 'engines.json'), supervisor, 'bench');
  try {
    const stop = new AbortController();
    const resolving = engines.resolve('auto', LARGE, stop.signal);
    await setTimeout(1000); // both are loading or making steps
    const asked = performance.now();
    stop.abort();
    await resolving;
    const stopMilliseconds = performance.now() - asked;
    const started = performance.now();
    await engines.resolve('auto', LARGE);
    return { stopMilliseconds, largeSeconds: (performance.now() - started) / 1000 };
  } finally {
    await supervisor.close();
    await rm(folder, { recursive: true, force: true });
  }
}
