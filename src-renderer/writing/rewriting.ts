/** Writes a part of a draft anew in its place: as many lines as it has, and what stands around it stays. */
import type { ApiCalls } from '../../src-main/contract/api.ts';
import { writingRanges } from '../../src-main/contract/writing/piece.ts';
import { contextBefore } from './context.ts';
import type { Draft } from './draft.svelte.ts';
import { textOf, type Reading, type Wish } from './offering.svelte.ts';

export interface Place {
  readonly from: number;
  readonly to: number;
}

/** So many times as long a line may get before it is cut off. */
const SPARE = 3;

/**
 * @returns what is to stand there instead; nothing where the draft was changed meanwhile
 * @throws VerseloomError what the host refuses
 */
export async function writeAnew(
  calls: ApiCalls,
  draft: Draft,
  { from, to }: Place,
  { model, numbers, noCopy }: Wish,
): Promise<{ reading: Reading; text: string } | undefined> {
  const { doc } = draft.state;
  const before = contextBefore(doc, from);
  const instead = doc.sliceString(from, to);
  const isWhole = to === doc.length || doc.sliceString(to, to + 1) === '\n';
  const withPrefix = before.trim() === '';
  const prefix = withPrefix ? model.suggestedPrefix : before;
  const id = crypto.randomUUID();
  const all = numbers(1);
  const length = Math.min(writingRanges.length.max, instead.length * (isWhole ? SPARE : 1));
  const asked = { ...all, length: Math.max(1, length) };
  const { continuation, ...result } = await calls['writing.write']({
    ...{ id, modelId: model.id, prefix, noCopy },
    ...asked,
  });
  if (draft.state.doc !== doc) return undefined;
  const reading: Reading = {
    ...{ id, model, prefix, withPrefix, numbers: asked, continuation, isBrief: false },
    ...{ state: 'done', leftOut: result.leftOut, charactersPerSecond: result.charactersPerSecond },
  };
  return { reading, text: fitted(textOf(reading), instead, isWhole) };
}

/** @returns as many lines as stood there, or as many characters where a line goes on behind them */
function fitted(text: string, instead: string, isWhole: boolean): string {
  const begun = text.replace(/^\n+/, '');
  if (!isWhole) return [...begun].slice(0, [...instead].length).join('');
  const lines = instead.split('\n');
  const written = begun.split('\n').filter((line) => line !== '');
  // Where a stanza ended, one ends.
  return lines
    .map((line) => (line === '' ? '' : (written.shift() ?? '')))
    .join('\n')
    .replace(/\n+$/, '');
}
