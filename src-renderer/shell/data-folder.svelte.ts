/** Where the data are, while one asks about it: another folder to move them to, how far a move is, and why there was none. */
import type { ApiCalls, EventData } from '../../src-main/contract/api.ts';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import type { Machine } from '../state/machine.svelte.ts';

export type Progress = EventData<'moving'>;

/** Of a whole path, on any system: the root, a drive, or another machine. */
const WHOLE = /^(?:\/|[A-Za-z]:[\\/]|\\\\)/;
/** Of a folder within one that something else is in. */
const OWN_NAME = 'Verseloom';

export class DataFolder {
  #step = $state<'place' | 'question' | null>(null);
  /** The folder that the data are to go to, as it was typed or chosen. */
  #target = $state('');
  /** The move was asked for here, and not on another page. */
  #asked = $state(false);
  /** Of the move under way; null while it is not known. */
  progress = $state.raw<Progress | null>(null);
  /** What is shown of it; null: nothing. */
  readonly step: 'place' | 'question' | 'move' | null = $derived(
    this.#asked || this.progress !== null ? 'move' : this.#step,
  );
  /** It was typed, and is no path that means the same wherever the host was started. */
  incomplete = $state(false);
  /** Why the data are where they were. */
  refusal = $state.raw<unknown>(null);
  /** The data have been moved to where they are. */
  moved = $state(false);
  /** A new folder within the one that was refused since it is not empty. */
  readonly within = $derived(this.#withinRefused());
  readonly #calls: ApiCalls;
  readonly #machine: Machine;
  readonly #training: () => boolean;

  /** @param training whether a run is under way */
  constructor(calls: ApiCalls, machine: Machine, training: () => boolean) {
    this.#calls = calls;
    this.#machine = machine;
    this.#training = training;
  }

  get target(): string {
    return this.#target;
  }

  ask(): void {
    this.#step = 'place';
    this.#target = '';
    this.moved = false;
    this.#forget();
  }

  close(): void {
    this.#step = null;
  }

  /** @returns whether its path is on the clipboard */
  async copy(): Promise<boolean> {
    try {
      await navigator.clipboard.writeText(this.#machine.info?.dataFolder ?? '');
      return true;
    } catch {
      return false; // it can be selected
    }
  }

  write(text: string): void {
    this.#target = text;
    this.#forget();
  }

  /** Finds a folder to move to and asks whether to: the one that is typed, or in a window one that is chosen. */
  async propose(): Promise<void> {
    this.#forget();
    if (this.#training()) {
      this.refusal = new VerseloomError('training.running', { field: 'folder' });
    } else if (this.#machine.inBrowser) {
      this.#proposeTyped();
    } else {
      try {
        const { folder } = await this.#calls['data.choose']({});
        if (folder !== null) this.#question(folder);
      } catch (error) {
        this.refusal = error;
      }
    }
  }

  proposeWithin(): void {
    if (this.within !== null) this.#question(this.within);
  }

  /** Asks for another folder. */
  back(): void {
    this.#step = 'place';
  }

  /** Answers when the data are in the new folder, or `refusal` says why they are not. */
  async move(): Promise<void> {
    this.#asked = true;
    this.#forget();
    try {
      const { folder } = await this.#calls['data.move']({ folder: this.#target });
      const { info } = this.#machine;
      if (info) this.#machine.info = { ...info, dataFolder: folder };
      this.moved = true;
      this.#target = '';
      await this.#machine.load(); // which fails where the folder can be moved to, and not be opened
    } catch (error) {
      this.refusal = error;
    } finally {
      this.#step = 'place';
      this.#asked = false;
      this.progress = null;
    }
  }

  /** Takes in how far a move is, whoever has asked for it. */
  receive(progress: Progress): void {
    const isNew = this.progress === null;
    this.progress = progress;
    if (isNew && !this.#asked) void this.#waitForOther();
  }

  /** The host answers when the move of another page is over. */
  async #waitForOther(): Promise<void> {
    await this.#machine.load().catch(() => {}); // whoever has asked for it is told
    if (!this.#asked) this.progress = null;
  }

  #proposeTyped(): void {
    const folder = this.#target.trim().replace(/^"(.+)"$/, '$1'); // as Windows copies a path
    this.incomplete = !WHOLE.test(folder);
    if (!this.incomplete) this.#question(folder);
  }

  #question(folder: string): void {
    this.#forget();
    this.#target = folder;
    this.#step = 'question';
  }

  #forget(): void {
    this.incomplete = false;
    this.refusal = null;
  }

  #withinRefused(): string | null {
    const { refusal } = this;
    if (!(refusal instanceof VerseloomError) || refusal.code !== 'data.notEmpty') return null;
    const refused = String(refusal.params['folder']);
    const folder = refused.replace(/[\\/]+$/, '');
    if (folder.endsWith(OWN_NAME)) return null;
    return `${folder}${refused.includes('\\') ? '\\' : '/'}${OWN_NAME}`;
  }
}
