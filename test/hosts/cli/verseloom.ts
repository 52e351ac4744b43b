/** The built command line, run as a person runs it: in a folder of its own, with a data folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..', '..');
export const program = join(root, 'dist', 'main', 'cli.cjs');

export interface Result {
  /** Null when a signal ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Result>;
  /** Fulfilled when stdout or stderr matches; rejected when it ends without. */
  said(pattern: RegExp): Promise<void>;
}

export interface Start {
  readonly script?: string;
  readonly cwd?: string;
  /** What it reads on its standard input; nothing is there without. */
  readonly input?: string | Uint8Array;
}

/** Variables beside those of the tests; undefined takes one away. */
export type Environment = Readonly<Record<string, string | undefined>>;

export class Desk {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async set(): Promise<Desk> {
    return new Desk(await mkdtemp(join(tmpdir(), 'verseloom-cli-')));
  }

  async clear(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  async put(name: string, content: string | Uint8Array): Promise<void> {
    await writeFile(this.path(name), content);
  }

  /** Names of what lies in the folder, but for the product's own data. */
  async names(): Promise<string[]> {
    return (await readdir(this.folder)).filter((name) => name !== 'data').sort();
  }

  run(args: readonly string[], env: Environment = {}, how?: Start): Promise<Result> {
    return this.start(args, env, how).ended;
  }

  /** Runs a command that prints JSON. @returns one value a line */
  async runJson(
    args: readonly string[],
    env: Environment = {},
  ): Promise<Record<string, unknown>[]> {
    const { code, stdout, stderr } = await this.run([...args, '--json'], env);
    if (code !== 0) throw new Error(stderr);
    return linesOf(stdout).map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  start(
    args: readonly string[],
    env: Environment = {},
    { script = program, cwd = this.folder, input }: Start = {},
  ): Running {
    const child = spawn(process.execPath, [script, ...args], {
      cwd,
      env: {
        ...process.env,
        INIT_CWD: this.folder,
        VERSELOOM_DATA: this.path('data'),
        VERSELOOM_COMMAND: 'verseloom', // as the installed command tells it
        LC_ALL: 'en_US.UTF-8',
        ...env,
      },
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    child.stdin?.on('error', () => {}).end(input); // it may not want all of it
    const result: Result = { code: null, stdout: '', stderr: '' };
    let heard = (): void => {};
    const collect = (name: 'stdout' | 'stderr') => (text: string) => {
      result[name] += text;
      heard();
    };
    child.stdout!.setEncoding('utf8').on('data', collect('stdout'));
    child.stderr!.setEncoding('utf8').on('data', collect('stderr'));
    const ended = new Promise<Result>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ ...result, code }));
    });
    const said = (pattern: RegExp): Promise<void> =>
      new Promise((resolve, reject) => {
        heard = () => {
          if (pattern.test(result.stdout) || pattern.test(result.stderr)) resolve();
        };
        heard();
        void ended.then(() => reject(new Error(`it ended without ${pattern}: ${result.stderr}`)));
      });
    return { child, ended, said };
  }
}

export const linesOf = (text: string): string[] => text.split('\n').slice(0, -1);

/** Enough for a few small batches, with the book's prefixes in it. */
export const lyrics = '分开的时候月亮不说话\n不分开的时候灯火照着家\n'.repeat(4);

/** A run of a blink: two examples of four characters in a step. */
export const small = [
  ...['--hidden', '16', '--batch', '2', '--steps', '4', '--lr', '1'],
  ...['--engine', 'onnx'],
];
/** One that does not end by itself. */
export const endless = [...small, '--epochs', '100000', '--period', '10'];

/** @returns what the model of a small run is called */
export const called = (text: string, epochs: number): string =>
  `${text} · H=16 · T=4 · B=2 · η=1 · ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}`;
