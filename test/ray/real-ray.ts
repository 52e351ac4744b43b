/** A real Ray cluster of several nodes on this machine, in a virtual environment of its own that is kept in the user's cache. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from '../../src-main/setup/user-cache.mjs';

/** That the answers of the double are of, and README names. */
export const RAY_VERSION = '2.60.0';
const run = promisify(execFile);

/** @returns whether it has been got before */
export const hasRay = (): boolean =>
  existsSync(join(cacheFolder(), `ray-${RAY_VERSION}`, 'complete'));

/** @returns the folder of Ray's programs; it is got from PyPI where it is not there yet */
async function rayPrograms(): Promise<string> {
  const folder = join(cacheFolder(), `ray-${RAY_VERSION}`);
  const programs = join(folder, 'bin');
  if (existsSync(join(folder, 'complete'))) return programs;
  await rm(folder, { recursive: true, force: true });
  await mkdir(cacheFolder(), { recursive: true });
  await run('python3', ['-m', 'venv', folder]);
  await run(join(programs, 'pip'), ['install', '--quiet', `ray[default]==${RAY_VERSION}`]);
  await mkdir(join(folder, 'complete'));
  return programs;
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const server of servers) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ports.push((server.address() as AddressInfo).port);
  }
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  return ports;
}

interface Node {
  readonly process: ChildProcess;
}

export class RealRay {
  readonly #programs: string;
  readonly #folder: string;
  readonly #port: number;
  readonly #dashboard: number;
  #head: Node | undefined;
  readonly #nodes: Node[] = [];

  private constructor(programs: string, folder: string, [port, dashboard]: readonly number[]) {
    this.#programs = programs;
    this.#folder = folder;
    [this.#port, this.#dashboard] = [port!, dashboard!];
  }

  /** @param cpus of each node, the head's first */
  static async start(cpus: readonly number[]): Promise<RealRay> {
    // Its sockets have a path of a hundred characters at most.
    const folder = await mkdtemp(join(tmpdir(), 'vr-'));
    const ray = new RealRay(await rayPrograms(), folder, await freePorts(2));
    await ray.startHead(cpus[0]!);
    for (const more of cpus.slice(1)) await ray.addNode(more);
    return ray;
  }

  get address(): string {
    return `http://127.0.0.1:${this.#dashboard}`;
  }

  async startHead(cpus: number): Promise<void> {
    const [agent, client] = await freePorts(2);
    this.#head = this.#start([
      ...['--head', '--port', `${this.#port}`, '--dashboard-port', `${this.#dashboard}`],
      ...['--node-ip-address', '127.0.0.1', '--include-dashboard', 'true'],
      ...['--ray-client-server-port', `${client}`, '--dashboard-agent-listen-port', `${agent}`],
      ...['--temp-dir', await mkdtemp(join(this.#folder, 'h-')), '--num-cpus', `${cpus}`],
    ]);
    await this.#until(async () => {
      const answer = await fetch(`${this.address}/api/jobs/`).catch(() => undefined);
      return answer?.ok === true;
    });
  }

  async addNode(cpus: number): Promise<void> {
    const [agent] = await freePorts(1);
    const before = await this.#countNodes();
    this.#nodes.push(
      this.#start([
        ...['--address', `127.0.0.1:${this.#port}`, '--num-cpus', `${cpus}`],
        ...['--node-ip-address', '127.0.0.1', '--dashboard-agent-listen-port', `${agent}`],
      ]),
    );
    await this.#until(async () => (await this.#countNodes()) > before);
  }

  /** Kills a node and all that runs on it, at once, as if its power were gone. */
  async killNode(): Promise<void> {
    await kill(this.#nodes.pop()!);
  }

  /** Kills the head and all that runs on it; the other nodes end without it. */
  async killHead(): Promise<void> {
    await kill(this.#head!);
    for (const node of this.#nodes.splice(0)) await kill(node);
  }

  async close(): Promise<void> {
    await this.killHead();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #start(args: readonly string[]): Node {
    const child = spawn(
      join(this.#programs, 'ray'),
      ['start', '--block', '--disable-usage-stats', ...args],
      {
        ...{ stdio: 'ignore', detached: true, cwd: this.#folder },
        env: { ...process.env, RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER: '1' },
      },
    );
    return { process: child };
  }

  async #countNodes(): Promise<number> {
    const answer = await fetch(`${this.address}/api/v0/nodes`);
    const { data } = (await answer.json()) as { data: { result: { result: { state: string }[] } } };
    return data.result.result.filter(({ state }) => state === 'ALIVE').length;
  }

  async #until(holds: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 240; tries++) {
      if (await holds()) return;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    throw new Error('Ray has not come up in two minutes');
  }
}

/** With all that it has started, and what those have. */
async function kill({ process: child }: Node): Promise<void> {
  for (let round = 0; round < 3; round++)
    for (const pid of await descendantsOf(child.pid!))
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // it has gone by itself
      }
}

/** @returns a process, and all that came of it, the last ones first; also those that it has left behind, as far as they tell */
async function descendantsOf(root: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(join('/proc', name, 'stat'), 'utf8').catch(() => '');
    const [, parent] = /\) \S (\d+)/.exec(stat) ?? [];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const found = [root];
  for (const pid of found)
    for (const [child, parent] of parents) if (parent === pid) found.push(child);
  return found.reverse();
}

/** @returns pids of processes by a word of their command line */
export async function processesWith(word: string): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const line = await readFile(join('/proc', name, 'cmdline'), 'utf8').catch(() => '');
    if (line.split('\0').includes(word)) found.push(Number(name));
  }
  return found;
}
