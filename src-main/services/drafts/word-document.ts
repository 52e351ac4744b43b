/** The text of a draft as a Word document. */
import { Document, HeadingLevel, Packer, Paragraph, TextRun } from 'docx';
import { labelOf } from '../../contract/writing/label.ts';

/** Between two stanzas, in twentieths of a point. */
const STANZA_GAP = 240;

/** @returns a .docx: labels are headings, and stanzas stand apart */
export async function wordDocument(text: string, name: string | null): Promise<Uint8Array> {
  const title = name
    ? [new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(name)] })]
    : [];
  let gap = 0;
  const lines = text.split('\n').flatMap((line) => {
    if (line.trim() === '') {
      gap = STANZA_GAP;
      return [];
    }
    const label = labelOf(line);
    const heading = label === undefined ? {} : { heading: HeadingLevel.HEADING_2 };
    const spacing = { before: gap, after: 0 };
    gap = 0;
    return [new Paragraph({ ...heading, spacing, children: [new TextRun(label ?? line)] })];
  });
  const written = new Document({ creator: '', sections: [{ children: [...title, ...lines] }] });
  return new Uint8Array(await Packer.toBuffer(written));
}
