/** Notices of the window: what was done, with a way back where there is one; what went wrong; and what is news from elsewhere. */
import { toFailure } from '../../src-main/contract/errors.ts';
import { t } from '../text/messages.svelte.ts';
import { sentence } from '../text/sentences.ts';

export interface NoticeAction {
  label: string;
  run: () => void;
}

export interface Notice {
  id: number;
  /** What was done goes by itself after a while; the others stay until they are dismissed. */
  kind: 'done' | 'news' | 'error';
  text: string;
  /** What it stands for, a sentence each; of one, that is its text. */
  all: readonly string[];
  /** What can be done about it. */
  actions: readonly NoticeAction[];
}

/** What makes one notice of several. */
export interface Alike {
  kind: string;
  /** The sentence for as many. */
  several: (count: number) => string;
}

/** What stays until it is dismissed, or holds no longer. */
export interface LastingNotice {
  text: string;
  action?: NoticeAction;
  isProblem?: boolean;
  /** A person has taken note of it. */
  ondismiss?: () => void;
}

interface Kept extends Notice {
  key: string | undefined;
  ondismiss: (() => void) | undefined;
}

const READING_TIME = 6000; // ms
const UNDO_TIME = 15_000; // ms; also for someone who works by keyboard and has to get there first
const MOST_DONE = 4; // those that stay are never pushed out by others

export class Notices {
  list = $state.raw<readonly Kept[]>([]);
  #nextId = 1;
  readonly #timers: Record<number, ReturnType<typeof setTimeout>> = {};

  /** @returns its id */
  done(text: string, actions: readonly NoticeAction[] = [], alike?: Alike): number {
    const more = { kind: 'done', text, actions, ondismiss: undefined } as const;
    if (actions.length === 0) this.#unsay(text);
    const before = alike && this.#find(alike.kind);
    if (!before || before.kind !== 'done') return this.#add({ ...more, key: alike?.kind });
    const all = [...before.all, text];
    this.#change({ ...before, ...more, all, text: alike.several(all.length) });
    return before.id;
  }

  /** Several of the same code are one; one that is there already is not said again. */
  error(error: unknown): void {
    const { code } = toFailure(error);
    if (code === 'host.away') return; // the window says so as long as it is
    const text = sentence(error);
    const key = `error ${code}`;
    const before = this.#find(key);
    const more = { kind: 'error', actions: [], ondismiss: undefined } as const;
    if (!before) this.#add({ ...more, key, text });
    else if (!before.all.includes(text)) this.#gather(before, text);
  }

  /** Tells what stays until it is dismissed, in the place of what was told by the same key. */
  tell(key: string, { text, action, isProblem = false, ondismiss }: LastingNotice): void {
    const before = this.#find(key);
    const kind = isProblem ? 'error' : 'news';
    const actions = action ? [action] : [];
    if (before) this.#change({ ...before, kind, text, all: [text], actions, ondismiss });
    else this.#add({ key, kind, text, actions, ondismiss });
  }

  /** Takes back what was told and has been seen, or holds no longer. */
  withdraw(key: string): void {
    const notice = this.#find(key);
    if (notice) this.#remove(notice.id);
  }

  /** @returns what a notice says by now; undefined where it is gone */
  textOf(id: number): string | undefined {
    return this.list.find((notice) => notice.id === id)?.text;
  }

  isTold(key: string): boolean {
    return this.#find(key) !== undefined;
  }

  /** Runs something that a person asked for, and says so when it fails. */
  async attempt(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      this.error(error);
    }
  }

  dismiss(id: number): void {
    const notice = this.list.find((one) => one.id === id);
    this.#remove(id);
    notice?.ondismiss?.();
  }

  /** Stops the clock while someone is reading or reaching for the button. */
  hold(id: number): void {
    clearTimeout(this.#timers[id]);
    delete this.#timers[id];
  }

  release(id: number): void {
    const notice = this.list.find((one) => one.id === id);
    if (notice?.kind !== 'done') return;
    this.hold(id);
    const time = notice.actions.length > 0 ? UNDO_TIME : READING_TIME;
    this.#timers[id] = setTimeout(() => this.dismiss(id), time);
  }

  #find(key: string): Kept | undefined {
    return this.list.find((notice) => notice.key === key);
  }

  #gather(before: Kept, text: string): void {
    const all = [...before.all, text];
    this.#change({ ...before, all, text: t('app.alike', { text, count: all.length }) });
  }

  /** What is done once more is told once more, in the place of the first time. */
  #unsay(text: string): void {
    const before = this.list.find(
      (one) => one.kind === 'done' && one.text === text && one.actions.length === 0 && !one.key,
    );
    if (before) this.#remove(before.id);
  }

  #change(notice: Kept): void {
    this.list = this.list.map((one) => (one.id === notice.id ? notice : one));
    this.release(notice.id);
  }

  #add(notice: Omit<Kept, 'id' | 'all'>): number {
    const id = this.#nextId++;
    this.list = [...this.list, { ...notice, id, all: [notice.text] }];
    this.release(id);
    const done = this.list.filter(({ kind }) => kind === 'done');
    if (done.length > MOST_DONE) this.#remove(done[0]!.id);
    return id;
  }

  #remove(id: number): void {
    this.hold(id);
    this.list = this.list.filter((notice) => notice.id !== id);
  }
}
