/** The clusters that the person uses, in a file of the data folder: by what they call them, and whether they have agreed to what is sent there. */
import { z } from 'zod';
import { VerseloomError } from '../../contract/errors.ts';
import { cluster, MAX_CLUSTERS, type Cluster } from '../../contract/sweeps/cluster.ts';
import { readJson, writeJson } from '../files/atomic-file.ts';

const kept = cluster.extend({
  /** When the person agreed that texts go there; null: they are asked. */
  agreedAt: z.string().max(40).nullable(),
  /** Sent with all that the cluster is asked; null: none. */
  token: z.string().max(4000).nullable().default(null),
});
export type KeptCluster = Readonly<z.infer<typeof kept>>;
const clusters = z.array(kept).max(MAX_CLUSTERS);

export class ClusterList {
  readonly #path: string;
  #clusters: readonly KeptCluster[];

  private constructor(path: string, all: readonly KeptCluster[]) {
    this.#path = path;
    this.#clusters = all;
  }

  /** @throws VerseloomError `file.unreadable` */
  static async open(path: string): Promise<ClusterList> {
    return new ClusterList(path, (await readJson(path, clusters)) ?? []);
  }

  all(): readonly KeptCluster[] {
    return this.#clusters;
  }

  /** @throws VerseloomError `cluster.notFound` {name} */
  get(name: string): KeptCluster {
    const found = this.#clusters.find((one) => one.name === name);
    if (!found) throw new VerseloomError('cluster.notFound', { name });
    return found;
  }

  /** @returns null where none is kept for the address */
  tokenOf(address: string): string | null {
    return (
      this.#clusters.find((one) => one.address === address && one.token !== null)?.token ?? null
    );
  }

  /** @returns that of a cluster, as long as it is at this address: another machine is told no secret of this one */
  keptToken(name: string | null, address: string): string | null {
    return (
      this.#clusters.find((one) => one.name === name && one.address === address)?.token ?? null
    );
  }

  hasAgreed(address: string): boolean {
    return this.#clusters.some((one) => one.address === address && one.agreedAt !== null);
  }

  /** Notes that the person agrees to what is sent to a cluster. @throws VerseloomError `file.unwritable`, `cluster.tooMany` */
  async agree(address: string): Promise<void> {
    const agreedAt = new Date().toISOString();
    const known = this.#clusters.some((one) => one.address === address);
    const added = { name: address, address, storage: null, there: null, agreedAt, token: null };
    await this.#write(
      known
        ? this.#clusters.map((one) => (one.address === address ? { ...one, agreedAt } : one))
        : [...this.#clusters, added],
    );
  }

  /**
   * Keeps a cluster in the place of the one called `was`, or as a new one. What was agreed to at its address holds.
   * @param token undefined: see `keptToken`
   * @throws VerseloomError `cluster.nameTaken` {name}, `cluster.notFound`, `cluster.tooMany` {max}, `file.unwritable`
   */
  async save(made: Cluster, was: string | null, token?: string | null): Promise<KeptCluster> {
    if (made.name !== was && this.#clusters.some(({ name }) => name === made.name))
      throw new VerseloomError('cluster.nameTaken', { name: made.name });
    const agreed = this.#clusters.find(
      ({ address, agreedAt }) => address === made.address && agreedAt !== null,
    );
    const before = was === null ? undefined : this.get(was);
    const saved = {
      ...{ ...made, agreedAt: agreed?.agreedAt ?? null },
      token: token === undefined ? this.keptToken(was, made.address) : token,
    };
    await this.#write(
      before
        ? this.#clusters.map((one) => (one === before ? saved : one))
        : [...this.#clusters, saved],
    );
    return saved;
  }

  /** @throws VerseloomError `cluster.notFound`, `file.unwritable` */
  async remove(name: string): Promise<void> {
    const gone = this.get(name);
    await this.#write(this.#clusters.filter((one) => one !== gone));
  }

  async #write(all: readonly KeptCluster[]): Promise<void> {
    if (all.length > MAX_CLUSTERS)
      throw new VerseloomError('cluster.tooMany', { max: MAX_CLUSTERS });
    await writeJson(this.#path, all);
    this.#clusters = all;
  }
}
