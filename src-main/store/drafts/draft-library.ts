/**
 * The drafts that a person writes: a folder each, see draft-folder.ts, and a trash beside them.
 *
 * Every save names the revision that it has begun from: of two windows in which one draft is written, the second one to save is told that
 * it is another by now, and loses nothing of its own. All that is changed is changed by one process at a time, see change-lock.ts.
 */
import { randomBytes } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { lutimes, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { errnoOf, unreadable, unwritable } from '../../contract/disk-errors.ts';
import { toFailure, VerseloomError } from '../../contract/errors.ts';
import {
  KEPT_PIECES,
  REVISION_PERIOD,
  type Draft,
  type DraftContent,
  type DraftInfo,
  type DraftRevision,
} from '../../contract/writing/draft.ts';
import { flushFolder, PRIVATE } from '../files/atomic-file.ts';
import { whileAlone } from '../files/change-lock.ts';
import { isUnchanged, lstatIfThere, statIfThere } from '../files/file-stat.ts';
import { makeFolder } from '../files/make-folder.ts';
import { TRASH } from '../files/trash.ts';
import {
  charactersIn,
  discardDraft,
  DRAFT,
  isDraftId,
  listRevisions,
  readDraft,
  readNewestRevision,
  readRevision,
  setDraftAside,
  writeDraft,
  writeRevision,
  type StoredDraft,
} from './draft-folder.ts';

/** Of a list: so many lines, each so many UTF-16 units. */
const SHOWN_LINES = 3;
const SHOWN_LINE = 80;

type Label = Pick<Draft, 'name' | 'pinned'>;

export class DraftLibrary {
  readonly #folder: string;
  readonly #trash: string;
  readonly #now: () => number;
  /** What a list shows, with what was known of the files before they were read. */
  readonly #listed = new Map<string, { stat: BigIntStats; info: DraftInfo }>();

  private constructor(folder: string, now: () => number) {
    this.#folder = folder;
    this.#trash = join(folder, TRASH);
    this.#now = now;
  }

  /** @throws VerseloomError `file.unwritable` */
  static async open(folder: string, now: () => number = Date.now): Promise<DraftLibrary> {
    try {
      await makeFolder(folder, PRIVATE.folderMode);
    } catch (error) {
      throw unwritable(folder, error);
    }
    return new DraftLibrary(folder, now);
  }

  /**
   * @param query upper and lower case alike; without it, all
   * @returns pinned ones first, then by their last change; one that cannot be opened is among them, with the reason in `damage`
   * @throws VerseloomError `file.unreadable` for the folder itself
   */
  async list(query = ''): Promise<DraftInfo[]> {
    const names = await readdir(this.#folder).catch((error: unknown) => {
      if (errnoOf(error) === 'ENOENT') return []; // it is made with the next draft
      throw unreadable(this.#folder, error);
    });
    const wanted = query.toLocaleLowerCase();
    const found: DraftInfo[] = [];
    for (const id of names.filter(isDraftId)) {
      const info = await this.#look(id);
      if (info && (wanted === '' || (await this.#has(info, wanted)))) found.push(info);
    }
    return found.sort(
      (a, b) =>
        Number(b.pinned) - Number(a.pinned) ||
        b.changedAt.localeCompare(a.changedAt) ||
        a.id.localeCompare(b.id),
    );
  }

  /** @throws VerseloomError `draft.notFound` {id} */
  async info(id: string): Promise<DraftInfo> {
    const info = isDraftId(id) ? await this.#look(id) : undefined;
    if (!info) throw notFound(id);
    return info;
  }

  /** @throws VerseloomError `draft.notFound` {id}; `file.unreadable`, `draft.newer` */
  async read(id: string): Promise<Draft> {
    return opened(await this.#stored(id));
  }

  /** @throws VerseloomError `file.unwritable` */
  async create(name: string | null, text: string, id?: string): Promise<Draft> {
    const made = id !== undefined && (await readDraft(this.#path(id), id));
    return made ? opened(made) : this.#add({ ...EMPTY, text }, name, id);
  }

  /**
   * Takes what a window has of a draft. Where it had a text before for a while, or loses most of it now, that is kept.
   * @param revision that it has begun from
   * @returns when it is on disk
   * @throws VerseloomError `draft.changedElsewhere` {id, revision} where it has another one by now; `draft.notFound` {id};
   * `file.unreadable`, `draft.newer`, `file.unwritable`. It is then as it was
   */
  save(
    id: string,
    revision: number,
    content: DraftContent,
  ): Promise<Pick<Draft, 'revision' | 'changedAt'>> {
    return this.#change(id, async (before) => {
      if (before.revision !== revision)
        throw new VerseloomError('draft.changedElsewhere', { id, revision: before.revision });
      const kept = await this.#keepBefore(before, content.text);
      return { ...kept, content: withoutOver(content) };
    });
  }

  /** Sets what the person calls a draft by; that is no change of it. @throws VerseloomError as `save` */
  async label(id: string, label: Partial<Label>): Promise<DraftInfo> {
    await whileAlone(this.#folder, async () => {
      await writeDraft(this.#path(id), { ...(await this.#stored(id)), ...label });
    });
    return this.info(id);
  }

  /** Copies a draft, without its texts of before. @throws VerseloomError as `read`, `file.unwritable` */
  async duplicate(id: string, name: string | null): Promise<DraftInfo> {
    const { content } = await this.#stored(id);
    return this.info((await this.#add(content, name)).id);
  }

  /** Moves a draft to the trash. @throws VerseloomError `draft.notFound` {id}, `file.unwritable`, `data.inUse` */
  async remove(id: string): Promise<void> {
    const path = this.#path(id);
    await whileAlone(this.#folder, async () => {
      if (!(await statIfThere(join(path, DRAFT)).catch(() => undefined))) throw notFound(id);
      // Its age in the trash counts from now: told before, since what lies there with an old time is thrown away.
      const now = new Date(this.#now());
      await lutimes(path, now, now).catch(() => {});
      await this.#move(id, path, join(this.#trash, id));
    });
  }

  /** Takes a draft back out of the trash. @throws VerseloomError `draft.notFound` {id}, `file.unwritable`, `data.inUse` */
  async restore(id: string): Promise<DraftInfo> {
    const path = this.#path(id);
    await whileAlone(this.#folder, async () => {
      // Restored before: nothing in the trash may overwrite what is in the library.
      if (!(await statIfThere(join(path, DRAFT))))
        await this.#move(id, join(this.#trash, id), path);
    });
    return this.info(id);
  }

  /** @returns the texts of before, the newest first; also of a draft that is damaged. @throws VerseloomError `draft.notFound` {id} */
  async revisions(id: string): Promise<DraftRevision[]> {
    await this.info(id);
    return listRevisions(this.#path(id));
  }

  /** @throws VerseloomError `draft.notFound` {id}, also for a number that there is not; `file.unreadable`, `draft.newer` */
  async revision(id: string, number: number): Promise<Pick<DraftContent, 'text' | 'spans'>> {
    await this.info(id);
    const found = await readRevision(this.#path(id), number);
    if (!found) throw notFound(`${id}/${number}`);
    return { text: found.text, spans: found.spans };
  }

  /** Keeps a text as one of before. @throws VerseloomError `draft.notFound` {id}, `file.unwritable`, `data.inUse` */
  async keep(
    id: string,
    reason: DraftRevision['reason'],
    { text, spans }: Pick<DraftContent, 'text' | 'spans'>,
  ): Promise<DraftRevision> {
    await this.info(id);
    return whileAlone(this.#folder, () =>
      writeRevision(this.#path(id), { text, spans, reason, at: this.#time() }),
    );
  }

  /**
   * Puts a text of before in the place of the present one, which is kept. Of a draft that cannot be read, the file is set aside, and
   * what else belonged to it is not there.
   * @throws VerseloomError as `revision`, `file.unwritable`, `data.inUse`
   */
  async goBack(id: string, number: number): Promise<Draft> {
    const { text, spans } = await this.revision(id, number);
    const { damage } = await this.info(id);
    if (damage?.code === 'file.unreadable') {
      await whileAlone(this.#folder, async () => {
        await setDraftAside(this.#path(id));
        await writeDraft(this.#path(id), this.#fresh(id, { ...EMPTY, text }, null));
      });
      return this.read(id);
    }
    await this.#change(id, async (before) => {
      const kept = await this.#kept(before, 'replaced');
      const pieces = new Set(before.content.pieces.map((piece) => piece.id));
      const known = spans.filter(({ piece }) => pieces.has(piece));
      // What can be undone, and how characters are read, is of the text that gives way.
      const content = { ...before.content, text, spans: known, readings: [], history: null };
      return { ...kept, content };
    });
    return this.read(id);
  }

  /** Changes a draft as it is now. */
  #change(
    id: string,
    change: (before: StoredDraft) => Promise<StoredDraft>,
  ): Promise<Pick<Draft, 'revision' | 'changedAt'>> {
    return whileAlone(this.#folder, async () => {
      const before = await this.#stored(id);
      const revision = before.revision + 1;
      const changedAt = this.#time();
      await writeDraft(this.#path(id), { ...(await change(before)), revision, changedAt });
      return { revision, changedAt };
    });
  }

  async #keepBefore(before: StoredDraft, text: string): Promise<StoredDraft> {
    const { text: old } = before.content;
    if (old === text || old.trim() === '') return before;
    const isOld = this.#now() - Date.parse(before.keptAt) >= REVISION_PERIOD;
    const isShortened = text.length < old.length / 2 && old.length >= SHOWN_LINE;
    if (!isOld && !isShortened) return before;
    // It was kept by hand, or before another text took its place.
    if (await isNewest(this.#path(before.id), old)) return { ...before, keptAt: this.#time() };
    return this.#kept(before, isOld ? 'time' : 'shortened');
  }

  async #kept(before: StoredDraft, reason: DraftRevision['reason']): Promise<StoredDraft> {
    const { text, spans } = before.content;
    const revision = { text, spans, reason, at: before.changedAt };
    await writeRevision(this.#path(before.id), revision);
    return { ...before, keptAt: this.#time() };
  }

  #fresh(id: string, content: DraftContent, name: string | null): StoredDraft {
    const now = this.#time();
    const times = { createdAt: now, changedAt: now, keptAt: now };
    return { id, name, pinned: false, ...times, revision: 1, content };
  }

  async #add(
    content: DraftContent,
    name: string | null,
    id = randomBytes(8).toString('hex'),
  ): Promise<Draft> {
    const fresh = this.#fresh(id, content, name);
    await writeDraft(this.#path(id), fresh); // a new folder is in nobody's way
    await flushFolder(this.#folder);
    return opened(fresh);
  }

  async #stored(id: string): Promise<StoredDraft> {
    const stored = await readDraft(this.#path(id), id);
    if (!stored) throw notFound(id);
    return stored;
  }

  async #look(id: string): Promise<DraftInfo | undefined> {
    const folder = this.#path(id);
    const now = await statIfThere(join(folder, DRAFT)).catch(() => undefined);
    if (!now) {
      this.#listed.delete(id);
      return undefined;
    }
    const listed = this.#listed.get(id);
    if (listed && isUnchanged(listed.stat, now)) return listed.info;
    try {
      const stored = await readDraft(folder, id);
      if (!stored) return undefined;
      const info = listing(stored);
      this.#listed.set(id, { stat: now, info });
      return info;
    } catch (error) {
      if (!(error instanceof VerseloomError)) throw error;
      const at = new Date(Number(now.mtimeMs)).toISOString();
      const nothing = { name: null, pinned: false, characters: 0, firstLines: [] };
      return { id, ...nothing, createdAt: at, changedAt: at, damage: toFailure(error) };
    }
  }

  async #has({ id, name, damage }: DraftInfo, wanted: string): Promise<boolean> {
    if (name?.toLocaleLowerCase().includes(wanted)) return true;
    if (damage) return false;
    const { content } = await this.#stored(id);
    return content.text.toLocaleLowerCase().includes(wanted);
  }

  async #move(id: string, from: string, to: string): Promise<void> {
    try {
      await makeFolder(this.#trash, PRIVATE.folderMode);
      if (await lstatIfThere(from)) await discardDraft(to); // what was left there of an earlier one
      await rename(from, to);
      for (const folder of [this.#trash, this.#folder]) await flushFolder(folder);
    } catch (error) {
      throw errnoOf(error) === 'ENOENT' ? notFound(id) : unwritable(from, error);
    }
  }

  #time(): string {
    return new Date(this.#now()).toISOString();
  }

  /** @throws VerseloomError `draft.notFound` for what is no id */
  #path(id: string): string {
    if (!isDraftId(id)) throw notFound(id);
    return join(this.#folder, id);
  }
}

const EMPTY: DraftContent = {
  ...{ text: '', spans: [], readings: [], pieces: [], settings: {}, history: null },
};

/** @returns a content without the pieces that nothing stands of in the text, but for the last ones */
function withoutOver(content: DraftContent): DraftContent {
  const { pieces, spans } = content;
  if (pieces.length <= KEPT_PIECES) return content;
  const named = new Set(spans.map(({ piece }) => piece));
  const over = pieces.length - KEPT_PIECES;
  return { ...content, pieces: pieces.filter(({ id }, index) => index >= over || named.has(id)) };
}

const opened = ({ keptAt: _, ...draft }: StoredDraft): Draft => draft;

function listing({ id, name, pinned, createdAt, changedAt, content }: StoredDraft): DraftInfo {
  const { text } = content;
  const firstLines = firstLinesOf(text);
  const label = { name, pinned, createdAt, changedAt };
  return { id, ...label, firstLines, characters: charactersIn(text), damage: null };
}

/** Of a long text, no more is gone through than is shown. */
function firstLinesOf(text: string): string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length && lines.length < SHOWN_LINES;) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? undefined : end).trim();
    if (line)
      lines.push(
        Array.from(line.slice(0, 2 * SHOWN_LINE))
          .slice(0, SHOWN_LINE)
          .join(''),
      );
    at = end < 0 ? text.length : end + 1;
  }
  return lines;
}

/** Whether it is what the newest text of before says. */
async function isNewest(folder: string, text: string): Promise<boolean> {
  const newest = await readNewestRevision(folder).catch(() => undefined); // damaged: it is none
  return newest?.text === text;
}

const notFound = (id: string) => new VerseloomError('draft.notFound', { id });
