/** The clusters that a person has, and the sweeps on them, as the host tells of both. */
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type { ListedCluster } from '../../../src-main/contract/sweeps/cluster.ts';
import type {
  ClusterSweep,
  ClusterSweepRequest,
  LyingSweep,
  SentToCluster,
} from '../../../src-main/contract/sweeps/cluster-sweep.ts';
import { messages } from '../../text/messages.svelte.ts';

export type ClusterTyped = Parameters<ApiCalls['clusters.save']>[0];
export type RowsAsked = Parameters<ApiCalls['clusterSweeps.rows']>[0];
export type RowsAnswered = Awaited<ReturnType<ApiCalls['clusterSweeps.rows']>>;

export class Clusters {
  /** By the names that the person has given them. */
  list = $state.raw<readonly ListedCluster[]>([]);
  /** Those that are shown, as they are now. */
  sweeps = $state.raw<readonly ClusterSweep[]>([]);
  /** Whether one of them has a folder that sweeps may lie in. */
  readonly haveFolder: boolean = $derived(this.list.some(({ storage }) => storage !== null));
  /** Whether there is something on a cluster, or could be. */
  readonly areOfUse: boolean = $derived(this.sweeps.length > 0 || this.haveFolder);
  readonly #calls: ApiCalls;

  constructor(calls: ApiCalls) {
    this.#calls = calls;
  }

  async load(): Promise<void> {
    this.sweeps = await this.#calls['clusterSweeps.list']({});
    await this.look();
  }

  /** Lists the clusters afresh: another window may have changed them. */
  async look(): Promise<void> {
    this.list = await this.#calls['clusters.list']({});
  }

  accept(sweeps: readonly ClusterSweep[]): void {
    this.sweeps = sweeps;
  }

  /** @returns it as it is kept. @throws VerseloomError `cluster.*` */
  async save(typed: ClusterTyped): Promise<ListedCluster> {
    const saved = await this.#calls['clusters.save'](typed);
    await this.look();
    return saved;
  }

  async remove(name: string): Promise<void> {
    await this.#calls['clusters.remove']({ name });
    await this.look();
  }

  /** @throws VerseloomError `cluster.*`, `corpus.*`, `file.*` */
  sent(cluster: string, corpusId: string): Promise<SentToCluster> {
    return this.#calls['clusterSweeps.sent']({
      ...{ cluster, corpusId, language: messages.language },
    });
  }

  /** @throws VerseloomError `cluster.*`, `corpus.*`, `settings.*`, `file.*` */
  async begin(request: ClusterSweepRequest): Promise<void> {
    await this.#calls['clusterSweeps.begin']({ ...request, language: messages.language });
    await this.load();
  }

  /** @returns those in the folders of the clusters that are not shown */
  lying(): Promise<LyingSweep[]> {
    return this.#calls['clusterSweeps.lying']({});
  }

  /** Shows and follows one that somebody else has begun. @throws VerseloomError `sweep.notFound`, `cluster.tooManySweeps`, `file.*` */
  async add({ folder, cluster }: LyingSweep): Promise<void> {
    await this.#calls['clusterSweeps.add']({ folder, cluster });
    this.sweeps = await this.#calls['clusterSweeps.list']({});
  }

  async stop(id: string): Promise<void> {
    await this.#calls['clusterSweeps.stop']({ id });
  }

  /** Follows again what is not followed; what was stopped continues. */
  async follow(id: string): Promise<void> {
    await this.#calls['clusterSweeps.follow']({ id });
  }

  async forget(id: string): Promise<void> {
    await this.#calls['clusterSweeps.forget']({ id });
    this.sweeps = await this.#calls['clusterSweeps.list']({});
  }

  async show(id: string): Promise<void> {
    await this.#calls['clusterSweeps.show']({ id });
  }

  rows(asked: RowsAsked): Promise<RowsAnswered> {
    return this.#calls['clusterSweeps.rows'](asked);
  }

  /** Takes the model of a run into the library. @returns its id there. @throws VerseloomError `model.*`, `file.*` */
  async take(id: string, run: number, name: string): Promise<string> {
    return (await this.#calls['clusterSweeps.take']({ id, run, name: name.slice(0, 200) })).id;
  }
}
