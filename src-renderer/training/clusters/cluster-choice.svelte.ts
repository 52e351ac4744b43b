/** Where the runs of a sweep are to be made, as its dialog asks for it: here, or on a cluster, with what is asked of that besides. */
import { MAX_THREADS } from '../../../src-main/contract/engine.ts';
import { toFailure } from '../../../src-main/contract/errors.ts';
import type { ListedCluster } from '../../../src-main/contract/sweeps/cluster.ts';
import type { SentToCluster } from '../../../src-main/contract/sweeps/cluster-sweep.ts';
import { readNumber } from '../../controls/fields/read-number.ts';
import type { Clusters } from './clusters.svelte.ts';

/** What is asked of a cluster beside the runs. */
export interface OnCluster {
  readonly cluster: string;
  readonly threads: number;
  readonly factor: number | null;
  readonly agreed: boolean;
}

export class ClusterChoice {
  /** Name of the cluster; null: here. */
  cluster = $state<string | null>(null);
  /** A new cluster is typed, or the one that is chosen is changed. */
  isTyping = $state(false);
  threadsText = $state('1');
  /** One run in so many continues; null: all. */
  factor = $state<number | null>(null);
  agreed = $state(false);
  /** Null while that is found out, and where nothing is sent. */
  sent = $state.raw<SentToCluster | null>(null);
  /** Why nothing can be sent there. */
  refusal = $state.raw<unknown>(null);
  readonly chosen: ListedCluster | undefined = $derived.by(() =>
    this.#clusters.list.find(({ name }) => name === this.cluster),
  );
  readonly threads = $derived(readNumber(this.threadsText));
  readonly areThreadsRight = $derived(
    Number.isInteger(this.threads) && this.threads >= 1 && this.threads <= MAX_THREADS,
  );
  /** Whether what is asked of the cluster is whole: it may be sent. */
  readonly isReady = $derived(
    this.sent !== null &&
      !this.isTyping &&
      this.areThreadsRight &&
      (this.sent.isAgreed || this.agreed),
  );
  readonly #clusters: Clusters;
  readonly #corpusId: () => string | undefined;
  #asked = 0;

  /** @param corpusId of the text that is learnt */
  constructor(clusters: Clusters, corpusId: () => string | undefined) {
    this.#clusters = clusters;
    this.#corpusId = corpusId;
  }

  get onCluster(): OnCluster | null {
    const { cluster, threads, factor, agreed } = this;
    return cluster === null ? null : { cluster, threads, factor, agreed };
  }

  here(): void {
    this.cluster = null;
    this.isTyping = false;
    this.#forget();
  }

  /** A cluster that is not kept yet. */
  another(): void {
    this.cluster = null;
    this.isTyping = true;
    this.#forget();
  }

  /** Chooses a cluster that is kept, and finds out what would be sent there. */
  async choose(name: string): Promise<void> {
    this.cluster = name;
    this.isTyping = this.chosen?.storage === null; // a command has met it, which names the folder each time
    this.#forget();
    const corpusId = this.#corpusId();
    if (this.isTyping || corpusId === undefined) return;
    const asked = this.#asked;
    try {
      const sent = await this.#clusters.sent(name, corpusId);
      if (asked === this.#asked) this.sent = sent;
    } catch (error) {
      if (asked === this.#asked) this.refusal = error;
    }
  }

  /** @returns whether what the host has refused has to do with the cluster, and is said there */
  refused(error: unknown): boolean {
    const isOurs = /^(cluster|file|sweep)\./.test(toFailure(error).code);
    if (isOurs) this.refusal = error;
    return isOurs;
  }

  #forget(): void {
    this.#asked += 1;
    this.sent = null;
    this.refusal = null;
    this.agreed = false;
  }
}
