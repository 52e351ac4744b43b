/** The models that the person keeps: one file each in a folder, with a trash beside them. */
import type { Manifest, ModelInfo } from '../contract/model.ts';
import type { LanguageModel, ModelFile } from './model-file.ts';

export declare class ModelLibrary {
  static open(folder: string, now?: () => number): Promise<ModelLibrary>;
  list(): Promise<ModelInfo[]>;
  info(id: string): Promise<ModelInfo>;
  save(manifest: Manifest, model: LanguageModel): Promise<string>;
  read(id: string): Promise<ModelFile>;
  rename(id: string, name: string): Promise<ModelInfo>;
  remove(id: string): Promise<void>;
  restore(id: string): Promise<ModelInfo>;
  import(bytes: Uint8Array, name: string): Promise<ModelInfo>;
  export(id: string): Promise<{ name: string; bytes: Uint8Array }>;
  path(id: string): string;
}
