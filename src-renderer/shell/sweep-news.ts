/** News of the sweeps on clusters: a notice on whatever screen one is when one has ended, also where that was while Verseloom was closed. */
import { z } from 'zod';
import type { ClusterSweep } from '../../src-main/contract/sweeps/cluster-sweep.ts';
import { keep, recall } from '../state/kept.ts';
import { placeOf, type Navigation, type Place } from '../state/navigation.svelte.ts';
import type { LastingNotice, Notices } from '../state/notices.svelte.ts';
import { count, figure } from '../text/format.ts';
import { passage, t } from '../text/messages.svelte.ts';
import { failureSentence } from '../text/sentences.ts';

interface Surroundings {
  readonly navigation: Navigation;
  readonly notices: Notices;
  /** Marks where they are looked at, in the rail. */
  mark(): void;
}

/** Where sweeps are looked at. */
const HOME = 'train';

export class SweepNews {
  /** Ends that a person knows of: they outlive a reload, and the application. */
  #known: ReadonlySet<string>;
  #sweeps: readonly ClusterSweep[] = [];
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#known = new Set(recall('sweep news', z.array(z.string())));
  }

  hear(sweeps: readonly ClusterSweep[]): void {
    const { notices, navigation } = this.#around;
    const gone = this.#sweeps.filter(({ id }) => !sweeps.some((sweep) => sweep.id === id));
    for (const { id } of gone) notices.withdraw(keyOf(id));
    this.#sweeps = sweeps;
    // What continues has another end to come; what is only being looked for has the one that it had.
    this.#keep(
      sweeps.flatMap((sweep) =>
        [...this.#known].filter((end) =>
          sweep.state === 'finding' ? end.startsWith(`${sweep.id} `) : end === endOf(sweep),
        ),
      ),
    );
    if (placeOf(navigation.view) === HOME) return this.#lookedAt();
    for (const sweep of sweeps) {
      const end = endOf(sweep);
      if (end === null) notices.withdraw(keyOf(sweep.id));
      else if (!this.#known.has(end)) this.#tell(sweep, end);
    }
  }

  /** A screen is looked at: what it says itself need not be told any more. */
  look(place: Place): void {
    if (place === HOME) this.#lookedAt();
  }

  #lookedAt(): void {
    for (const { id } of this.#sweeps) this.#around.notices.withdraw(keyOf(id));
    this.#keep(ended(this.#sweeps));
  }

  #tell(sweep: ClusterSweep, end: string): void {
    const { navigation, notices } = this.#around;
    notices.tell(keyOf(sweep.id), {
      ...wordsFor(sweep),
      action: { label: t('train.news.show'), run: () => navigation.go(HOME) },
      ondismiss: () => this.#keep([...this.#known, end]),
    });
    this.#around.mark();
  }

  #keep(ends: readonly string[]): void {
    if (ends.length === this.#known.size && ends.every((end) => this.#known.has(end))) return;
    this.#known = new Set(ends);
    keep('sweep news', ends);
  }
}

const keyOf = (id: string): string => `sweep ${id}`;

/** @returns null for one that has not ended, or was stopped, which somebody wanted */
const endOf = ({ id, state }: ClusterSweep): string | null =>
  state === 'over' || state === 'lost' ? `${id} ${state}` : null;

const ended = (sweeps: readonly ClusterSweep[]): string[] =>
  sweeps.flatMap((sweep) => endOf(sweep) ?? []);

function wordsFor({
  name,
  cluster,
  state,
  runs,
  refused,
  best,
  failure,
}: ClusterSweep): Pick<LastingNotice, 'text' | 'isProblem'> {
  if (state === 'lost') {
    const reason = failure ? failureSentence(failure) : '';
    return { text: passage(t('clusters.news.lost', { name, cluster }), reason), isProblem: true };
  }
  const facts = { name, cluster, count: runs, runs: count(runs) };
  const parts = [
    best === null
      ? t('clusters.news.over', facts)
      : t('clusters.news.overBest', { ...facts, perplexity: figure(best) }),
    ...(refused > 0 ? [t('clusters.news.refused', { count: refused })] : []),
  ];
  return { text: passage(...parts), isProblem: refused > 0 };
}
