/** A run that comes with the product, as one of a person's own: so it is when somebody goes on with it. */
import type { CorpusInfo } from '../../contract/corpus/corpus.ts';
import type { Language } from '../../contract/preferences.ts';
import { modelNameOf } from '../../contract/names/model-name.ts';
import type { ModelFile } from '../../store/models/model-file.ts';
import type { Naming } from './naming.ts';

/**
 * @param corpusId of its text; empty where the library does not have that
 * @param corpora say what it is called here
 * @returns it with a name as new runs have one, which follows it while it goes on
 */
export async function asOwn(
  { manifest, ...parts }: ModelFile,
  corpusId: string,
  corpora: { info(id: string, language: Language): Promise<CorpusInfo> },
  { words, language }: Naming,
): Promise<ModelFile> {
  const { name } = corpusId === '' ? manifest.corpus : await corpora.info(corpusId, language);
  const named = { ...manifest, corpus: { ...manifest.corpus, name } };
  const { settings, parent } = named;
  const run = { ...named, hasParent: parent !== null, epochs: settings.epochs };
  return { ...parts, manifest: { ...named, name: modelNameOf(run, words[language]) } };
}
