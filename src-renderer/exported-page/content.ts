/** What an exported page carries of its model, as services/exports/page.ts has put it there: facts as JSON, weights as base64. */
import {
  forEachParameter,
  parameterShapes,
  type LanguageModel,
} from '../../src-main/core/parameters.ts';
import { architectureOf, sizeOf, type Architecture } from '../../src-main/contract/architecture.ts';
import type { HeldOut } from '../../src-main/contract/held-out.ts';
import type { LineBreaks, TrainingSettings } from '../../src-main/contract/settings.ts';

export interface Facts
  extends
    Omit<Architecture, 'vocabularySize'>,
    Pick<TrainingSettings, 'dropout' | 'optimiser' | 'schedule' | 'clip' | 'clippingThreshold'>,
    Pick<TrainingSettings, 'firstWeights' | 'sampling' | 'detach'> {
  readonly name: string;
  readonly epochs: number;
  readonly perplexity: number | null;
  /** As the model has learnt them. */
  readonly lineBreaks: LineBreaks;
  /** What of its text it has not learnt. */
  readonly heldOut: HeldOut;
  /** Of the model's own run. */
  readonly prefixes: readonly string[];
  /** The character of every id. */
  readonly vocabulary: readonly string[];
}

export const readFacts = (document: Document): Facts =>
  JSON.parse(document.getElementById('facts')!.textContent) as Facts;

/** @returns when the page has shown itself and heard the person */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/**
 * Reads the weights piece by piece, since there may be many megabytes of them.
 * @returns undefined when some are missing, as when the file was cut short
 */
export async function readWeights(
  document: Document,
  facts: Facts,
): Promise<LanguageModel | undefined> {
  const architecture = architectureOf(facts, facts.vocabulary.length);
  const shapes = parameterShapes(architecture);
  const parameters = forEachParameter(
    architecture,
    (name) => new Float32Array(sizeOf(shapes[name])),
  );
  for (const [name, { buffer }] of Object.entries(parameters)) {
    const bytes = new Uint8Array(buffer);
    let end = 0;
    for (const piece of document.querySelectorAll(`[data-weights=${name}]`)) {
      const decoded = decode(piece.textContent);
      if (!decoded || end + decoded.length > bytes.length) return undefined;
      bytes.set(decoded, end);
      end += decoded.length;
      piece.remove(); // its text takes more memory than what it says
      await nextTurn();
    }
    if (end !== bytes.length) return undefined;
  }
  return { architecture, parameters };
}

function decode(base64: string): Uint8Array | undefined {
  try {
    const characters = atob(base64);
    const bytes = new Uint8Array(characters.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
    return bytes;
  } catch {
    return undefined; // cut within four characters
  }
}
