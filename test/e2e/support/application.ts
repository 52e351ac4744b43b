/** The application as `npm start` runs it, for tests and bench: a real process with a data folder of its own. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Client } from '../../hosts/web/client.ts';
import { bringMeasured, keepMeasured } from './measured-machine.ts';
import { startHostProcess, type HostProcess } from '../../hosts/web/host-process.ts';

const root = join(import.meta.dirname, '..', '..', '..');

export interface Application {
  /** Where it is; `freshAddress` of it is what lets a page in. */
  readonly address: string;
  readonly data: string;
  /** From the start to the printed address. */
  readonly secondsToStart: number;
  /** Ends it as Ctrl-C does. @returns its exit code and everything it printed */
  end(): Promise<{ code: number | null; output: string }>;
}

/** The applications that run, by where they are. */
const running = new Map<string, HostProcess>();

/** @returns an address of that application which lets one page in */
export const freshAddress = (address: string): Promise<string> =>
  running.get(address)!.newAddress();

/** The typed calls of an application, as a page has them. */
export const connectTo = async ({ address }: Application): Promise<Client> =>
  connect(await freshAddress(address));

/**
 * @param script what is run, relative to the clone
 * @param data an existing data folder; otherwise one is made and removed at the end
 * @param withStarters with the models that come with the product
 */
export async function startApplication(
  script: readonly string[] = ['dist/main/serve.cjs'],
  data?: string,
  withStarters = false,
): Promise<Application> {
  const folder = data ?? (await mkdtemp(join(tmpdir(), 'verseloom-app-')));
  if (data === undefined) await bringMeasured(folder);
  const started = performance.now();
  const host = startHostProcess([...script, '--no-open'], {
    cwd: root,
    env: {
      ...process.env,
      ...(withStarters && { VERSELOOM_STARTERS: undefined }),
      ...{ VERSELOOM_DATA: folder, LC_ALL: 'C' },
    },
  });
  host.child.stderr!.pipe(process.stderr);
  const first = await host.newAddress();
  const secondsToStart = (performance.now() - started) / 1000;
  const address = new URL(first).origin;
  running.set(address, host);
  return {
    address,
    data: folder,
    secondsToStart,
    end: async () => {
      host.child.kill('SIGINT');
      const { code, out } = await host.ended;
      running.delete(address);
      if (data === undefined) {
        await keepMeasured(folder);
        await rm(folder, { recursive: true, force: true });
      }
      return { code, output: out };
    },
  };
}

/** @returns the process id of its compute process, as Linux lists them; not of one that writes beside a run, or measures */
export async function computePid({ data }: Pick<Application, 'data'>): Promise<number> {
  for (const pid of await readdir('/proc')) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    const isSecond = /--gives-way|--measures/.test(command);
    if (command.includes('compute.cjs') && !isSecond && environment.includes(data))
      return Number(pid);
  }
  throw new Error('there is no compute process');
}
