/** The application as `npm start` runs it, for tests and bench: a real process with a data folder of its own. */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

export interface Application {
  /** With the token. */
  readonly address: string;
  readonly data: string;
  /** From the start to the printed address. */
  readonly secondsToStart: number;
  /** Ends it as Ctrl-C does. @returns its exit code and everything it printed */
  end(): Promise<{ code: number | null; output: string }>;
}

/**
 * @param script what is run, relative to the clone
 * @param data an existing data folder; otherwise one is made and removed at the end
 */
export async function startApplication(
  script: readonly string[] = ['dist/main/serve.cjs'],
  data?: string,
): Promise<Application> {
  const folder = data ?? (await mkdtemp(join(tmpdir(), 'verseloom-app-')));
  const started = performance.now();
  const child = spawn(process.execPath, [...script, '--no-open'], {
    cwd: root,
    env: { ...process.env, VERSELOOM_DATA: folder, LC_ALL: 'C' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const found = /http:\/\/\S+token=[\w-]+/.exec(output);
      if (found) resolve(found[0]);
    });
    child.once('exit', (code) =>
      reject(new Error(`the application ended with ${code}: ${output}`)),
    );
  });
  return {
    address,
    data: folder,
    secondsToStart: (performance.now() - started) / 1000,
    end: async () => {
      const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
      child.kill('SIGINT');
      const code = await exited;
      if (data === undefined) await rm(folder, { recursive: true, force: true });
      return { code, output };
    },
  };
}

/** @returns the process id of its compute process, as Linux lists them */
export async function computePid({ data }: Application): Promise<number> {
  for (const pid of await readdir('/proc')) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (command.includes('compute.cjs') && environment.includes(data)) return Number(pid);
  }
  throw new Error('there is no compute process');
}
