/** A draft as a file for another program: a plain text, Markdown, a Word document, or the words of a song without their times. */
import { fileNameOf } from '../../contract/names/file-name.ts';
import type { Draft, DraftExport } from '../../contract/writing/draft.ts';
import { labelOf } from '../../contract/writing/label.ts';

/** @returns the file, and a name for it */
export async function exportDraft(
  { name, content }: Pick<Draft, 'name' | 'content'>,
  kind: DraftExport,
): Promise<{ name: string; bytes: Uint8Array }> {
  const { text } = content;
  const called = fileNameOf(name ?? firstSung(text) ?? '', 'draft');
  return { name: `${called}.${kind}`, bytes: await writers[kind](text, name) };
}

const utf8 = (lines: readonly string[]): Uint8Array =>
  new TextEncoder().encode(`${lines.join('\n').trimEnd()}\n`);

const writers: Readonly<
  Record<DraftExport, (text: string, name: string | null) => Uint8Array | Promise<Uint8Array>>
> = {
  txt: (text) => utf8(text.split('\n')),
  md: (text, name) => utf8([...(name ? [`# ${escaped(name)}`, ''] : []), ...markdown(text)]),
  // A large library, which no start is to wait for.
  docx: async (text, name) => (await import('./word-document.ts')).wordDocument(text, name),
  // What is not sung has no time: labels stay behind.
  lrc: (text, name) =>
    utf8([
      ...(name ? [`[ti:${name.replace(/[\n\r[\]]/g, ' ')}]`] : []),
      ...text.split('\n').filter((line) => line.trim() !== '' && labelOf(line) === undefined),
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
    .replace(/^[ \t]+|[ \t]+$/g, '') // a full-width space is no mark
    .replace(/[\\`*_{}[\]<>#|~]|&(?=#?\w+;)/g, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replace(/^([-+=])/, '\\$1');

const firstSung = (text: string): string | undefined =>
  text.split('\n').find((line) => line.trim() !== '' && labelOf(line) === undefined);
