/** The calls about clusters and the sweeps on them that a window makes. */
import { posix } from 'node:path';
import type { ApiHandlers, Emit } from '../../../contract/api.ts';
import { VerseloomError } from '../../../contract/errors.ts';
import type { ListedCluster } from '../../../contract/sweeps/cluster.ts';
import { RayJobs } from '../../../ray/ray-jobs.ts';
import { ClusterList, type KeptCluster } from '../../../store/clusters/cluster-list.ts';
import type { ModelLibrary } from '../../../store/models/model-library.ts';
import { refuseNoFolder, type ClusterSweeps } from './cluster-sweeps.ts';

type ClusterCall = Extract<keyof ApiHandlers, `clusters.${string}` | `clusterSweeps.${string}`>;

export interface ClusterHandlersAround {
  /** Undefined for a command, which follows its own alone. */
  readonly sweeps: ClusterSweeps | undefined;
  /** Of the clusters that are kept. */
  readonly file: string;
  readonly models: Pick<ModelLibrary, 'importFile' | 'change'>;
  readonly emit: Emit;
  /** Left out where the host cannot. */
  readonly showFolder: ((path: string) => Promise<void>) | undefined;
}

export function clusterHandlers({
  sweeps: opened,
  file,
  models,
  emit,
  showFolder,
}: ClusterHandlersAround): Pick<ApiHandlers, ClusterCall> {
  const sweeps = (): ClusterSweeps => {
    if (!opened) throw new VerseloomError('request.unknown', { name: 'clusterSweeps' });
    return opened;
  };
  /** One change after another: each is made to what the one before has left. */
  let last: Promise<unknown> = Promise.resolve();
  const change = <Result>(how: (list: ClusterList) => Promise<Result>): Promise<Result> => {
    const changed = last.then(async () => how(await ClusterList.open(file)));
    last = changed.catch(() => {});
    return changed;
  };
  return {
    'clusters.list': async () => (await ClusterList.open(file)).all().map(listed),
    'clusters.save': async ({ was, name, address, storage, there, token }) => {
      // As people copy it, with the word that is sent before it.
      const given = token?.replace(/^Bearer\s+/i, '') ?? token;
      const clusters = await ClusterList.open(file);
      const kept = clusters.keptToken(was, RayJobs.addressOf(address));
      const ray = new RayJobs(address, given === undefined ? kept : given);
      await refuseNoFolder(storage);
      if (there !== null && !posix.isAbsolute(there))
        throw new VerseloomError('cluster.folder', { path: there, field: 'there' });
      await ray.version();
      const made = { name, address: ray.address, storage, there };
      return listed(await change((list) => list.save(made, was, given)));
    },
    'clusters.remove': async ({ name }) => {
      await change((list) => list.remove(name));
      return {};
    },
    'clusterSweeps.list': () => sweeps().list(),
    'clusterSweeps.sent': ({ cluster, corpusId, language }) =>
      sweeps().sent(cluster, corpusId, language),
    'clusterSweeps.begin': (request) => sweeps().begin(request),
    'clusterSweeps.lying': () => sweeps().lying(),
    'clusterSweeps.add': (lying) => sweeps().add(lying),
    'clusterSweeps.rows': ({ id, from, count, order }) => sweeps().get(id).rows(from, count, order),
    'clusterSweeps.stop': async ({ id }) => {
      await sweeps().get(id).stop();
      return {};
    },
    'clusterSweeps.follow': async ({ id }) => {
      await sweeps().get(id).goOn();
      return {};
    },
    'clusterSweeps.forget': async ({ id }) => {
      await sweeps().forget(id);
      return {};
    },
    'clusterSweeps.show': async ({ id }) => {
      const path = sweeps().get(id).shown.folder;
      await showFolder?.(path);
      return { path };
    },
    'clusterSweeps.take': async ({ id, run, name }) => {
      const taken = await models.importFile(sweeps().get(id).modelOf(run));
      // Its file is called after its number; one that is there may have got another name.
      if (!taken.alreadyThere) await models.change(taken.id, { name });
      emit('models', {});
      const { alreadyThere } = taken;
      return { id: taken.id, name: alreadyThere ? taken.name : name, alreadyThere };
    },
  };
}

const listed = ({ agreedAt, token, ...cluster }: KeptCluster): ListedCluster => ({
  ...cluster,
  hasToken: token !== null,
  isAgreed: agreedAt !== null,
});
