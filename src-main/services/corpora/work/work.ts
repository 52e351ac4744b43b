/** All jobs of the worker thread, over what it keeps between them. */
import { toFailure } from '../../../contract/errors.ts';
import type { ReadyPack } from '../../../store/corpora/packs.ts';
import { Copies } from './copies.ts';
import { importFiles } from './import.ts';
import type { Answer, JobName, Request, Tell, Work } from './jobs.ts';
import { make } from './make.ts';
import { merge } from './merge.ts';
import { Sources } from './sources.ts';
import { Texts } from './text-views.ts';
import type { Rhymes } from './rhymes.ts';
import { preview, previewSplit, viewSource } from './views.ts';

export function createWork(): Work {
  const kept = new Sources();
  const texts = new Texts();
  let rhymes: Rhymes | undefined;
  const copies = new Copies();
  /** Of a job that goes through a whole corpus. */
  const round = <In, Out>(job: (kept: Sources, input: In, tell: Tell) => Out) => {
    return (input: In, tell: Tell): Out => {
      kept.turn();
      return job(kept, input, tell);
    };
  };
  return {
    import: round(importFiles),
    make: round(make),
    merge: round(merge),
    preview: round(preview),
    previewSplit: (input) => previewSplit(kept, input),
    source: (input) => viewSource(kept, input),
    songs: (input) => texts.songs(input),
    lines: (input) => texts.lines(input),
    search: (input) => texts.search(input),
    figures: (input) => texts.figures(input),
    rhymes: async (input) => {
      // What knows readings is large, and no other job needs it.
      rhymes ??= new (await import('./rhymes.ts')).Rhymes();
      return rhymes.find(input);
    },
    copied: (input) => copies.copied(input),
    exportText: (input) => texts.exportText(input),
    exportSongs: (input) => texts.exportSongs(input),
  };
}

/** Milliseconds from one word of its progress to the next. */
const TELL_MS = 100;

/** @param post carries an answer to who asked; `moved` go with it, and are gone here */
export async function doJob<Name extends JobName>(
  work: Work,
  { name, input }: Request<Name>,
  post: (answer: Answer, moved: ArrayBuffer[]) => void,
): Promise<void> {
  let told = performance.now();
  const tell: Tell = (share) => {
    const now = performance.now();
    if (now - told < TELL_MS) return;
    told = now;
    post({ share }, []);
  };
  try {
    const value = await work[name](input, tell);
    post({ value }, movedOf(value));
  } catch (error) {
    const stack = error instanceof Error ? error.stack : undefined;
    post({ failure: toFailure(error), stack }, []);
  }
}

/** The text of a corpus and its packs are large, and nobody needs them here any more. */
function movedOf(value: unknown): ArrayBuffer[] {
  const { text, packs = [] } = value as { text?: unknown; packs?: readonly ReadyPack[] };
  return [value, text, ...packs.map(({ zip }) => zip)].flatMap((large) =>
    large instanceof Uint8Array ? [large.buffer as ArrayBuffer] : [],
  );
}
