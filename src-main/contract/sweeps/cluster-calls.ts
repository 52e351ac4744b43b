/** What a window can ask about clusters, and about the sweeps that are made on them. */
import { z } from 'zod';
import { byId, namedIn, nothing } from '../arguments.ts';
import { modelName } from '../model.ts';
import { cluster, clusterName, listedCluster } from './cluster.ts';
import {
  clusterSweep,
  clusterSweepRequest,
  lyingSweep,
  ROWS_AT_ONCE,
  sentToCluster,
  sweepRow,
} from './cluster-sweep.ts';

export const clusterCalls = {
  'clusters.list': { input: nothing, output: z.array(listedCluster) },
  /**
   * Keeps a cluster by its name, once it has answered and its folder was seen. `was`: the name of the one that it takes the place of; null
   * for a new one.
   */
  'clusters.save': {
    input: cluster.extend({
      storage: z.string().trim().min(1).max(4000),
      /** That the cluster asks for; null: none is sent; left out: as it was. */
      token: z.string().trim().min(1).max(4000).nullable().optional(),
      was: clusterName.nullable(),
    }),
    output: listedCluster,
  },
  /** What runs there is not touched. */
  'clusters.remove': { input: z.object({ name: clusterName }), output: nothing },

  'clusterSweeps.list': { input: nothing, output: z.array(clusterSweep) },
  /** What a sweep over a corpus would send to a cluster. */
  'clusterSweeps.sent': {
    input: z.object({ cluster: clusterName, corpusId: z.string(), language: namedIn }),
    output: sentToCluster,
  },
  /** Lays a sweep down in a new folder, and follows it from then on. */
  'clusterSweeps.begin': { input: clusterSweepRequest, output: clusterSweep },
  /** Those in the folders of all clusters that are not shown, the newest first; a folder that is away has none. */
  'clusterSweeps.lying': { input: nothing, output: z.array(lyingSweep) },
  /** Shows and follows one of those. */
  'clusterSweeps.add': {
    input: lyingSweep.pick({ folder: true, cluster: true }),
    output: clusterSweep,
  },
  /** Runs of a sweep from a place on, in their order or the best first; `rows` of how many `total` says. */
  'clusterSweeps.rows': {
    input: byId.extend({
      from: z.int().min(0),
      count: z.int().min(1).max(ROWS_AT_ONCE),
      order: z.enum(['run', 'best']),
    }),
    output: z.object({ total: z.int(), rows: z.array(sweepRow) }),
  },
  /** Ends what runs, and keeps what is learnt. Answers when all are told to end. */
  'clusterSweeps.stop': { input: byId, output: nothing },
  /** Follows one again that nobody follows any more; one that was stopped continues. */
  'clusterSweeps.follow': { input: byId, output: nothing },
  /** It is not shown any more; nothing of it is ended or deleted. */
  'clusterSweeps.forget': { input: byId, output: nothing },
  /** Shows its folder, where the host can; @returns its path */
  'clusterSweeps.show': { input: byId, output: z.object({ path: z.string() }) },
  /** Takes the model of a run into the library; one that is there already keeps its name. */
  'clusterSweeps.take': {
    input: byId.extend({ run: z.int().min(1), name: modelName }),
    output: z.object({ id: z.string(), name: z.string(), alreadyThere: z.boolean() }),
  },
} as const;
