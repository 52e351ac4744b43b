/**
 * A double of Ray's dashboard: the five answers that the product asks for, on a port of this machine, and jobs that are really run, by a shell
 * in a folder of their own. Nothing of Python is needed for it. `npm run test:soak -- ray` holds it to the real one.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../hosts/cli/verseloom.ts';
import { answers, FROM_A_BROWSER, type JobAnswer } from './answers.ts';

interface Job extends Omit<JobAnswer, 'status' | 'exitCode' | 'message'> {
  status: JobAnswer['status'];
  exitCode: number | null;
  logs: string;
  child: ChildProcess | undefined;
  readonly cpus: number;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly at: number;
}

export class RayDouble {
  readonly #server: Server;
  readonly #folder: string;
  readonly #cpus: number;
  /** As if each had been sent before: to pack one takes longer than most tests. */
  hasAllPackages = false;
  /** What its machines say they are, in place of this one. */
  machine: string | undefined;
  /** Asked of it, in order. */
  readonly asked: Asked[] = [];
  readonly packages = new Map<string, Buffer>();
  readonly jobs = new Map<string, Job>();
  /** What is to be answered in place of what would be. */
  instead: ((asked: Asked) => { status: number; text: string } | undefined) | undefined;

  private constructor(server: Server, folder: string, cpus: number) {
    this.#server = server;
    this.#folder = folder;
    this.#cpus = cpus;
  }

  /** @param cpus that the jobs have together; @param port of one that was there before */
  static async start({ cpus = 4, port = 0 } = {}): Promise<RayDouble> {
    const folder = await mkdtemp(join(tmpdir(), 'verseloom-ray-'));
    await mkdir(join(folder, 'dist'));
    // What the package has, from where it was taken: packing it takes longer than all the rest.
    await symlink(process.execPath, join(folder, 'node'));
    for (const name of ['node_modules', 'package.json', 'resources', join('dist', 'main')])
      await symlink(join(root, name), join(folder, name));
    const server = createServer();
    const double = new RayDouble(server, folder, cpus);
    server.on('request', (request, answer) => void double.#onRequest(request, answer));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return double;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Those that work on sweeps. */
  workers(): Job[] {
    return [...this.jobs.values()].filter(({ metadata }) => metadata?.['verseloom-sweep']);
  }

  running(): Job[] {
    return [...this.jobs.values()].filter(({ status }) => status === 'RUNNING');
  }

  /** Kills a job with all that it has started, as a machine that loses its power. */
  kill(job: Job): void {
    if (job.child?.pid !== undefined) process.kill(-job.child.pid, 'SIGKILL');
  }

  /** Ends the head: no answers any more, and all jobs are killed. */
  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    for (const job of this.running()) this.kill(job);
    for (const { child } of this.jobs.values()) if (child) await ended(child);
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #onRequest(request: IncomingMessage, answer: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    const asked = { method, path: url, headers, at: performance.now() };
    this.asked.push(asked);
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const said = this.instead?.(asked) ?? this.#answer(asked, Buffer.concat(pieces));
    answer.writeHead(said.status).end(said.text);
  }

  #answer({ method, path, headers }: Asked, body: Buffer): { status: number; text: string } {
    const json = (value: unknown) => ({ status: 200, text: JSON.stringify(value) });
    const [, kind, name] = /^\/api\/(version|packages\/gcs|jobs)\/?([^/]*)/.exec(path) ?? [];
    if (kind === 'version') return json(answers.version);
    if (kind === 'packages/gcs') {
      if (method === 'PUT' && 'sec-fetch-mode' in headers)
        return { status: 405, text: FROM_A_BROWSER };
      if (method === 'PUT') this.packages.set(name!, body);
      else if (!this.#has(name!)) return { status: 404, text: answers.noPackage(name!) };
      return { status: 200, text: '' };
    }
    if (kind !== 'jobs') return { status: 404, text: '404: Not Found' };
    if (method === 'POST' && name === '') return json(this.#submit(body));
    if (name === '') return json([...this.jobs.values()].map(asAnswer));
    const job = this.jobs.get(name!);
    if (!job) return { status: 404, text: answers.noJob(name!) };
    if (method === 'DELETE') return json(this.jobs.delete(name!));
    if (path.endsWith('/logs')) return json(answers.logs(job.logs));
    if (path.endsWith('/stop')) return json(answers.stopped(this.#stop(job)));
    return json(asAnswer(job));
  }

  #submit(body: Buffer) {
    const {
      entrypoint,
      submission_id: id,
      ...asked
    } = JSON.parse(body.toString()) as {
      entrypoint: string;
      submission_id: string;
      metadata?: Record<string, string>;
      entrypoint_num_cpus?: number;
      runtime_env: { working_dir?: string };
    };
    const files = asked.runtime_env.working_dir?.replace('gcs://', '') ?? null;
    this.jobs.set(id, {
      ...{ submission_id: id, status: 'PENDING', entrypoint, package: files },
      ...{ metadata: asked.metadata ?? null, exitCode: null, logs: '', child: undefined },
      cpus: asked.entrypoint_num_cpus ?? 0,
    });
    this.#startWhatFits();
    return answers.submitted(id);
  }

  #has(name: string): boolean {
    return this.hasAllPackages || this.packages.has(name);
  }

  #startWhatFits(): void {
    let free = this.running().reduce((left, { cpus }) => left - cpus, this.#cpus);
    for (const job of this.jobs.values()) {
      if (job.status !== 'PENDING' || job.cpus > free) continue;
      free -= job.cpus;
      this.#start(job);
    }
  }

  #start(job: Job): void {
    if (job.package !== null && !this.#has(job.package)) {
      job.status = 'FAILED';
      return;
    }
    job.status = 'RUNNING';
    const says = this.machine === undefined ? '' : `uname() { echo '${this.machine}'; };`;
    const child = spawn('sh', ['-c', `${says} ${job.entrypoint}`], {
      ...{ cwd: this.#folder, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
    });
    job.child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (job.logs += text));
    child.once('exit', (code) => {
      if (job.status === 'RUNNING') job.status = code === 0 ? 'SUCCEEDED' : 'FAILED';
      // As Ray does, where a job ends before Ray's own line is written.
      job.logs += `Running entrypoint for job ${job.submission_id}: ${job.entrypoint}\n`;
      job.exitCode = code;
      this.#startWhatFits();
    });
  }

  #stop(job: Job): boolean {
    if (job.status !== 'PENDING' && job.status !== 'RUNNING') return false;
    job.status = 'STOPPED';
    if (job.child?.pid !== undefined) process.kill(-job.child.pid, 'SIGTERM');
    return true;
  }
}

const asAnswer = (job: Job) => answers.job({ ...job, message: `Job is ${job.status}.` });

const ended = (child: ChildProcess): Promise<unknown> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', resolve));
