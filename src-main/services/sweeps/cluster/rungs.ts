/** The rungs of a sweep that many machines climb: which runs are on the present one, and what is decided once all have come to it. */
import { placed, type Halving } from '../halving.ts';
import { rowAfter, type RunProgress } from '../progress.ts';
import type { Row } from '../swept-run.ts';
import type { Report, Storage } from './storage.ts';

/** The last rung is the runs' end; without halving there is no other. */
export const lastRung = (halving: Halving | null): number => halving?.rungs ?? 0;

/** How far a sweep has come by what lies in its storage. It reads each report once. */
export class Rungs {
  readonly #storage: Storage;
  readonly #halving: Halving | null;
  /** The rung on which runs are being made; one more than the last when all is over. */
  rung = 0;
  /** Runs on it, by their index. */
  alive: readonly number[];
  /** Those of them that have come to it. */
  readonly reported = new Set<number>();
  /** Of runs that are over. */
  readonly rows = new Map<number, Row>();
  /** Of the present rung. */
  readonly #reports = new Map<number, Report>();

  constructor(storage: Storage, runs: number, halving: Halving | null) {
    this.#storage = storage;
    this.#halving = halving;
    this.alive = Array.from({ length: runs }, (_, i) => i);
  }

  get isOver(): boolean {
    return this.rung > lastRung(this.#halving);
  }

  /** Runs that have not come to the present rung. */
  get open(): number[] {
    return this.alive.filter((index) => !this.reported.has(index));
  }

  /**
   * Reads what is new, and climbs as far as the reports allow.
   * @param atMost reports that are read at once; the rest come with the next look
   * @throws VerseloomError `file.*`
   */
  async look(atMost = Infinity): Promise<void> {
    let left = atMost;
    for (; !this.isOver;) {
      const onThisRung = new Set(this.alive);
      const fresh = (await this.#storage.reports()).filter(
        ([index, rung]) => rung === this.rung && onThisRung.has(index) && !this.reported.has(index),
      );
      for (const [index] of fresh.slice(0, left)) {
        const report = await this.#storage.report(index, this.rung);
        if (!report) continue;
        this.reported.add(index);
        this.#reports.set(index, report);
        if (report.isEnded) this.rows.set(index, report.row);
        left -= 1;
      }
      if (this.reported.size < this.alive.length) return;
      await this.#climb();
    }
  }

  /** All have come to the present rung: what follows from it is the same for everybody who sees the reports. */
  async #climb(): Promise<void> {
    const { rung } = this;
    if (rung === lastRung(this.#halving)) {
      this.rung += 1;
      return;
    }
    const progress = (index: number): RunProgress => this.#reports.get(index)!;
    const standings = this.alive.map((index) => ({
      index,
      perplexity: progress(index).lowest[rung] ?? null,
    }));
    const placings = placed(standings, this.#halving!);
    const kept = this.alive.filter((index) => placings.get(index)!.isKept);
    for (const index of this.alive) {
      const placing = placings.get(index)!;
      if (placing.isKept) continue;
      const row = rowAfter(progress(index), placing, rung, this.alive.length, kept.length);
      this.rows.set(index, row);
      // It is over: its model goes where those of all others are.
      if (!progress(index).isEnded)
        await this.#storage.move(this.#storage.atRung(index, rung), this.#storage.modelOf(index));
    }
    // Nothing is left to learn for those that have come to their end by themselves.
    const ended = new Map(
      [...this.#reports].filter(
        ([index]) => placings.get(index)!.isKept && progress(index).isEnded,
      ),
    );
    this.alive = kept;
    this.reported.clear();
    this.#reports.clear();
    for (const [index, report] of ended) {
      this.reported.add(index);
      this.#reports.set(index, report);
    }
    this.rung += 1;
  }
}
