/** The verbs of the corpus: list, import, remove, and the text itself. */
import type { CorpusInfo } from '../contract/corpus.ts';
import type { Language } from '../contract/preferences.ts';

export declare class Corpora {
  static open(options: { folder: string; builtInFolder: string; language?: () => Language }): Promise<Corpora>;
  list(): Promise<CorpusInfo[]>;
  import(file: { name: string; bytes: Uint8Array; encoding?: string | undefined }): Promise<CorpusInfo>;
  remove(which: { id: string }): Promise<void>;
  text(id: string): Promise<{ info: CorpusInfo; text: string }>;
}
