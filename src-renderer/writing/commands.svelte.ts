/** What one asks of the model from wherever one is on the screen: a button, a key, the page itself. */
import { createContext, tick } from 'svelte';
import type { DraftPiece } from '../../src-main/contract/writing/draft.ts';
import { t } from '../text/messages.svelte.ts';
import { sentence } from '../text/sentences.ts';
import { useShared } from '../state/shared.ts';
import { taking, type Part } from './page/offer.ts';
import type { Span } from './page/origin.ts';
import { useWriting, type Writing, type WritingField } from './writing.svelte.ts';

type Shared = ReturnType<typeof useShared>;

export class Commands {
  readonly canWrite: boolean = $derived.by(() => {
    const { machine, connection } = this.#shared;
    return this.#writing.model !== undefined && machine.hasEngine && connection.isOpen;
  });
  readonly #writing: Writing;
  readonly #shared: Shared;

  constructor(writing: Writing, shared: Shared) {
    this.#writing = writing;
    this.#shared = shared;
  }

  /** Runs it where something can be written now, and tells what did not work. */
  run(task: () => Promise<void>): Promise<void> {
    const writing = this.#writing;
    return this.canWrite ? this.attempt(() => writing.obey(task)) : Promise.resolve();
  }

  /** Runs it, and tells what did not work. */
  async attempt(task: () => Promise<void>): Promise<void> {
    await this.#shared.notices.attempt(task);
  }

  async goOn(): Promise<void> {
    if (this.#writing.offering.writing) return;
    await this.#toEditor();
    this.#writing.draft.focus();
    await this.run(() => this.#writing.goOn());
  }

  async findLines(): Promise<void> {
    this.#shared.navigation.alone = false; // they are found beside the page
    await this.#toEditor();
    return this.run(() => this.#writing.findLines());
  }

  /** Goes where one finds a character by its pinyin. */
  findWord(): void {
    this.#writing.panel = 'words';
    this.#shared.navigation.go('write', 'words-filter');
  }

  /** Takes what is offered, or the beginning of it. */
  take(part: Part): void {
    const { draft } = this.#writing;
    const spec = taking(draft.state, part);
    draft.focus();
    if (spec) draft.dispatch(spec);
  }

  /** Puts a piece back as it was written, and tells whether its model writes it so again. */
  asItWas(piece: DraftPiece, span: Span): Promise<void> {
    return this.attempt(async () => {
      const again = await this.#writing.asItWas(piece, span);
      if (again)
        this.#shared.notices.done(t(`write.writesAgain.${again}`, { name: piece.modelName }));
    });
  }

  /** Another reading, or the one before. */
  turn(by: 1 | -1): void {
    this.#writing.draft.focus();
    void this.run(() => this.#writing.turn(by));
  }

  /** Back from reading to writing, at a place of the text. */
  async goTo(place: number): Promise<void> {
    const { draft } = this.#writing;
    await this.#toEditor();
    draft.dispatch({ selection: { anchor: place }, scrollIntoView: true });
    draft.focus();
  }

  /** Leaves nothing of the window but the page, or comes back from there. */
  async leaveAlone(alone: boolean): Promise<void> {
    this.#shared.navigation.alone = alone;
    await tick();
    this.#writing.draft.focus();
  }

  /** What is written is seen on the page that one types on. */
  async #toEditor(): Promise<void> {
    this.#writing.vertical = false;
    await tick();
  }

  problemOf(field: WritingField): string | undefined {
    const error = this.#writing.errors[field];
    return error === undefined ? undefined : sentence(error);
  }
}

const [commandsOf, provide] = createContext<Commands>();
export const useCommands = commandsOf;
/** To be called by the screen, for all that is on it. */
export const provideCommands = (): Commands => provide(new Commands(useWriting(), useShared()));
