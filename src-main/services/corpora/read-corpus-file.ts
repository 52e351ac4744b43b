/** A file that a person gives as a corpus, read into text: a `.zip` of texts, or one text. */
export declare function readCorpusFile(name: string, bytes: Uint8Array, encoding?: string): Promise<{ text: string; encoding: string }>;
