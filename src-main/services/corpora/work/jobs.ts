/** What the worker thread of corpora is asked for, and what it answers: the same program on both sides. */
import type { RhymesRequest, RhymesResult } from '../../../contract/writing/rhymes.ts';
import type { GivenFile } from '../../../contract/corpus/corpus.ts';
import type { CorpusLimits } from '../../../contract/corpus/limits.ts';
import type { CorpusFigures, SearchHit, SongPlace } from '../../../contract/corpus/figures.ts';
import type { Recipe } from '../../../contract/corpus/recipe.ts';
import type { RecipePreview, SourceView, Split } from '../../../contract/corpus/source.ts';
import type { CopiedRun } from '../../../contract/writing/lines.ts';
import type { Failure } from '../../../contract/errors.ts';
import type { Encoding } from '../../../corpus/encodings/encoding-names.ts';
import type { NewPack, ReadyPack } from '../../../store/corpora/packs.ts';
import type { StoredSource } from '../../../store/corpora/stored-corpus.ts';
import type { TextFacts } from '../facts.ts';

/** A corpus as it is to become: its sources in order, without those that were taken out. */
export interface Wanted {
  readonly recipe: Recipe;
  readonly sources: readonly StoredSource[];
  /** Where each pack lies that these name. */
  readonly packs: Readonly<Record<string, string>>;
  /** A pack that is not written yet. */
  readonly fresh?: NewPack | undefined;
}

/** What has become of it. */
export interface Made {
  /** With what is known of each by now. */
  readonly sources: readonly StoredSource[];
  /** In UTF-8. */
  readonly text: Uint8Array;
  readonly facts: TextFacts;
}

export interface MakeInput extends Wanted {
  /** The sources whose encoding is to be guessed, for all of these together. */
  readonly guess: readonly string[];
}

export interface ImportInput extends Wanted {
  readonly files: readonly GivenFile[];
  readonly encoding: Encoding | undefined;
  /** Of the corpus as a whole. */
  readonly limits: CorpusLimits;
  /** Whether a file that has the name of a source takes its place. */
  readonly replace: boolean;
  /** The id of the pack that what is new goes into. */
  readonly pack: string;
}

export interface Imported extends Made {
  /** Of what is new; none where nothing is. */
  readonly packs: readonly ReadyPack[];
  /** Sources by their ids: those whose places others have taken, and all that are new. */
  readonly replaced: readonly { readonly before: string; readonly after: string }[];
  readonly added: readonly string[];
  readonly leftOut: number;
  readonly unchanged: number;
}

export interface MergeInput {
  /** In the order of the new corpus. */
  readonly corpora: readonly Wanted[];
  readonly recipe: Recipe;
  /** The id of the pack that all goes into. */
  readonly pack: string;
  /** Of the new corpus. */
  readonly name: string;
  readonly limits: CorpusLimits;
}

export interface Merged extends Made {
  readonly packs: readonly ReadyPack[];
}

export interface SourceInput extends Wanted {
  readonly sourceId: string;
}

/** Which lines of a text: from a line on, and in that from a UTF-16 unit on. */
export interface LinesWanted {
  readonly from: number;
  readonly count: number;
  readonly offset: number;
}

/** What is looked for, from a line on. */
export interface SearchWanted {
  readonly query: string;
  readonly from: number;
  /** Places that are told. */
  readonly limit: number;
}

/** A text that is read; left out where the worker has read it before. */
export interface TextInput {
  readonly hash: string;
  readonly text?: Uint8Array | undefined;
}

export interface CopiedInput {
  /** By its name; made of the corpus where it is not there yet. */
  readonly index: string;
  readonly utf8: Uint8Array | undefined;
  /** The indexes that are kept: all others go. */
  readonly kept: readonly string[];
  readonly text: string;
  /** Units of a run that counts; no fewer than the index goes by. */
  readonly shortest: number;
}

interface Job<Input, Output> {
  readonly input: Input;
  readonly output: Output;
}

export interface Jobs {
  import: Job<ImportInput, Imported>;
  make: Job<MakeInput, Made>;
  merge: Job<MergeInput, Merged>;
  preview: Job<Wanted, RecipePreview>;
  previewSplit: Job<
    Wanted & { sourceIds: readonly string[]; split: Split },
    { songs: { title: string; text: string }[]; songsInAll: number }
  >;
  source: Job<SourceInput & { encoding: Encoding | undefined }, SourceView>;
  /** `sources` tells, of each song in order, whose it is, which of its songs, and its title. */
  songs: Job<
    TextInput & { sources: readonly Pick<SongPlace, 'sourceId' | 'number' | 'title'>[] },
    SongPlace[]
  >;
  lines: Job<TextInput & LinesWanted, { lines: string[]; rest: number; total: number }>;
  search: Job<TextInput & SearchWanted, { hits: SearchHit[]; total: number }>;
  figures: Job<TextInput, CorpusFigures>;
  rhymes: Job<TextInput & Omit<RhymesRequest, 'modelId'>, RhymesResult>;
  /** What of a text stands in a corpus. */
  copied: Job<CopiedInput, CopiedRun[]>;
  exportText: Job<TextInput, Uint8Array>;
  exportSongs: Job<TextInput & { titles: readonly string[] }, Uint8Array>;
}
export type JobName = keyof Jobs;
export type Input<Name extends JobName> = Jobs[Name]['input'];
export type Output<Name extends JobName> = Jobs[Name]['output'];

export interface Request<Name extends JobName = JobName> {
  readonly name: Name;
  readonly input: Input<Name>;
}

/** How far a job has come, from 0 to 1; or how it has ended. */
export type Answer =
  | { readonly share: number }
  | { readonly value: unknown }
  | { readonly failure: Failure; readonly stack: string | undefined };

export type Tell = (share: number) => void;
export type Work = {
  readonly [Name in JobName]: (
    input: Input<Name>,
    tell: Tell,
  ) => Promise<Output<Name>> | Output<Name>;
};
