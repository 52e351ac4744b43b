/** The text of a draft as a Word document. */
import { Document, HeadingLevel, Packer, Paragraph, Tab, TextRun } from 'docx';
import { labelOf } from '../../contract/writing/label.ts';

/** @returns a .docx with a paragraph a line, of which labels are headings: what is typed so is read back as it was */
export async function wordDocument(text: string, name: string | null): Promise<Uint8Array> {
  const title = name
    ? [new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(name)] })]
    : [];
  const lines = text.split('\n').map((line) => {
    const label = labelOf(line);
    const heading = label === undefined ? {} : { heading: HeadingLevel.HEADING_2 };
    return new Paragraph({ ...heading, children: [runOf(label ?? line)] });
  });
  const written = new Document({ creator: '', sections: [{ children: [...title, ...lines] }] });
  return new Uint8Array(await Packer.toBuffer(written));
}

/** Word takes a tab in a text for a space; it has an element for it. */
const runOf = (line: string): TextRun =>
  new TextRun({
    children: line.split('\t').flatMap((part, at) => (at === 0 ? [part] : [new Tab(), part])),
  });
