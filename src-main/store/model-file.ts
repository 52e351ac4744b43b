/** A model as one `*.verse` file: a zip of `manifest.json` and `weights.safetensors`, read whole or not at all. */
import type { z } from 'zod';
import type { languageModel } from '../contract/compute-api.ts';
import type { Manifest } from '../contract/model.ts';

/** In memory `W_hq` is [V, H]; in the file it is the book's [H, V]. */
export type LanguageModel = z.output<typeof languageModel>;
export type ModelFile = { manifest: Manifest; model: LanguageModel };

export declare function encodeModel(manifest: Manifest, model: LanguageModel): Promise<Uint8Array>;
export declare function decodeModel(bytes: Uint8Array, name: string): Promise<ModelFile>;
export declare function writeModelFile(path: string, manifest: Manifest, model: LanguageModel): Promise<void>;
export declare function readModelFile(path: string): Promise<ModelFile>;
export declare function readManifest(path: string): Promise<Manifest>;
