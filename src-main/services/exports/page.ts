/** The page that writes by itself: the page as it was built, with a model put into its places. */
import type { LanguageModel } from '../../contract/compute-api.ts';
import type { Manifest } from '../../contract/model.ts';
import { readBytes } from '../../store/files/atomic-file.ts';
import { giveWay } from '../../store/files/slices.ts';

/** Bytes of weights in one element, so that neither this process nor the page has to take all of them at once; a multiple of 3. */
const PIECE_BYTES = 3 << 18;

/**
 * @param path of the page without a model
 * @throws VerseloomError `file.notFound`, `file.unreadable`
 */
export async function fillPage(
  path: string,
  manifest: Manifest,
  { parameters }: LanguageModel,
): Promise<Uint8Array> {
  const page = Buffer.from(await readBytes(path)).toString();
  const { title, facts } = describe(manifest);
  const [beforeTitle, afterTitle] = cut(page, '<!-- title -->');
  const [beforeFacts, afterFacts] = cut(afterTitle, '<!-- facts -->');
  const [beforeWeights, afterWeights] = cut(afterFacts, '<!-- weights -->');
  const pieces = [beforeTitle, title, beforeFacts, facts, beforeWeights].map((text) =>
    Buffer.from(text),
  );
  for (const [name, values] of Object.entries(parameters)) {
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
      const base64 = bytes.toString('base64', start, start + PIECE_BYTES);
      pieces.push(
        Buffer.from(`<script type="text/plain" data-weights="${name}">${base64}</script>\n`),
      );
      await giveWay();
    }
  }
  return Buffer.concat([...pieces, Buffer.from(afterWeights)]);
}

/** A name or a vocabulary may hold anything: it must not end the element that it stands in. */
function describe(manifest: Manifest): { title: string; facts: string } {
  const { name, epochs, perplexity, settings, vocabulary } = manifest;
  const { cell, activation, hiddenSize, layers, embeddingSize, tied } = settings;
  const { dropout, optimiser, schedule, clip, clippingThreshold } = settings;
  const { firstWeights, sampling, detach } = settings;
  const { prefixes, lineBreaks, heldOut } = settings;
  const facts = {
    ...{ name, epochs, perplexity },
    ...{ cell, activation, hiddenSize, layers, embeddingSize, tied },
    ...{ dropout, optimiser, schedule, clip, clippingThreshold },
    ...{ firstWeights, sampling, detach },
    ...{ prefixes, lineBreaks, heldOut, vocabulary },
  };
  const text = name.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const json = JSON.stringify(facts).replaceAll('<', '\\u003c');
  return {
    title: `<title>${text}</title>`,
    facts: `<script type="application/json" id="facts">${json}</script>`,
  };
}

function cut(text: string, place: string): [before: string, after: string] {
  const [before, after, ...more] = text.split(place);
  if (after === undefined || more.length > 0)
    throw new Error(`the page has not one place ${place}`);
  return [before!, after];
}
