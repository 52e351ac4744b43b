/** A cluster of machines that sweeps are made on, as a person calls it. */
import { z } from 'zod';

export const MAX_CLUSTERS = 100;
/** MiB of the program that is sent to a cluster: Ray’s dashboard takes nothing of 100 and more. */
export const MAX_PACKAGE_MB = 90;

export const clusterName = z.string().trim().min(1).max(100);

/** What the machines of a cluster can be: their system and processor, as Node calls them. */
export const clusterPlatform = z.enum(['linux-x64', 'linux-arm64', 'darwin-arm64']);
export type ClusterPlatform = z.infer<typeof clusterPlatform>;

export const cluster = z.object({
  name: clusterName,
  /** Of Ray's dashboard. */
  address: z.string().max(2000),
  /** Folder that this computer and all machines of the cluster see; null where none was named yet. */
  storage: z.string().max(4000).nullable(),
  /** The same folder as the cluster's machines call it; null where that is the same. */
  there: z.string().max(4000).nullable(),
});
export type Cluster = Readonly<z.infer<typeof cluster>>;

export const listedCluster = cluster.extend({
  /** One is kept for it, which no window is told. */
  hasToken: z.boolean(),
  /** The person has agreed to what is sent there. */
  isAgreed: z.boolean(),
});
export type ListedCluster = Readonly<z.infer<typeof listedCluster>>;
