/** What helps to find out why something does not work here: versions, engines, machine and the last problems. */
import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import type { ApiCalls } from '../../contract/api.ts';
import type { TrainingStatus } from '../../contract/training.ts';
import { withoutHome } from './log.ts';

interface Facts {
  readonly version: string;
  readonly dataFolder: string;
  readonly engines: Awaited<ReturnType<ApiCalls['app.info']>>['engines'];
  readonly training: TrainingStatus;
  /** Whether Chromium's sandbox holds the pages. */
  readonly hasSandbox: boolean;
  readonly problems: readonly string[];
}

const GIB = 1024 ** 3;

/** @returns lines to be sent to those who can help; in English, since they go into reports. Nothing of a person's text. */
export function diagnostics(facts: Facts): string {
  const { electron, chrome, node } = process.versions;
  const { engines, training, problems } = facts;
  const { engine } = training;
  const lines = [
    `Verseloom ${facts.version}`,
    `Electron ${electron}, Chromium ${chrome}, Node ${node}`,
    `System: ${platform()} ${release()} ${arch()}`,
    `Machine: ${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} threads, ${(totalmem() / GIB).toFixed(1)} GiB`,
    `Engines: ${engines.map(({ name, version }) => `${name} ${version}`).join(', ') || 'none'}`,
    `Engine of the run: ${engine ? `${engine.name} ${engine.version}, ${engine.threads} threads, ${engine.reason}` : 'none'}`,
    `Training: ${training.state}, ${training.epochs} epochs`,
    `Sandbox of the pages: ${facts.hasSandbox ? 'on' : 'off (--no-sandbox)'}`,
    `Data folder: ${withoutHome(facts.dataFolder)}`,
    problems.length > 0 ? 'Last problems:' : 'No problems.',
    ...problems,
  ];
  return `${lines.join('\n')}\n`;
}
