/** What a zip is by what is in it: files of a person, or the parts of one document. */
import type { NamedEntry } from './entry-names.ts';
import type { RefusedKind } from './song.ts';
import { readDocx, readOdt, type DocumentText } from './kinds/documents.ts';

/** Of which `read` makes a text of what `part` says. */
export interface PackedDocument {
  readonly kind: 'docx' | 'odt';
  readonly part: NamedEntry;
  readonly read: (xml: string) => DocumentText;
}
export type Packed = PackedDocument | { readonly kind: 'zip' | RefusedKind };

/** Reads a part of a document as text. */
type ReadPart = (part: NamedEntry) => Promise<string>;

/** Bytes of parts that tell what others are: larger ones tell nothing. */
const SMALL = 100_000;

/** @throws ZipFault when a part that has to be read for it cannot be */
export async function packedKindOf(
  entries: readonly NamedEntry[],
  read: ReadPart,
): Promise<Packed> {
  const find = (path: string | RegExp): NamedEntry | undefined =>
    entries.find((one) => (typeof path === 'string' ? one.path === path : path.test(one.path)));
  const small = async (path: string): Promise<string> => {
    const part = find(path);
    return part && part.entry.size < SMALL && !part.entry.encrypted ? read(part) : '';
  };
  const docxReader = async (): Promise<PackedDocument['read']> => {
    // Without the names of its styles its words are all there.
    const styles = await small('word/styles.xml').catch(() => '');
    return (xml) => readDocx(xml, styles);
  };

  if (find('[Content_Types].xml')) {
    const main = mainPartOf(await small('_rels/.rels')) ?? 'word/document.xml';
    const part = find(main) ?? find(/^word\/document\d*\.xml$/i);
    if (/^xl\/|\.xlsb?$/i.test(main) || find(/^xl\/workbook\.(?:xml|bin)$/i))
      return { kind: 'spreadsheet' };
    if (/^ppt\//i.test(main) || find(/^ppt\/presentation\.xml$/i)) return { kind: 'slides' };
    if (/\.fdseq$/i.test(main)) return { kind: 'pdf' };
    if (part) return { kind: 'docx', part, read: await docxReader() };
  }
  const words = find('word/document.xml');
  if (words) return { kind: 'docx', part: words, read: await docxReader() };

  const mime = await small('mimetype');
  if (mime.startsWith('application/epub')) return { kind: 'epub' };
  const content = find('content.xml');
  if (mime.includes('opendocument') || (content && find('META-INF/manifest.xml'))) {
    if (mime.includes('spreadsheet')) return { kind: 'spreadsheet' };
    if (mime.includes('presentation')) return { kind: 'slides' };
    if (/graphics|image|chart|formula/.test(mime)) return { kind: 'image' };
    if (mime.includes('database')) return { kind: 'database' };
    const manifest = await small('META-INF/manifest.xml');
    if (/encryption-data/.test(manifest)) return { kind: 'encrypted-document' };
    if (content) return { kind: 'odt', part: content, read: readOdt };
  }

  if (find(/^Index\/(?:Tables\/|CalculationEngine)/i)) return { kind: 'spreadsheet' };
  if (find(/^Index\/Slide|^index\.apxl/i)) return { kind: 'slides' };
  if (find(/^(?:Index\/Document\.iwa|Index\.zip|index\.xml\.gz|buildVersionHistory\.plist)$/i))
    return { kind: 'pages' };
  if (find('manifest.json') && find('weights.safetensors')) return { kind: 'model' };
  if (find(/^(?:AndroidManifest\.xml|META-INF\/MANIFEST\.MF)$/)) return { kind: 'program' };
  return { kind: 'zip' };
}

/** @returns where the relations of an Office file say that its words are */
function mainPartOf(relations: string): string | undefined {
  for (const [element] of relations.matchAll(/<(?:\w+:)?Relationship\s[^<>]*>/g)) {
    if (!/\sType\s*=\s*["'][^"']*\/(?:officeDocument|fixedrepresentation)["']/.test(element))
      continue;
    return /\sTarget\s*=\s*["']\/?([^"']+)["']/.exec(element)?.[1];
  }
  return undefined;
}
