/** What a screen may ask for that another one does; who carries it out, the composition alone knows. */
import { createContext } from 'svelte';
import type { LineBreaks } from '../../src-main/contract/settings.ts';
import type { ModelInfo } from '../../src-main/contract/model.ts';
import type { Gathered } from './files.ts';

/** What a model has written. */
export interface Writ {
  /** Empty where it is not kept. */
  readonly modelId: string;
  readonly modelName: string;
  /** As the model has read it. */
  readonly prefix: string;
  readonly continuation: string;
  readonly lineBreaks: LineBreaks;
  /** What else it was made with. */
  readonly settings: Readonly<Record<string, number>>;
}

export interface Errands {
  /** Takes in models, and everything else as songs of one corpus, and tells what has become of it. @param to where songs go */
  importFiles(what: Gathered, to?: { into?: string; replace?: boolean }): Promise<void>;
  /** Goes where a run on this corpus begins. */
  trainOn(corpusId: string): void;
  /** Goes where a new run begins that takes over what a model has learnt. */
  trainFrom(model: ModelInfo): void;
  /** Goes to the form with the settings of a run, and its text where that is here; what is changed there from then on is marked. */
  takeSettings(run: ModelInfo): void;
  /** Goes where one sees what goes on inside a model. */
  lookInside(modelId: string): void;
  /** Asks how many more epochs the run of a model makes. */
  askToGoOn(model: ModelInfo): Promise<void>;
  /** Goes on with a run that has epochs left; asks where it has none, or when that is refused. */
  goOnOrAsk(model: ModelInfo): Promise<void>;
  writeWith(modelId: string): void;
  /** Puts what a model has written elsewhere into the draft that is open. */
  putInDraft(writ: Writ): void;
  /** Puts models side by side. */
  compareModels(modelIds: readonly string[]): void;
  /** Asks where all data are to be moved. */
  moveData(): void;
  /** Saves what the run has learnt, or the text where that is what one sees. */
  save(): Promise<void>;
}

export const [useErrands, provideErrands] = createContext<Errands>();
