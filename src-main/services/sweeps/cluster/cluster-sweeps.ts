/** The sweeps on clusters that the window begins and shows. They lie in folders of their own, and go on whether anybody looks or not. */
import { randomUUID } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { isAbsolute, join, posix } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { Emit } from '../../../contract/api.ts';
import { unreadable } from '../../../contract/disk-errors.ts';
import { VerseloomError } from '../../../contract/errors.ts';
import type { Language } from '../../../contract/preferences.ts';
import {
  MAX_SHOWN_SWEEPS,
  type ClusterSweep,
  type ClusterSweepRequest,
  type LyingSweep,
  type SentToCluster,
} from '../../../contract/sweeps/cluster-sweep.ts';
import { halvingOf, type Halving } from '../../../contract/sweeps/halving.ts';
import { ClusterList, type KeptCluster } from '../../../store/clusters/cluster-list.ts';
import { TurnsByName } from '../../../store/files/turns-by-name.ts';
import type { TrainingText } from '../../training/prepare.ts';
import { CHECKPOINT_SECONDS } from '../../training/training.ts';
import { epochsOf } from '../progress.ts';
import type { Axis, SweptRun } from '../swept-run.ts';
import { rayAt } from './cluster.ts';
import { FollowedSweep, type FollowedAround } from './followed-sweep.ts';
import { layDown, type LaidSweep } from './laid-sweep.ts';
import { sweepsIn } from './lying.ts';
import { findPackage } from './package.ts';
import { findPlatform } from './platform.ts';
import { openShownSweeps, type ShownSweep, type ShownSweepsFile } from './shown-sweeps.ts';

/** Milliseconds from one telling to the next. */
const PACE = 500;
/** Milliseconds that the end of the application waits for questions that are under way. */
const PATIENCE = 1000;

export interface ClusterSweepsAround extends Pick<FollowedAround, 'installed' | 'sentenceOf'> {
  /** Files of the clusters that are kept, and of the sweeps that are shown. */
  readonly files: { readonly clusters: string; readonly shown: string };
  /** A corpus of the library. @throws VerseloomError `corpus.*` */
  readonly textOf: (corpusId: string, language: Language | undefined) => Promise<TrainingText>;
  readonly emit: Emit;
}

export class ClusterSweeps {
  readonly #around: ClusterSweepsAround;
  readonly #file: ShownSweepsFile;
  readonly #followed: FollowedAround;
  #sweeps: readonly FollowedSweep[];
  /** One sweep is laid down, or found, after another: each takes a folder that is free. */
  readonly #turns = new TurnsByName();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #toldAt = -Infinity;
  #isClosed = false;

  private constructor(around: ClusterSweepsAround, file: ShownSweepsFile) {
    this.#around = around;
    this.#file = file;
    const { installed, sentenceOf } = around;
    this.#followed = {
      ...{ installed, sentenceOf, changed: () => this.#tell() },
      ray: async (address) => rayAt(address, await this.#clusters()),
    };
    this.#sweeps = file.get().sweeps.map((shown) => new FollowedSweep(shown, this.#followed));
  }

  /** Follows again what was shown before. @throws VerseloomError `file.unreadable` */
  static async open(around: ClusterSweepsAround): Promise<ClusterSweeps> {
    const all = new ClusterSweeps(around, await openShownSweeps(around.files.shown));
    for (const sweep of all.#sweeps) sweep.follow();
    return all;
  }

  /** Where a file that could not be read was put. */
  get setAside(): string | undefined {
    return this.#file.setAside;
  }

  list(): ClusterSweep[] {
    return this.#sweeps.map((sweep) => sweep.summary());
  }

  /** @throws VerseloomError `sweep.notShown` */
  get(id: string): FollowedSweep {
    const found = this.#sweeps.find(({ shown }) => shown.id === id);
    if (!found) throw new VerseloomError('sweep.notShown', {});
    return found;
  }

  /**
   * @param language in which a corpus is named that comes with the product
   * @throws VerseloomError `cluster.notFound`, `cluster.noFolder`, `corpus.*`, `file.*`
   */
  async sent(name: string, corpusId: string, language?: Language): Promise<SentToCluster> {
    const clusters = await this.#clusters();
    const cluster = withFolder(clusters.get(name));
    const text = await this.#around.textOf(corpusId, language);
    return {
      isAgreed: clusters.hasAgreed(cluster.address),
      address: cluster.address,
      folder: join(cluster.storage, await freeName(cluster.storage, text.name)),
      text: { name: text.name, characters: text.characters },
    };
  }

  /**
   * @throws VerseloomError `settings.*`, `corpus.*`, `cluster.*`, `file.*`; nothing is made then, or a folder without a plan, which no
   * machine works on
   */
  begin(request: ClusterSweepRequest): Promise<ClusterSweep> {
    return this.#turns.take('sweeps', () => this.#begin(request));
  }

  async #begin(request: ClusterSweepRequest): Promise<ClusterSweep> {
    this.#refuseMore();
    const clusters = await this.#clusters();
    const { name, address, storage, there } = withFolder(clusters.get(request.cluster));
    if (!request.agreed && !clusters.hasAgreed(address))
      throw new VerseloomError('cluster.unasked', { address, field: 'agreed' });
    const { settings, withText, threads, insist = false } = request;
    const runs = request.runs.map((run) => ({
      ...run,
      settings: { ...settings, ...run.settings },
    }));
    const halving = halvingFor(request.factor, runs); // which looks at all settings
    const text = await this.#around.textOf(request.corpusId, request.language);
    const ray = rayAt(address, clusters);
    await ray.version();
    const folder = await freeName(storage, text.name);
    if (!clusters.hasAgreed(address)) await clusters.agree(address);
    const platform = await findPlatform(ray);
    const files = await findPackage(this.#around.installed, platform);
    const path = join(storage, folder);
    const laid = await layDown({
      ...{ path, text, runs, insist, address: ray.address, package: files.name, platform },
      there: there === null ? path : posix.join(there, folder),
      checkpointSeconds: CHECKPOINT_SECONDS,
      description: { settings, axes: axesOf(request), withText, halving, threads },
    });
    return this.#show({ id: randomUUID(), folder: path, cluster: name }, laid);
  }

  async #show(shown: ShownSweep, laid?: LaidSweep): Promise<ClusterSweep> {
    await this.#file.set({ sweeps: [...this.#file.get().sweeps, shown] });
    const sweep = new FollowedSweep(shown, this.#followed, laid);
    this.#sweeps = [...this.#sweeps, sweep];
    sweep.follow();
    return sweep.summary();
  }

  /** @returns those in the folders of the clusters that are not shown, the newest first. @throws VerseloomError `file.unreadable` of the list */
  async lying(): Promise<LyingSweep[]> {
    const shown = new Set(this.#sweeps.map((sweep) => sweep.shown.folder));
    const found = new Map<string, LyingSweep>();
    for (const { name: cluster, storage } of (await this.#clusters()).all()) {
      if (storage === null) continue;
      for (const { path, plan } of await sweepsIn(storage).catch(() => []))
        if (!shown.has(path) && !found.has(path))
          found.set(path, { folder: path, name: plan.name, cluster, createdAt: plan.createdAt });
    }
    return [...found.values()].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  }

  /** @throws VerseloomError `sweep.notFound` for a folder that is none of those, `cluster.tooManySweeps`, `file.*` */
  add({ folder, cluster }: Pick<LyingSweep, 'folder' | 'cluster'>): Promise<ClusterSweep> {
    return this.#turns.take('sweeps', async () => {
      this.#refuseMore();
      const lying = await this.lying();
      if (!lying.some((one) => one.folder === folder && one.cluster === cluster))
        throw new VerseloomError('sweep.notFound', { path: folder });
      return this.#show({ id: randomUUID(), folder, cluster });
    });
  }

  #refuseMore(): void {
    if (this.#sweeps.length >= MAX_SHOWN_SWEEPS)
      throw new VerseloomError('cluster.tooManySweeps', { max: MAX_SHOWN_SWEEPS });
  }

  /** It is not shown any more; nothing of it is ended. @throws VerseloomError `sweep.notShown`, `file.unwritable` */
  async forget(id: string): Promise<void> {
    const gone = this.get(id);
    await this.#file.set({ sweeps: this.#file.get().sweeps.filter((shown) => shown.id !== id) });
    this.#sweeps = this.#sweeps.filter((sweep) => sweep !== gone);
    void gone.leave();
    this.#tell();
  }

  /** Looks no more; all goes on. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const left = Promise.all(this.#sweeps.map((sweep) => sweep.leave()));
    await Promise.race([left, after(PATIENCE, undefined, { ref: false })]);
    clearTimeout(this.#timer);
  }

  /** As a command may have changed them meanwhile. */
  #clusters(): Promise<ClusterList> {
    return ClusterList.open(this.#around.files.clusters);
  }

  #tell(): void {
    if (this.#timer !== undefined || this.#isClosed) return;
    const wait = Math.max(0, this.#toldAt + PACE - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#toldAt = performance.now();
      this.#around.emit('clusterSweeps', { sweeps: this.list() });
    }, wait);
  }
}

/** @throws VerseloomError `cluster.noFolder` for one that a command has met, which names the folder each time */
function withFolder<Kept extends KeptCluster>(cluster: Kept): Kept & { storage: string } {
  const { name, storage } = cluster;
  if (storage === null) throw new VerseloomError('cluster.noFolder', { name });
  return { ...cluster, storage };
}

/** @throws VerseloomError `cluster.folder` {path} for what is no folder that this computer sees */
export async function refuseNoFolder(path: string): Promise<void> {
  const found = isAbsolute(path) ? await stat(path).catch(() => undefined) : undefined;
  if (!found?.isDirectory()) throw new VerseloomError('cluster.folder', { path });
}

/** @throws VerseloomError `settings.*` of the first run that cannot be, `sweep.halving` {factor, runs, epochs} for too few runs or epochs */
function halvingFor(factor: number | null, runs: readonly SweptRun[]): Halving | null {
  const epochs = Math.min(...runs.map(epochsOf));
  if (factor === null) return null;
  const halving = halvingOf(factor, runs.length, epochs);
  if (!halving) throw new VerseloomError('sweep.halving', { factor, runs: runs.length, epochs });
  return halving;
}

const axesOf = ({ fields, runs }: ClusterSweepRequest): Axis[] =>
  fields.map((field) => ({
    ...{ name: field, field },
    values: [...new Set(runs.flatMap(({ values }) => values[field] ?? []))],
  }));

/** Characters that a file's name may not have on some system. */
const FORBIDDEN = /[\\/:*?"<>|\p{Cc}]+/gu;
const MOST = 60;

/** @returns a name after the corpus that no file of the folder has. @throws VerseloomError `cluster.folder`, `file.unreadable` */
async function freeName(storage: string, corpus: string): Promise<string> {
  await refuseNoFolder(storage);
  const taken = new Set(
    (
      await readdir(storage).catch((error: unknown) => {
        throw unreadable(storage, error);
      })
    ).map((name) => name.toLowerCase()),
  );
  const plain = corpus.replaceAll(FORBIDDEN, '-').replaceAll(/^[.\s-]+|[.\s-]+$/g, '');
  const name = `${Array.from(plain).slice(0, MOST).join('') || 'corpus'}-sweep`;
  for (let number = 1; ; number++) {
    const one = number === 1 ? name : `${name}-${number}`;
    if (!taken.has(one.toLowerCase())) return one;
  }
}
