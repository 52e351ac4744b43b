/** A file of a person's own as the text of a draft: a plain text as it stands, of other kinds the words that are sung. */
import type { GivenFile } from '../../contract/corpus/corpus.ts';
import { usualLimits } from '../../contract/corpus/limits.ts';
import { VerseloomError } from '../../contract/errors.ts';
import { MAX_DRAFT_TEXT } from '../../contract/writing/draft.ts';
import { corpusName } from '../corpora/corpus-name.ts';
import { readAsText } from '../corpora/files-as-text.ts';
import { refusalOf } from '../corpora/imports.ts';

/** UTF-16 units of a name. */
const LONGEST_NAME = 200;

export interface DraftFile {
  readonly name: string | null;
  readonly text: string;
  /** As it was read; null where there was none to choose, and where several files were in one. */
  readonly encoding: string | null;
  readonly certain: boolean;
  /** Places that could not be read. */
  readonly damaged: number;
}

/**
 * @throws VerseloomError `corpus.refused`, `corpus.leftOut` for a file without words; `corpus.nothingLeft` {name}; `draft.tooLong` {name, max}
 */
export async function readDraftFile(file: GivenFile): Promise<DraftFile> {
  const reading = { encoding: undefined, recipe: undefined, limits: usualLimits, isOneFile: true };
  const { text: utf8, found } = await readAsText([file], reading);
  const read = found.files.filter(({ skipped }) => !skipped);
  const [first] = found.files;
  if (read.length === 0 && first?.skipped) throw refusalOf(first.file.name, first.skipped);
  const text = new TextDecoder('utf-8', { ignoreBOM: true })
    .decode(utf8)
    .replaceAll('\u001e', '\n\n')
    .replace(/\n+$/, '');
  const { name } = file;
  if (text.trim() === '') throw new VerseloomError('corpus.nothingLeft', { name });
  if (text.length > MAX_DRAFT_TEXT)
    throw new VerseloomError('draft.tooLong', { name, max: MAX_DRAFT_TEXT });
  const only = read.length === 1 ? read[0]!.file : undefined;
  return {
    ...{ name: corpusName(name).slice(0, LONGEST_NAME).trim() || null, text },
    encoding: only?.encoding ?? null,
    certain: read.every(({ file: one }) => one.certain),
    damaged: read.reduce((sum, { file: one }) => sum + one.damagedLines.length, 0),
  };
}
