/** A draft as a file for another program: a plain text, Markdown, a Word document, or the words of a song without their times. */
import { fileNameOf } from '../../contract/names/file-name.ts';
import type { Draft, DraftExport, DraftLosses } from '../../contract/writing/draft.ts';
import { labelOf } from '../../contract/writing/label.ts';

/** @returns the file, a name for it, and what of the draft it cannot carry */
export async function exportDraft(
  { name, content }: Pick<Draft, 'name' | 'content'>,
  kind: DraftExport,
): Promise<{ name: string; bytes: Uint8Array; losses: DraftLosses }> {
  const { text } = content;
  const called = fileNameOf(name ?? firstSung(text) ?? '', 'draft');
  const bytes = await writers[kind](text, name);
  return { name: `${called}.${kind}`, bytes, losses: lossesOf(text, kind) };
}

const isBlankLine = (line: string): boolean => line.trim() === '';
const isSung = (line: string): boolean => !isBlankLine(line) && labelOf(line) === undefined;

/** XML has no way to write these. */
const FORBIDDEN = /[\0-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g; // eslint-disable-line no-control-regex
/** Markdown takes these for marks of its own; a full-width space is none. */
const EDGES = /^[ \t]+|[ \t]+$/g;

/** As `writers` leave it out. */
function lossesOf(text: string, kind: DraftExport): DraftLosses {
  const lines = text.trimEnd().split('\n');
  const of = (one: DraftExport, isLost: (line: string) => boolean): number =>
    kind === one ? lines.filter(isLost).length : 0;
  return {
    labels: of('lrc', (line) => labelOf(line) !== undefined),
    blankLines: of('lrc', isBlankLine),
    spaced: of('md', (line) => !isBlankLine(line) && line.search(EDGES) >= 0),
    controls: kind === 'docx' ? (text.match(FORBIDDEN)?.length ?? 0) : 0,
  };
}

const utf8 = (lines: readonly string[]): Uint8Array =>
  new TextEncoder().encode(`${lines.join('\n').trimEnd()}\n`);

const writers: Readonly<
  Record<DraftExport, (text: string, name: string | null) => Uint8Array | Promise<Uint8Array>>
> = {
  txt: (text) => utf8(text.split('\n')),
  md: (text, name) => utf8([...(name ? [`# ${escaped(name)}`, ''] : []), ...markdown(text)]),
  // A large library, which no start is to wait for.
  docx: async (text, name) =>
    (await import('./word-document.ts')).wordDocument(text.replaceAll(FORBIDDEN, ''), name),
  // What is not sung has no time: labels stay behind.
  lrc: (text, name) =>
    utf8([
      ...(name ? [`[ti:${name.replace(/[\n\r[\]]/g, ' ')}]`] : []),
      ...text.split('\n').filter(isSung),
    ]),
};

/** Lines of one stanza are one paragraph, with a break after each; each line of the draft is one of the file, so that it is read back as it was. */
function markdown(text: string): string[] {
  const lines = text.split('\n');
  return lines.map((line, index) => {
    const label = labelOf(line);
    if (label !== undefined) return `## ${escaped(label)}`;
    const next = lines[index + 1] ?? '';
    const goesOn = line.trim() !== '' && next.trim() !== '' && labelOf(next) === undefined;
    return `${escaped(line)}${goesOn ? '\\' : ''}`;
  });
}

/** What Markdown would take for a mark of its own is taken for what it is. */
const escaped = (line: string): string =>
  line
    .replace(EDGES, '')
    .replace(/[\\`*_{}[\]<>#|~]|&(?=#?\w+;)/g, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replace(/^([-+=])/, '\\$1');

const firstSung = (text: string): string | undefined => text.split('\n').find(isSung);
