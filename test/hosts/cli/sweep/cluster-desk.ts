/** A person's desk beside a double of a Ray cluster whose jobs are really run, and a folder that both see. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { RayDouble } from '../../../ray/ray-double.ts';
import { song } from '../../../services/open-product.ts';
import { Desk, type Result } from '../verseloom.ts';
import { bitsIn, rowsIn } from './sweep-table.ts';

const small = [
  ...['--hidden', '12', '--steps', '10', '--batch', '10', '--period', '1000', '--length', '5'],
  ...['--prefix', '想要', '--threads', '1', '--lang', 'en'],
];

export class ClusterDesk {
  readonly desk: Desk;
  /** Another one where the head was started anew. */
  ray: RayDouble;

  private constructor(desk: Desk, ray: RayDouble) {
    this.desk = desk;
    this.ray = ray;
  }

  static async set(): Promise<ClusterDesk> {
    const desk = await Desk.set();
    await desk.put('song.txt', song);
    const ray = await RayDouble.start({ cpus: 2 });
    ray.hasAllPackages = true;
    return new ClusterDesk(desk, ray);
  }

  async clear(): Promise<void> {
    await this.ray.close();
    await this.desk.clear();
  }

  get storage(): string {
    return this.desk.path('shared');
  }

  /** Of the sweep. */
  get folder(): string {
    return join(this.storage, 'song-sweep');
  }

  /** @returns the arguments of a sweep there */
  onCluster(...args: readonly string[]): string[] {
    return [
      ...['sweep', 'song.txt', ...small, '--on', this.ray.address, '--storage', this.storage],
      ...['--yes', '--json', '--lease-seconds', '3', ...args],
    ];
  }

  /** And of the same one here. */
  here(...args: readonly string[]): string[] {
    return ['sweep', 'song.txt', ...small, '--engine', 'onnx', '--out', 'here', ...args];
  }

  /** Holds a sweep of the cluster to the one that was made here: the same rows, the same bits. */
  async expectSame(): Promise<void> {
    const here = this.desk.path('here');
    expect(await told(this.folder)).toEqual(await told(here));
    expect(await bitsIn(this.folder)).toEqual(await bitsIn(here));
    expect(await readdir(join(this.folder, 'cluster', 'models'))).toEqual([]);
  }

  /** To be held to what runs under way are awaited to be. */
  begun() {
    return expect.poll(() => this.runsUnderWay(), { timeout: 30_000 });
  }

  /** What workers have said last of the run that they make. */
  async runsUnderWay(): Promise<{ index: number; epoch: number }[]> {
    const path = join(this.folder, 'cluster', 'workers');
    const states = await Promise.all(
      (await readdir(path).catch(() => []))
        .filter((name) => name.endsWith('.json'))
        .map(async (name) => JSON.parse(await readFile(join(path, name), 'utf8')) as unknown),
    );
    return states.flatMap((state) => {
      const { run, isOver } = state as {
        run: { index: number; epoch: number } | null;
        isOver: boolean;
      };
      return run && !isOver ? [run] : [];
    });
  }
}

/** Four runs that take a while, and are often saved. */
export const longRuns = (epochs: number): string[] => [
  ...['--set', 'eta=1,10', '--seeds', '2', '--epochs', String(epochs)],
  ...['--checkpoint-seconds', '0.2'],
];

/** What of the rows does not hang on where and when a run was made. */
export const told = async (path: string) =>
  (await rowsIn(path)).map(({ seconds: _, machine: __, processor: ___, ...row }) => row);

export const eventsOf = ({ stdout }: Result): string[] =>
  (stdout.match(/"event":"\w+"/g) ?? []).map((event) => event.slice(9, -1));
