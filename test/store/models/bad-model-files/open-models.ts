/**
 * Opens every model file of a folder in a process of its own and prints how that went: whole from the file, and then, unless
 * that is all that is wanted, in the other ways there are. `node --expose-gc open-models.ts <folder> [whole]`
 */
import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { toFailure, type Failure } from '../../../../src-main/contract/errors.ts';
import {
  decodeModel,
  readHistory,
  readModelFile,
  readSummary,
  readWeights,
} from '../../../../src-main/store/models/model-file.ts';

export interface Opening {
  /** Null where it was opened. */
  readonly whole: Failure | null;
  readonly fromMemory?: Failure | null;
  readonly weights?: Failure | null;
  readonly history?: Failure | null;
  readonly summary?: Failure | null;
  /** That reading it whole took. */
  readonly milliseconds: number;
  /** The most memory that the process had had by then, less what it began with, in bytes. */
  readonly growth: number;
}

/** On Linux, what `resourceUsage` tells begins with the size of the process that started this one. */
function peakBytes(): number {
  if (!existsSync('/proc/self/status')) return process.resourceUsage().maxRSS * 1024;
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)![1]) * 1024;
}

/** What is freed behind JavaScript's back is, a round of the event loop later. */
async function collect(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    globalThis.gc!();
    await setTimeout(5);
  }
}

const outcome = (reading: Promise<unknown>): Promise<Failure | null> =>
  reading.then(() => null, toFailure);

async function openAll(folder: string, onlyWhole: boolean): Promise<Opening[]> {
  const [good, ...files] = (await readdir(folder)).sort();
  await readModelFile(join(folder, good!)); // so that the code itself is not counted
  await collect();
  const before = process.memoryUsage().rss;
  const openings: Opening[] = [];
  for (const file of files) {
    const path = join(folder, file);
    // So that what many leave behind is not taken for one's.
    if (onlyWhole || openings.length % 20 === 0) await collect();
    const started = performance.now();
    const whole = await outcome(readModelFile(path));
    const milliseconds = performance.now() - started;
    const growth = peakBytes() - before;
    openings.push({ whole, milliseconds, growth });
    if (onlyWhole) continue;
    Object.assign(openings.at(-1)!, {
      fromMemory: await outcome(decodeModel(await readFile(path), file)),
      weights: await outcome(readWeights(path)),
      history: await outcome(readHistory(path)),
      summary: await outcome(readSummary(path)),
    });
  }
  return openings;
}

console.log(JSON.stringify(await openAll(process.argv[2]!, process.argv[3] === 'whole')));
