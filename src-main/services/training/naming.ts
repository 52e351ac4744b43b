/** How a run's model is called, as long as the person does not call it otherwise. */
import type { Language } from '../../contract/preferences.ts';
import type { Manifest } from '../../contract/model.ts';
import type { TrainingSettings } from '../../contract/settings.ts';
import type { Label } from '../../store/models/label.ts';
import {
  languageOfName,
  modelNameOf,
  uniqueName,
  type NamedRun,
  type NameWordsOf,
} from '../../contract/names/model-name.ts';

/** A run, as far as its model is called after it. */
interface Named extends Omit<NamedRun, 'epochs' | 'hasParent' | 'settings'> {
  readonly naming: Naming | undefined;
  readonly prepared: { readonly settings: TrainingSettings };
  readonly parent: Manifest['parent'];
  readonly modelId: string | null;
  label: Label;
}

export interface Naming {
  readonly words: NameWordsOf;
  /** Of who begins the run. */
  readonly language: Language;
  /** @param own id of the model itself. @returns the names of the others that it lies among */
  others(own: string | null): Promise<readonly string[]>;
}

/** @returns how a saved run is called from here on; undefined where the person has given its model a name */
export function namingOf(manifest: Manifest, naming: Naming | undefined): Naming | undefined {
  if (!naming) return undefined;
  const { name, settings, parent, corpus, outcome, epochs } = manifest;
  const run = { corpus, settings, hasParent: parent !== null };
  for (const told of outcome === 'finished' ? [settings.epochs] : [settings.epochs, epochs]) {
    const language = languageOfName(name, { ...run, epochs: told }, naming.words);
    if (language) return { ...naming, language };
  }
  return undefined;
}

/**
 * Calls the model after its run.
 * @param made how many epochs it has made, once it has ended; before, it is called after those that it is to make
 */
export async function nameModel(run: Named, made?: number): Promise<void> {
  const { naming, parent, corpus, prepared } = run;
  if (!naming) return;
  const { settings } = prepared;
  const named: NamedRun = {
    ...{ corpus, settings, hasParent: parent !== null },
    epochs: made ?? settings.epochs,
  };
  const plain = modelNameOf(named, naming.words[naming.language]);
  if (languageOfName(run.label.name, named, naming.words)) return; // it is called so
  // What cannot be listed now is no reason not to save.
  const others = await naming.others(run.modelId).catch((): readonly string[] => []);
  run.label = { ...run.label, name: uniqueName(plain, others) };
}
