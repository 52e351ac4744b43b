/**
 * The Jobs API of a Ray cluster, as far as it is needed: plain HTTP with JSON, on the port of Ray's dashboard (8265).
 *
 * https://docs.ray.io/en/latest/cluster/running-applications/job-submission/rest.html; what packages take and give is in Ray's own
 * `dashboard/modules/job/job_head.py`. Held to Ray 2.60.
 */
import { request as http } from 'node:http';
import { request as https } from 'node:https';
import { z } from 'zod';
import { toFailure, VerseloomError } from '../contract/errors.ts';
import { MAX_PACKAGE_MB } from '../contract/sweeps/cluster.ts';

/** Milliseconds between two questions: the head has others to answer. */
const PACE = 500;
/** Milliseconds that an answer may take; a package has longer to get there. */
const PATIENCE = 20_000;
const PATIENCE_SENDING = 10 * 60_000;
const MAX_PACKAGE = MAX_PACKAGE_MB * 1024 * 1024;
/** Bytes of an answer: a list of thousands of jobs, and what one of them has printed. */
const MAX_ANSWER = 64 * 1024 * 1024;
/** Characters of an answer that a sentence quotes. */
const QUOTED = 200;

export const jobStatus = z.enum(['PENDING', 'RUNNING', 'STOPPED', 'SUCCEEDED', 'FAILED']);
const job = z.object({
  /** Null of what was not submitted as a job, such as a driver that connected by itself. */
  submission_id: z.string().nullable(),
  status: jobStatus,
  message: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  driver_exit_code: z.int().nullish(),
});
export type RayJob = Readonly<z.infer<typeof job>>;

export interface Submission {
  readonly entrypoint: string;
  /** Name of a package that the cluster has; left out, the job has no files. */
  readonly package?: string;
  /** Logical ones: the job waits until a machine has so many to spare; without any it runs on the head. */
  readonly cpus: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly id: string;
}

export class RayJobs {
  /** Without a slash at its end. */
  readonly address: string;
  readonly #headers: Readonly<Record<string, string>>;
  #next = 0;

  /**
   * @param address of Ray's dashboard, such as `http://head:8265`
   * @param token that says who asks; null: none
   * @param headers sent with every question, before all else: as Ray's own client, JSON in `RAY_JOB_HEADERS`
   * @throws VerseloomError `cluster.address` for what is no address, `cluster.headers`, `cluster.token`
   */
  constructor(
    address: string,
    token: string | null = null,
    headers = process.env['RAY_JOB_HEADERS'],
  ) {
    this.address = normalised(address);
    this.#headers = { ...headerOf(token), ...readHeaders(headers) };
  }

  /** @returns an address as it is kept and compared. @throws VerseloomError `cluster.address` */
  static addressOf(address: string): string {
    return normalised(address);
  }

  /**
   * The first question: whoever cannot be reached then has nothing of this person's that would continue.
   * @returns the version of Ray. @throws VerseloomError `cluster.*`
   */
  async version(): Promise<string> {
    const answer = await this.#ask('GET', '/api/version').catch((error: unknown) => {
      const { code, params } = toFailure(error);
      throw code === 'cluster.unreachable'
        ? new VerseloomError(code, { ...params, field: 'first' }, { cause: error })
        : error;
    });
    const parsed = z.object({ ray_version: z.string() }).safeParse(asJson(answer));
    if (!isFine(answer) || !parsed.success)
      throw new VerseloomError('cluster.notRay', { address: this.address });
    return parsed.data.ray_version;
  }

  async hasPackage(name: string): Promise<boolean> {
    const answer = await this.#ask('GET', packagePath(name));
    if (isFine(answer) || answer.status === 404) return isFine(answer);
    throw this.#odd(answer);
  }

  /** @throws VerseloomError also `cluster.packageTooLarge` */
  async putPackage(name: string, bytes: Uint8Array): Promise<void> {
    if (bytes.length > MAX_PACKAGE)
      throw new VerseloomError('cluster.packageTooLarge', {
        ...{ mb: Math.round(bytes.length / 1024 ** 2), max: MAX_PACKAGE_MB },
      });
    const answer = await this.#ask('PUT', packagePath(name), bytes, PATIENCE_SENDING);
    if (!isFine(answer)) throw this.#odd(answer);
  }

  async submit({ entrypoint, package: files, cpus, metadata, id }: Submission): Promise<void> {
    const answer = await this.#ask(
      'POST',
      '/api/jobs/',
      JSON.stringify({
        entrypoint,
        runtime_env: files === undefined ? {} : { working_dir: `gcs://${files}` },
        ...(cpus > 0 && { entrypoint_num_cpus: cpus }),
        metadata,
        submission_id: id,
      }),
    );
    this.#read(answer, z.object({ submission_id: z.string() }));
  }

  /** @returns the jobs that the cluster remembers. */
  async jobs(): Promise<RayJob[]> {
    return this.#read(await this.#ask('GET', '/api/jobs/'), z.array(job));
  }

  /** @returns undefined of one that the cluster does not know */
  async job(id: string): Promise<RayJob | undefined> {
    const answer = await this.#ask('GET', `/api/jobs/${encodeURIComponent(id)}`);
    return answer.status === 404 ? undefined : this.#read(answer, job);
  }

  /**
   * Ray writes a line of its own into what a job prints, sometimes before it and sometimes after: a job that ends at once is quicker.
   * @returns what a job has printed itself; empty where the machine that it ran on is gone
   */
  async logs(id: string): Promise<string> {
    const answer = await this.#ask('GET', `/api/jobs/${encodeURIComponent(id)}/logs`);
    if (!isFine(answer)) return '';
    const parsed = z.object({ logs: z.string().nullable() }).safeParse(asJson(answer));
    return (parsed.data?.logs ?? '')
      .split('\n')
      .filter((line) => !line.startsWith(`Running entrypoint for job ${id}: `))
      .join('\n');
  }

  /** Asks a job to end; one that has ended, or is not known, stays as it is. */
  async stop(id: string): Promise<void> {
    const answer = await this.#ask('POST', `/api/jobs/${encodeURIComponent(id)}/stop`);
    if (!isFine(answer) && answer.status !== 404 && answer.status !== 400) throw this.#odd(answer);
  }

  /** Takes one that has ended out of the cluster's list; where that cannot be, it stays there. */
  async forget(id: string): Promise<void> {
    await this.#ask('DELETE', `/api/jobs/${encodeURIComponent(id)}`).catch(() => {});
  }

  /** Asks all jobs to end that are told by their metadata. */
  async stopAll(isMeant: (metadata: Readonly<Record<string, string>>) => boolean): Promise<void> {
    for (const { submission_id: id, status, metadata } of await this.jobs())
      if (id !== null && isMeant(metadata ?? {}) && (status === 'PENDING' || status === 'RUNNING'))
        await this.stop(id);
  }

  async #ask(
    method: string,
    path: string,
    body?: string | Uint8Array,
    patience = PATIENCE,
  ): Promise<Answer> {
    await this.#turn();
    let answer: Answer;
    try {
      answer = await exchange(new URL(this.address + path), method, this.#headers, body, patience);
    } catch (error) {
      throw new VerseloomError(
        'cluster.unreachable',
        { address: this.address, reason: reasonOf(error) },
        { cause: error },
      );
    }
    if (answer.status === 401 || answer.status === 403)
      throw new VerseloomError('cluster.unauthorised', { address: this.address });
    return answer;
  }

  /** Waits until the last question is long enough ago. */
  async #turn(): Promise<void> {
    const now = performance.now();
    const at = Math.max(now, this.#next);
    this.#next = at + PACE;
    if (at > now) await new Promise((resolve) => setTimeout(resolve, at - now));
  }

  #read<Value>(answer: Answer, schema: z.ZodType<Value>): Value {
    if (!isFine(answer)) throw this.#odd(answer);
    const parsed = schema.safeParse(asJson(answer));
    if (parsed.success) return parsed.data;
    throw new VerseloomError('cluster.answer', {
      ...{ address: this.address, status: answer.status },
      said: parsed.error.issues[0]?.message ?? '',
    });
  }

  /** @returns the error of an answer that says no */
  #odd(answer: Answer): VerseloomError {
    const said = answer.text.trim().split('\n').at(-1) ?? '';
    return new VerseloomError('cluster.answer', {
      ...{ address: this.address, status: answer.status },
      said: said.slice(0, QUOTED),
    });
  }
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

const isFine = ({ status }: Answer): boolean => status >= 200 && status < 300;

/**
 * One question and its answer. Not by `fetch`, which says of itself what browsers say (`Sec-Fetch-Mode`): from those, Ray takes no packages.
 * @param patience milliseconds until the whole answer
 */
function exchange(
  url: URL,
  method: string,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array | undefined,
  patience: number,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const asking = (url.protocol === 'https:' ? https : http)(
    url,
    { method, headers: { ...headers }, signal: AbortSignal.timeout(patience) },
    (answer) => {
      const pieces: Buffer[] = [];
      let size = 0;
      answer.on('data', (piece: Buffer) => {
        size += piece.length;
        if (size > MAX_ANSWER) asking.destroy(new Error('an answer without end'));
        else pieces.push(piece);
      });
      answer.once('error', reject);
      answer.once('end', () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(pieces).toString() }),
      );
    },
  );
  asking.once('error', reject);
  asking.end(body);
  return promise;
}

const packagePath = (name: string): string => `/api/packages/gcs/${encodeURIComponent(name)}`;

function asJson({ text }: Answer): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @throws VerseloomError `cluster.address` */
function normalised(address: string): string {
  const url = URL.parse(address.includes('://') ? address : `http://${address}`);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.search !== '')
    throw new VerseloomError('cluster.address', { address });
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** @throws VerseloomError `cluster.token` for what no header can hold */
function headerOf(token: string | null): Record<string, string> {
  if (token === null) return {};
  if (!/^[\x21-\x7e]+$/.test(token)) throw new VerseloomError('cluster.token', {});
  return { authorization: `Bearer ${token}` };
}

/** @throws VerseloomError `cluster.headers` */
function readHeaders(written: string | undefined): Record<string, string> {
  if (written === undefined || written.trim() === '') return {};
  try {
    const headers = z.record(z.string(), z.string()).parse(JSON.parse(written));
    return Object.fromEntries(new Headers(headers));
  } catch {
    throw new VerseloomError('cluster.headers', {});
  }
}

/** What of the network is in the way, as a phrase. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing answers there',
  ENOTFOUND: 'there is no machine of this name',
  EAI_AGAIN: 'the name cannot be looked up now',
  EHOSTUNREACH: 'there is no way to the machine',
  ENETUNREACH: 'there is no network',
  ECONNRESET: 'the connection was broken off',
  EPIPE: 'the connection was broken off',
  ETIMEDOUT: 'no answer came in time',
  EPROTO: 'what answers there does not speak HTTP',
};

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return REASONS['ECONNRESET']!;
  if (['TimeoutError', 'AbortError'].includes(error.name)) return REASONS['ETIMEDOUT']!;
  const code = 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? REASONS['EPROTO']!;
}
