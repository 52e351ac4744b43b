/** Whether a compute process has ended for want of memory: the system does not say so to whoever loses a process. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineName } from '../../contract/engine.ts';
import { toFailure, type Failure } from '../../contract/errors.ts';
import type { Reducible, RunShape } from '../../core/memory.ts';
import { memoryFacts, type MemoryNeed } from './memory.ts';

/** As `compute.crashed` tells them: ended from outside, as the system does it; Electron tells a signal as an exit code. */
const KILLED = ['SIGKILL', 'exit code 9', 'exit code 137'];
/** Ended by its own hand, as V8, `std::bad_alloc`, Chromium (0xE0000008) and Windows (0xC0000017) do it, or by a pointer that is none. */
const ABORTED = [
  ...['SIGABRT', 'SIGTRAP', 'SIGILL', 'SIGSEGV'],
  ...[6, 5, 4, 11, 134, 133, 132, 139, 3758096392, -536870904, 3221225495, -1073741801].map(
    (code) => `exit code ${code}`,
  ),
];
/** From this share of what there was, a process that was killed or gave up is taken to have ended for that. */
const LIKELY_WHEN_KILLED = 0.8;
const LIKELY_WHEN_ABORTED = 0.5;

/** What a run is begun with. */
export interface MemoryWatch extends MemoryNeed {
  readonly engine: EngineName;
  readonly shape: RunShape;
  readonly fixed: readonly Reducible[];
  /** What `memoryKills` was. */
  readonly kills: number;
}

/** @returns the failure, which names the memory where that is the likely reason, with what to lower */
export function explain(error: unknown, watch: MemoryWatch | undefined): Failure {
  const failure = toFailure(error);
  if (!watch || !isLikely(failure, watch)) return failure;
  const { engine, shape, bytes, availableBytes, fixed } = watch;
  // Less than it was, also where it should have fitted.
  const target = SAFE_SHARE * Math.min(bytes, availableBytes);
  return {
    code: 'compute.outOfMemory',
    params: memoryFacts(engine, shape, watch, target, fixed),
  };
}

const SAFE_SHARE = 0.75;

function isLikely({ code, params }: Failure, { bytes, availableBytes, kills }: MemoryWatch) {
  if (code === 'compute.outOfMemory') return true; // the process itself has said so
  if (code !== 'compute.crashed') return false;
  const share = bytes / availableBytes;
  const reason = String(params['reason']);
  if (KILLED.includes(reason)) return share >= LIKELY_WHEN_KILLED || memoryKills() > kills;
  return ABORTED.includes(reason) && share >= LIKELY_WHEN_ABORTED;
}

/** @returns how many processes the system has ended for want of memory: in our control group, or else on the machine; 0 where it does not tell */
export function memoryKills(): number {
  for (const path of killFiles()) {
    const told = /^oom_kill (\d+)$/m.exec(read(path));
    if (told) return Number(told[1]);
  }
  return 0;
}

/** Of control groups of version 2 and 1, and of the machine. */
function killFiles(): string[] {
  const groups = read('/proc/self/cgroup');
  const [, second] = /^0::(.*)$/m.exec(groups) ?? [];
  const [, first] = /^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/m.exec(groups) ?? [];
  return [
    ...(first === undefined ? [] : [join('/sys/fs/cgroup/memory', first, 'memory.oom_control')]),
    ...(second === undefined ? [] : [join('/sys/fs/cgroup', second, 'memory.events')]),
    '/proc/vmstat',
  ];
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // another system, or a container that hides it
  }
}
