/** The clusters that the person uses, in a file of the data folder: by what they call them, and whether they have agreed to what is sent there. */
import { z } from 'zod';
import { readJson, writeJson } from '../files/atomic-file.ts';

export const MAX_CLUSTERS = 100;

const cluster = z.object({
  name: z.string().trim().min(1).max(100),
  /** Of Ray's dashboard. */
  address: z.string().max(2000),
  /** Folder that all machines see; null where it is named with each sweep. */
  storage: z.string().max(4000).nullable(),
  /** The same folder as the cluster's machines call it; null where that is the same. */
  there: z.string().max(4000).nullable(),
  /** When the person agreed that texts go there; null: they are asked. */
  agreedAt: z.string().max(40).nullable(),
});
export type Cluster = Readonly<z.infer<typeof cluster>>;
const clusters = z.array(cluster).max(MAX_CLUSTERS);

export class ClusterList {
  readonly #path: string;
  #clusters: readonly Cluster[];

  private constructor(path: string, all: readonly Cluster[]) {
    this.#path = path;
    this.#clusters = all;
  }

  /** @throws VerseloomError `file.unreadable` */
  static async open(path: string): Promise<ClusterList> {
    return new ClusterList(path, (await readJson(path, clusters)) ?? []);
  }

  all(): readonly Cluster[] {
    return this.#clusters;
  }

  hasAgreed(address: string): boolean {
    return this.#clusters.some((one) => one.address === address && one.agreedAt !== null);
  }

  /** Notes that the person agrees to what is sent to a cluster. @throws VerseloomError `file.unwritable` */
  async agree(address: string): Promise<void> {
    const agreedAt = new Date().toISOString();
    const known = this.#clusters.some((one) => one.address === address);
    const added = { name: address, address, storage: null, there: null, agreedAt };
    await this.#write(
      known
        ? this.#clusters.map((one) => (one.address === address ? { ...one, agreedAt } : one))
        : [...this.#clusters, added],
    );
  }

  async #write(all: readonly Cluster[]): Promise<void> {
    await writeJson(this.#path, all);
    this.#clusters = all;
  }
}
