/** A file of a person's own as the text of a draft: a text or a document as it stands, of other kinds the words that are sung. */
import type { GivenFile } from '../../contract/corpus/corpus.ts';
import { usualLimits } from '../../contract/corpus/limits.ts';
import { VerseloomError } from '../../contract/errors.ts';
import { MAX_DRAFT_TEXT } from '../../contract/writing/draft.ts';
import { cleanSource } from '../../corpus/assembly.ts';
import { readLrc } from '../../corpus/kinds/lrc.ts';
import { readMarkdown } from '../../corpus/kinds/markdown.ts';
import { linesOf, withLineFeeds } from '../../corpus/line-breaks.ts';
import { limitsOf, readFiles, type ReadFile, type Skip } from '../../corpus/read-files.ts';
import { clean, usualRecipe } from '../../corpus/recipe/recipe.ts';
import { SONG_END, type TextKind } from '../../corpus/song.ts';
import { corpusName } from '../corpora/corpus-name.ts';
import { refusalOf } from '../corpora/imports.ts';
import { labelled } from './labelled.ts';

/** UTF-16 units of a name. */
const LONGEST_NAME = 200;
/** Between two songs. */
const GAP = '\n\n';

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
  const { name } = file;
  const files = await readFiles([file], { limits: limitsOf(usualLimits) });
  const said = files.map(wordsOf);
  const read = files.filter((_, at) => !said[at]!.skipped);
  const [skipped] = said.flatMap((one) => one.skipped ?? []);
  if (read.length === 0 && skipped) throw refusalOf(files[0]!.name, skipped);
  const text = said
    .flatMap((one) => one.text ?? [])
    .join(GAP)
    .replaceAll(SONG_END, GAP)
    .replace(/\n+$/, '');
  if (text.trim() === '') throw new VerseloomError('corpus.nothingLeft', { name });
  if (text.length > MAX_DRAFT_TEXT)
    throw new VerseloomError('draft.tooLong', { name, max: MAX_DRAFT_TEXT });
  const only = read.length === 1 ? read[0] : undefined;
  const title = only && said[files.indexOf(only)]!.title;
  return {
    ...{ name: (title ?? corpusName(name)).slice(0, LONGEST_NAME).trim() || null, text },
    encoding: only?.encoding ?? null,
    certain: read.every(({ certain }) => certain),
    damaged: read.reduce((sum, { damagedLines }) => sum + damagedLines.length, 0),
  };
}

interface Words {
  readonly text?: string;
  readonly title?: string | undefined;
  readonly skipped?: Skip | undefined;
}

const whole = { by: 'none' } as const;
/** The marks of the parts of a song are the labels of a draft. */
const recipe = { ...usualRecipe, sections: false };

function wordsOf(file: ReadFile): Words {
  const { skipped, text, headings = new Map<number, number>() } = file;
  if (skipped) return { skipped };
  const textKind = kindOf(file);
  if (textKind === 'markdown') return labelled(readMarkdown(text, 'kept').lines);
  if (textKind === 'text' && headings.size > 0)
    return labelled(linesOf(text).map((line) => ({ ...line, heading: headings.get(line.at) })));
  if (textKind === 'text') return { text: withLineFeeds(text) };
  if (textKind === 'lrc') {
    const { lines } = readLrc(text);
    // The words of a song that has no times yet, such as are exported from here.
    if (lines.every(({ stamp }) => stamp === undefined))
      return { text: lines.map((line) => line.text).join('\n') };
  }
  const { songs, skipped: left } = cleanSource({ text, kind: textKind }, whole, (words, kind) =>
    clean(words, kind, recipe),
  );
  return left ? { skipped: left } : { text: songs.join(SONG_END) };
}

/** Of which a text that somebody has typed may have the signs, and be none the less what it is. */
const typed: ReadonlySet<TextKind> = new Set(['text', 'markdown', 'chordpro', 'html']);

/** @returns what a file says that it is, by its ending, where the signs in its text are not enough */
function kindOf({ name, kind, textKind }: ReadFile): TextKind {
  if (!typed.has(textKind)) return textKind;
  if (kind === 'docx' || kind === 'odt' || /\.te?xt$/i.test(name)) return 'text';
  return textKind === 'text' && /\.(?:md|markdown)$/i.test(name) ? 'markdown' : textKind;
}
