/** The application as `npm run dist` packs it, around a stand-in for Electron, in a folder that is given up afterwards. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { childEnvironment } from '../../../src-main/setup/processes.mjs';
import { makeStandInElectron } from './stand-in-electron.ts';

const clone = join(import.meta.dirname, '..', '..', '..');

export interface Packed {
  /** Where all of it lies. */
  readonly folder: string;
  /** The unpacked application. */
  readonly application: string;
  /** What was printed. */
  readonly said: string;
  /** What it was packed with. */
  readonly environment: NodeJS.ProcessEnv;
  remove(): Promise<void>;
}

async function electronVersion(): Promise<string> {
  const manifest = join(clone, 'node_modules', 'electron', 'package.json');
  return (JSON.parse(await readFile(manifest, 'utf8')) as { version: string }).version;
}

/**
 * @param flags for `npm run dist`
 * @param program what the stand-in does when it is started; otherwise nothing
 * @param variables of the environment
 */
export async function packForTest(
  flags: readonly string[] = [],
  program?: Parameters<typeof makeStandInElectron>[2],
  variables: NodeJS.ProcessEnv = {},
): Promise<Packed> {
  const folder = await mkdtemp(join(tmpdir(), 'verseloom-packed-'));
  const electron = join(folder, 'electron');
  await makeStandInElectron(electron, await electronVersion(), program);
  const environment = childEnvironment(process.execPath, {
    ...variables,
    ELECTRON_OVERRIDE_DIST_PATH: electron,
  });
  const packages = join(folder, 'packages');
  const dist = join(clone, 'src-main', 'setup', 'packaging', 'dist.mjs');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [dist, '--dir', '--output', packages, ...flags],
    { cwd: clone, env: environment },
  );
  const written = await readdir(packages);
  return {
    folder,
    application: join(
      packages,
      written.find((name) => name.endsWith('-unpacked'))!,
    ),
    said: stdout,
    environment,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
