/** Graphs as ONNX Runtime has optimised them: the next session of a large one is made without doing that again. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';

type Options = Pick<
  InferenceSession.SessionOptions,
  'graphOptimizationLevel' | 'optimizedModelFilePath'
>;

/**
 * Nodes of a graph whose session takes long: that of the book's RNN has 240 and takes 40 ms of a core; that of four layers of a GRU over
 * 100 time steps has 9,016, and takes 2 s for the first session and 0.4 s for the next.
 */
const LARGE = 1000;
/** That are kept, each of less than a megabyte or two. */
const MOST = 4;

export class OptimisedGraphs {
  /** By the hash of the model that they were made of, the one that was used last at the end. */
  readonly #kept = new Map<string, Uint8Array>();

  /**
   * @param model serialised, of so many nodes
   * @param create makes a session of a model with these options, beside its own
   * @returns a session that computes the same, bit for bit, whether the model was met before or not
   */
  async session<Session>(
    model: Uint8Array,
    nodes: number,
    create: (model: Uint8Array, options: Options) => Promise<Session>,
  ): Promise<Session> {
    if (nodes < LARGE) return create(model, { graphOptimizationLevel: 'all' });
    const key = createHash('sha256').update(model).digest('hex');
    const kept = this.#kept.get(key);
    if (!kept) return this.#firstSession(key, model, create);
    this.#keep(key, kept);
    return create(kept, { graphOptimizationLevel: 'disabled' });
  }

  /** ONNX Runtime hands an optimised graph over as a file alone; where that cannot be had, it is not kept. */
  async #firstSession<Session>(
    key: string,
    model: Uint8Array,
    create: (model: Uint8Array, options: Options) => Promise<Session>,
  ): Promise<Session> {
    const folder = await mkdtemp(join(tmpdir(), 'verseloom-graph-')).catch(() => undefined);
    if (folder === undefined) return create(model, { graphOptimizationLevel: 'all' });
    const path = join(folder, 'optimised.onnx');
    const options = { graphOptimizationLevel: 'all', optimizedModelFilePath: path } as const;
    try {
      const session = await create(model, options).catch(() =>
        create(model, { graphOptimizationLevel: 'all' }),
      );
      const optimised = await readFile(path).catch(() => undefined);
      if (optimised) this.#keep(key, optimised);
      return session;
    } finally {
      await rm(folder, { recursive: true, force: true }).catch(() => {});
    }
  }

  #keep(key: string, optimised: Uint8Array): void {
    this.#kept.delete(key);
    this.#kept.set(key, optimised);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST && oldest !== undefined) this.#kept.delete(oldest);
  }
}
