/** How lines are measured: by which book they rhyme. What knows readings and rhymes is loaded when a page is shown, and English when there is some. */
import { z } from 'zod';
import { rhymeSystem, type RhymeSystem } from '../../../src-main/contract/writing/constraint.ts';
import type { English } from '../../../src-main/language/english/english.ts';
import { messages } from '../../text/messages.svelte.ts';
import type { FactOf, LineFact } from '../page/line-facts.ts';
import type { LineMeasures, Measured } from './line-measures.ts';
import { factOfLine } from './said.ts';

const kept = z.object({ system: rhymeSystem });

export class Measuring {
  system = $state<RhymeSystem>('eighteen');
  #english = $state.raw<English>();
  #Measures = $state.raw<typeof LineMeasures>();
  /** Undefined until they are loaded. */
  readonly measures: LineMeasures | undefined = $derived.by(() => {
    const Measures = this.#Measures;
    return Measures && new Measures(this.system, this.#english, () => this.#wantEnglish());
  });
  /** For the page, in the language of the moment. */
  readonly factOf: FactOf | null = $derived.by(() => {
    const { measures } = this;
    if (!measures || !messages.language) return null;
    const known = new WeakMap<Measured, LineFact>();
    return (state, line) => {
      const measured = measures.of(state, line);
      if (!measured) return null;
      const fact = known.get(measured) ?? factOfLine(measured);
      known.set(measured, fact);
      return fact;
    };
  });
  readonly #changed: () => void;
  readonly #fail: (error: unknown) => void;
  #wanted = false;

  /** @param changed the choice has */
  constructor(changed: () => void, fail: (error: unknown) => void) {
    this.#changed = changed;
    this.#fail = fail;
  }

  get kept(): z.infer<typeof kept> {
    return { system: this.system };
  }

  /** Another draft is open. @param settings as it has kept them */
  take(settings: unknown): void {
    const { data } = kept.safeParse(settings);
    if (data) this.system = data.system;
  }

  choose(system: RhymeSystem): void {
    this.system = system;
    this.#changed();
  }

  /** Loads what knows readings and rhymes. */
  async load(): Promise<void> {
    this.#Measures ??= (await import('./line-measures.ts')).LineMeasures;
  }

  #wantEnglish(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    import('../../../src-main/language/english/english.ts')
      .then(async ({ loadEnglish }) => {
        this.#english = await loadEnglish();
      })
      .catch((error: unknown) => {
        this.#wanted = false;
        this.#fail(error);
      });
  }
}
