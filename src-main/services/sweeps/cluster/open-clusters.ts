/** The clusters of an application: those that are kept, the sweeps on them that are shown, and what a window can ask of both. */
import type { Failure } from '../../../contract/errors.ts';
import type { Language } from '../../../contract/preferences.ts';
import type { DataFolder } from '../../../store/data/data-folder.ts';
import { clusterHandlers, type ClusterHandlersAround } from './cluster-handlers.ts';
import { ClusterSweeps, type ClusterSweepsAround } from './cluster-sweeps.ts';
import type { Installed } from './package.ts';

export interface ClusterOptions extends Installed {
  readonly sentenceOf: (failure: Failure, language: Language) => string;
}

export interface ClustersAround
  extends
    Pick<ClusterSweepsAround, 'textOf' | 'emit'>,
    Pick<ClusterHandlersAround, 'models' | 'showFolder'> {
  readonly data: Pick<DataFolder, 'clusters' | 'clusterSweeps'>;
  readonly language: () => Language;
}

export interface OpenClusters {
  readonly handlers: ReturnType<typeof clusterHandlers>;
  /** Where a file that could not be read was put. */
  readonly setAside: string | undefined;
  /** Looks no more; what is made on clusters goes on. */
  readonly close: () => Promise<void>;
}

/** @param options undefined for a command, which follows its own sweeps alone. @throws VerseloomError `file.unreadable` */
export async function openClusters(
  options: ClusterOptions | undefined,
  { data, language, textOf, emit, models, showFolder }: ClustersAround,
): Promise<OpenClusters> {
  const sweeps =
    options &&
    (await ClusterSweeps.open({
      ...{ installed: options, textOf, emit },
      files: { clusters: data.clusters, shown: data.clusterSweeps },
      sentenceOf: (failure) => options.sentenceOf(failure, language()),
    }));
  return {
    handlers: clusterHandlers({ sweeps, file: data.clusters, models, emit, showFolder }),
    setAside: sweeps?.setAside,
    close: async () => sweeps?.close(),
  };
}
