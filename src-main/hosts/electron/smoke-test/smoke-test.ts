/**
 * The smoke test of an application that lets no test driver in: `--smoke-test` has it try itself out, without a window to be
 * seen and away from anybody's data.
 *
 *     --smoke-test            with every engine that it has
 *     --smoke-test=<engine>   with that one, `onnx` or `tensorflow`
 *     --smoke-test-limit=<s>  seconds that it may take in all; 180 unless told
 *
 * It prints one line of JSON on the standard output, a `SmokeReport`, and ends with 0 or 1.
 */
import { mkdtempSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import { engineName, type EngineName } from '../../../contract/engine.ts';
import { toFailure } from '../../../contract/errors.ts';
import { leave } from '../leave.ts';

const SWITCH = '--smoke-test';
const LIMIT_S = 180;
const STANDARD_OUTPUT = 1;
/** The last step. */
const END = 'end';

/** What one engine has done. */
export interface EngineResult {
  readonly name: EngineName;
  readonly version: string;
  readonly threads: number;
  /** Of the first epoch and of the last. */
  readonly perplexity: readonly [number, number];
  /** What was written, and written again with the model that was opened from its file. */
  readonly written: string;
  readonly seconds: number;
}

export interface SmokeReport {
  readonly smokeTest: 'passed' | 'failed';
  readonly version: string;
  readonly electron: string;
  readonly chrome: string;
  readonly node: string;
  readonly system: string;
  readonly packaged: boolean;
  readonly engines: readonly EngineResult[];
  /** The steps that were done, in their order. */
  readonly passed: readonly string[];
  readonly seconds: number;
  /** The step that did not work, and why. */
  readonly failed?: string;
  readonly reason?: string;
  /** What the log has to say. */
  readonly problems: readonly string[];
}

export class SmokeTest {
  /** The one that is tried; undefined for all that there are. */
  readonly engine: EngineName | undefined;
  /** Everything that is kept lies in here, until the end. */
  readonly folder = mkdtempSync(join(tmpdir(), 'verseloom-smoke-test-'));
  readonly engines: EngineResult[] = [];
  readonly #started = performance.now();
  readonly #passed: string[] = [];
  #step = 'start';
  #isOver = false;
  #problems: () => readonly string[] = () => [];

  /** @returns undefined for an ordinary start; otherwise the data folder is one of its own from now on */
  static among(args: readonly string[]): SmokeTest | undefined {
    const [engine, limit] = [valueOf(args, SWITCH), valueOf(args, `${SWITCH}-limit`)];
    return engine === undefined && limit === undefined ? undefined : new SmokeTest(engine, limit);
  }

  private constructor(engine = '', limit = '') {
    process.env['VERSELOOM_DATA'] = join(this.folder, 'data');
    process.once('exit', () => this.#clear());
    app.once('quit', () => {
      if (this.#step !== END) return this.fail(new Error('it was ended from outside'));
      this.#passed.push(END);
      this.#report({ smokeTest: 'passed' });
    });
    this.engine = engineName.safeParse(engine).data;
    const seconds = Number(limit) || LIMIT_S;
    setTimeout(() => this.fail(new Error(`not done after ${seconds} s`)), seconds * 1000).unref();
    if (engine && !this.engine) this.fail(new Error(`there is no engine “${engine}”`));
  }

  /** @param problems of the log */
  listenTo(problems: () => readonly string[]): void {
    this.#problems = problems;
  }

  /** Does one step, which is named where it is the one that does not work. */
  async step<Result>(name: string, work: () => Result | Promise<Result>): Promise<Result> {
    this.#step = name;
    const result = await work();
    this.#passed.push(name);
    return result;
  }

  /** Quits as a person would, which is the last step. */
  end(): void {
    this.#step = END;
    app.quit();
  }

  /** Ends at once; the first failure is the one that is told. */
  fail(error: unknown): void {
    this.#report({ smokeTest: 'failed', failed: this.#step, reason: reasonOf(error) });
    leave(1);
  }

  #report(outcome: Pick<SmokeReport, 'smokeTest' | 'failed' | 'reason'>): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const { electron = '', chrome = '', node } = process.versions;
    const report: SmokeReport = {
      ...outcome,
      version: app.getVersion(),
      ...{ electron, chrome, node },
      system: `${process.platform} ${process.arch}`,
      packaged: app.isPackaged,
      engines: this.engines,
      passed: this.#passed,
      problems: this.#problems(),
      seconds: (performance.now() - this.#started) / 1000,
    };
    writeSync(STANDARD_OUTPUT, `${JSON.stringify(report)}\n`); // at once: there may be no next turn
  }

  #clear(): void {
    try {
      rmSync(this.folder, { recursive: true, force: true });
    } catch {
      // Windows keeps open files; its own cleaning takes them.
    }
  }
}

/** @returns '' for a switch without a value, undefined for none at all */
function valueOf(args: readonly string[], name: string): string | undefined {
  const arg = args.find((arg) => arg === name || arg.startsWith(`${name}=`));
  return arg?.slice(name.length + 1);
}

function reasonOf(error: unknown): string {
  const { code, params } = toFailure(error);
  if (code !== 'internal') return `${code} ${JSON.stringify(params)}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
