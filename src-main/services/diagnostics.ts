/** What helps to find out why something does not work here: versions, engines, machine and the last problems. */
import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import type { DiagnosticFact, Diagnostics } from '../contract/diagnostics.ts';
import type { MissingEngine, PresentEngine } from '../contract/engine.ts';
import type { Preferences } from '../contract/preferences.ts';
import type { TrainingStatus } from '../contract/training.ts';
import { withoutHome } from './problems.ts';
import { availableMemory } from './training/memory.ts';

/** What the host knows of itself. */
export interface HostState {
  /** Whether Chromium's sandbox holds the pages; null where they are in a browser of its own. */
  readonly hasSandbox: boolean | null;
  /** Folder of the logs; null where what goes wrong is written into a terminal. */
  readonly logs: string | null;
  /** The newest problems, oldest first. */
  readonly problems: readonly string[];
}

interface Facts extends HostState {
  readonly version: string;
  readonly dataFolder: string;
  readonly engines: readonly PresentEngine[];
  readonly missingEngines: readonly MissingEngine[];
  /** Undefined while they cannot be read. */
  readonly preferences: Preferences | undefined;
  readonly training: TrainingStatus;
  /** What the page says of the browser that shows it. */
  readonly browser?: string | undefined;
}

/** As they stand in the report. */
const names: Readonly<Record<DiagnosticFact, string>> = {
  version: 'Verseloom',
  runtime: 'Runs on',
  browser: 'Browser',
  system: 'System',
  machine: 'Machine',
  memory: 'Memory',
  engines: 'Engines',
  missing: 'Missing engines',
  chosen: 'Chosen',
  run: 'Engine of the run',
  training: 'Training',
  sandbox: 'Sandbox of the pages',
  data: 'Data folder',
  logs: 'Logs',
};

const whyMissing: Readonly<Record<MissingEngine['reason'], string>> = {
  package: 'its package is not installed',
  library: 'no native library for this system',
};

/** @returns lines to be sent to those who can help; in English, since they go into reports. Nothing of a person's text. */
export function diagnose(facts: Facts): Diagnostics {
  const { engines, missingEngines, preferences, training, hasSandbox, logs } = facts;
  const { electron, chrome, node } = process.versions;
  const { engine, failure } = training;
  const values: Record<DiagnosticFact, string | undefined> = {
    version: facts.version,
    runtime: electron ? `Electron ${electron}, Chromium ${chrome}, Node ${node}` : `Node ${node}`,
    browser: facts.browser,
    system: `${platform()} ${release()} ${arch()}`,
    machine: `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} threads`,
    memory: `${gibibytes(totalmem())}, ${gibibytes(availableMemory())} available`,
    engines: engines.map(({ name, version }) => `${name} ${version}`).join(', ') || 'none',
    missing:
      missingEngines.map(({ name, reason }) => `${name}: ${whyMissing[reason]}`).join(', ') ||
      undefined,
    chosen:
      preferences &&
      `engine ${preferences.engine}, threads ${preferences.threads ?? 'automatic'}${preferences.leavesRoom ? ', leaves room' : ''}`,
    run: engine
      ? `${engine.name} ${engine.version}, ${engine.threads} threads, ${engine.reason}${engine.leavesRoom ? ', low priority' : ''}`
      : 'none',
    training: `${training.state}${failure ? ` (${failure.code})` : ''}, ${training.epochs} epochs`,
    sandbox: hasSandbox === null ? undefined : hasSandbox ? 'on' : 'off (--no-sandbox)',
    data: withoutHome(facts.dataFolder),
    logs: logs === null ? 'in the terminal' : withoutHome(logs),
  };
  const told = (Object.keys(values) as DiagnosticFact[]).flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [{ name, value }];
  });
  const problems = facts.problems.map(withoutHome);
  const lines = [
    ...told.map(({ name, value }) => `${names[name]}${name === 'version' ? '' : ':'} ${value}`),
    problems.length > 0 ? 'Last problems:' : 'No problems.',
    ...problems,
  ];
  return { facts: told, problems, text: `${lines.join('\n')}\n` };
}

const gibibytes = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
