import { describe, expect, it } from 'vitest';
import { readFiles } from '../../../src-main/corpus/read-files.ts';
import { readDocx, readFlat, readOdt } from '../../../src-main/corpus/kinds/documents.ts';
import { zipOf } from '../zips.ts';
import { HANG_MS, million } from './read-kind.ts';

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const STRICT = 'http://purl.oclc.org/ooxml/wordprocessingml/main';
const MC = 'http://schemas.openxmlformats.org/markup-compatibility/2006';
const A = '渡口的灯还没有睡';
const B = '船在雾里慢慢靠近';

const run = (words: string): string =>
  `<w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">${words}</w:t></w:r>`;
const p = (...runs: readonly string[]): string =>
  `<w:p><w:pPr><w:jc w:val="center"/><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr>${runs.join('')}</w:p>`;
const docx = (body: string, uri = W): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document xmlns:w="${uri}" xmlns:mc="${MC}" xmlns:wps="x" xmlns:m="math"><w:body>${body}<w:sectPr><w:pgSz w:w="1"/></w:sectPr></w:body></w:document>`;

const both = p(run(A)) + p(run(B));
const BOTH = `${A}\n${B}\n`;

describe('Word', () => {
  it.each([
    ['a paragraph a line', docx(both), BOTH],
    ['breaks within a paragraph', docx(p(run(A), '<w:r><w:br/></w:r>', run(B))), BOTH],
    [
      'other breaks',
      docx(p(run(A), '<w:r><w:br w:type="page"/></w:r>', run(B), '<w:r><w:cr/></w:r>', run('末'))),
      `${BOTH}末\n`,
    ],
    [
      'runs that are in parts',
      docx(
        p(run('渡口'), '<w:proofErr w:type="spellStart"/>', run('的灯还'), run('没有睡')) +
          p(run(B)),
      ),
      BOTH,
    ],
    [
      'tabs and hyphens',
      docx(
        p(
          '<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:noBreakHyphen/><w:t>丙</w:t><w:softHyphen/></w:r>',
        ),
      ),
      '甲 乙-丙\n',
    ],
    [
      'empty paragraphs between stanzas',
      docx(`${p(run(A))}<w:p/>${p()}${p(run(B))}`),
      `${A}\n\n\n${B}\n`,
    ],
    [
      'a table',
      docx(
        `<w:tbl><w:tblPr><w:tblW w:w="0"/></w:tblPr><w:tr><w:tc>${p(run(A))}</w:tc><w:tc>${p(run(B))}</w:tc></w:tr></w:tbl>`,
      ),
      BOTH,
    ],
    [
      'a text box, which older programs get a second time',
      docx(
        p(
          run(A),
          `<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>${p(run('盒中'))}${p(run('二行'))}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>${p(run('盒中'))}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r>`,
        ) + p(run(B)),
      ),
      `${A}\n盒中\n二行\n${B}\n`,
    ],
    [
      'a paragraph that only holds a box',
      docx(
        p(`<w:r><w:pict><w:txbxContent>${p(run(A))}</w:txbxContent></w:pict></w:r>`) + p(run(B)),
      ),
      BOTH,
    ],
    [
      'tracked changes',
      docx(
        p(
          run('渡口'),
          '<w:del w:id="1"><w:r><w:delText>旧</w:delText></w:r><w:r><w:t>旧</w:t></w:r></w:del>',
          `<w:ins w:id="2">${run('的灯')}</w:ins>`,
          `<w:moveFrom w:id="3">${run('移走')}</w:moveFrom>`,
          `<w:moveTo w:id="3">${run('还没有睡')}</w:moveTo>`,
        ) + p(run(B)),
      ),
      BOTH,
    ],
    [
      'the end of a paragraph that was deleted',
      docx(
        `<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr>${run('渡口的灯')}</w:p>${p(run('还没有睡'))}${p(run(B))}`,
      ),
      BOTH,
    ],
    [
      'footnotes and comments',
      docx(
        p(
          run(A),
          '<w:r><w:footnoteReference w:id="1"/></w:r><w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
        ) + p(run(B)),
      ),
      BOTH,
    ],
    [
      'links and fields',
      docx(
        p(
          '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>',
          `<w:hyperlink>${run(A)}</w:hyperlink>`,
        ) +
          `<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent>${p(run(B))}</w:sdtContent></w:sdt>`,
      ),
      BOTH,
    ],
    [
      'how characters are read',
      docx(
        p(
          `<w:r><w:ruby><w:rubyPr/><w:rt>${run('du')}</w:rt><w:rubyBase>${run('渡口')}</w:rubyBase></w:ruby></w:r>`,
          run('的灯还没有睡'),
        ) + p(run(B)),
      ),
      BOTH,
    ],
    [
      'hidden words',
      docx(
        p(
          run(A),
          '<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>',
          '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>！</w:t></w:r>',
        ),
      ),
      `${A}！\n`,
    ],
    ['entities', docx(p(run('a &amp; b &lt;3 &#28193;&#x53E3;'))), 'a & b <3 渡口\n'],
    [
      'characters that XML keeps as they are',
      docx(p('<w:r><w:t><![CDATA[a < b]]></w:t></w:r>')),
      'a < b\n',
    ],
    [
      'mathematics and drawings beside',
      docx(
        p(run(A), '<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>', '<a:t xmlns:a="drawing">no</a:t>'),
      ),
      `${A}\n`,
    ],
    ['names as the strict standard has them', docx(both, STRICT), BOTH],
    [
      'another prefix',
      docx(both).replaceAll('w:', 'ns0:').replaceAll('xmlns:w=', 'xmlns:ns0='),
      BOTH,
    ],
    [
      'no prefix',
      docx(both)
        .replaceAll(/(<\/?)w:/g, '$1')
        .replace('xmlns:w=', 'xmlns='),
      BOTH,
    ],
    ['spaces and line feeds between elements', docx(both).replaceAll('><', '>\n  <'), BOTH],
  ])('reads a file with %s', (_, xml, text) => {
    expect(readDocx(xml).text).toBe(text);
  });

  const rels = (target: string): string =>
    `<?xml version="1.0"?><Relationships xmlns="x"><Relationship Id="r2" Type="http://x/core-properties" Target="docProps/core.xml"/><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="${target}"/></Relationships>`;
  it.each([
    ['where it usually is', 'word/document.xml', rels('word/document.xml')],
    ['from the root', 'word/document.xml', rels('/word/document.xml')],
    ['under another name', 'word/document2.xml', rels('word/document2.xml')],
    ['in another folder', 'text/main.xml', rels('text/main.xml')],
    ['without relations', 'word/document.xml', ''],
  ])('finds the words %s', async (_, path, relations) => {
    for (const bytes of [Buffer.from(docx(both)), Buffer.from(`\ufeff${docx(both)}`, 'utf16le')]) {
      const zip = zipOf([
        { name: '[Content_Types].xml', bytes: '<Types/>' },
        ...(relations ? [{ name: '_rels/.rels', bytes: relations }] : []),
        { name: path, bytes },
        { name: 'word/media/image1.png', bytes: '\x89PNG' },
      ]);
      for (const name of ['a.docx', 'a.txt', 'a']) {
        const [file] = await readFiles([{ name, bytes: zip }]);
        expect(file).toMatchObject({
          kind: 'docx',
          textKind: 'text',
          text: BOTH,
          skipped: undefined,
        });
      }
    }
  });

  it('reads a song with times that was typed in Word', async () => {
    const xml = docx(p(run(`[00:01.00]${A}`)) + p(run(`[00:05.00]${B}`)));
    const [file] = await readFiles([
      { name: 'a.docx', bytes: zipOf([{ name: 'word/document.xml', bytes: xml }]) },
    ]);
    expect(file).toMatchObject({ kind: 'docx', textKind: 'lrc' });
  });

  it('says when one is empty', async () => {
    const [file] = await readFiles([
      { name: 'a.docx', bytes: zipOf([{ name: 'word/document.xml', bytes: docx(p()) }]) },
    ]);
    expect(file).toMatchObject({ kind: 'docx', skipped: { reason: 'empty' } });
  });
});

const NAMES = ['office', 'text', 'table', 'style', 'draw']
  .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .join(' ');
const SVG = 'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"';
const odt = (body: string, root = 'document-content', more = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<office:${root} ${NAMES} ${SVG} office:version="1.3"${more}><office:automatic-styles><style:style style:name="P1"/></office:automatic-styles><office:master-styles><text:p>页眉</text:p></office:master-styles><office:body><office:text>${body}</office:text></office:body></office:${root}>`;
const t = (...words: readonly string[]): string =>
  `<text:p text:style-name="P1">${words.join('')}</text:p>`;

describe('OpenDocument', () => {
  it.each([
    ['a paragraph a line', odt(t(A) + t(B)), BOTH],
    ['a heading', odt(`<text:h text:outline-level="1">${A}</text:h>${t(B)}`), BOTH],
    ['breaks within a paragraph', odt(t(A, '<text:line-break/>', B)), BOTH],
    [
      'spans',
      odt(
        t(
          '<text:span text:style-name="T1">渡口</text:span>',
          '的灯<text:soft-page-break/>',
          '还没有睡',
        ) + t(B),
      ),
      BOTH,
    ],
    [
      'spaces and tabs',
      odt(t('甲<text:s/>乙<text:s text:c="3"/>丙<text:tab/>丁')),
      '甲 乙   丙 丁\n',
    ],
    ['too many spaces', odt(t('甲<text:s text:c="999999999"/>乙')), `甲${' '.repeat(100)}乙\n`],
    [
      'empty paragraphs',
      odt(`${t(A)}<text:p text:style-name="P1"/>${t()}${t(B)}`),
      `${A}\n\n\n${B}\n`,
    ],
    [
      'lists and tables',
      odt(
        `<text:list><text:list-item>${t(A)}</text:list-item></text:list><table:table><table:table-row><table:table-cell>${t(B)}</table:table-cell></table:table-row></table:table>`,
      ),
      BOTH,
    ],
    [
      'notes and comments',
      odt(
        t(
          A,
          '<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>注</text:p></text:note-body></text:note><office:annotation><text:p>评</text:p></office:annotation>',
        ) + t(B),
      ),
      BOTH,
    ],
    [
      'what was deleted',
      odt(
        `<text:tracked-changes><text:changed-region><text:deletion>${t('旧')}</text:deletion></text:changed-region></text:tracked-changes>${t(A, '<text:change text:change-id="1"/>')}${t(B)}`,
      ),
      BOTH,
    ],
    [
      'a text box',
      odt(
        t(
          A,
          `<draw:frame><draw:text-box>${t('盒中')}</draw:text-box><svg:title>图</svg:title><svg:desc>说明</svg:desc></draw:frame>`,
        ) + t(B),
      ),
      `${A}\n盒中\n${B}\n`,
    ],
    [
      'how characters are read',
      odt(
        t(
          '<text:ruby><text:ruby-base>渡口</text:ruby-base><text:ruby-text>du</text:ruby-text></text:ruby>的灯还没有睡',
        ) + t(B),
      ),
      BOTH,
    ],
    ['line feeds that mean nothing', odt(t('渡口\n   的', '灯')), '渡口 的灯\n'],
    [
      'another prefix',
      odt(t(A) + t(B))
        .replaceAll('text:', 'o:')
        .replaceAll('xmlns:text=', 'xmlns:o=')
        .replaceAll('office:o:', 'office:text')
        .replace(/xmlns:o:1\.0/g, 'xmlns:text:1.0'),
      BOTH,
    ],
  ])('reads a file with %s', (_, xml, text) => {
    expect(readOdt(xml).text).toBe(text);
  });

  const MIME = 'application/vnd.oasis.opendocument.text';
  it.each([
    [
      'as the format has it',
      [
        { name: 'mimetype', bytes: MIME },
        { name: 'content.xml', bytes: odt(t(A) + t(B)) },
      ],
    ],
    [
      'a template',
      [
        { name: 'mimetype', bytes: `${MIME}-template` },
        { name: 'content.xml', bytes: odt(t(A) + t(B)) },
      ],
    ],
    [
      'packed once more, without its type',
      [
        { name: 'META-INF/manifest.xml', bytes: '<x/>' },
        { name: 'content.xml', bytes: odt(t(A) + t(B)) },
      ],
    ],
  ])('finds the words in a zip: %s', async (_, entries) => {
    const [file] = await readFiles([{ name: 'a', bytes: zipOf(entries) }]);
    expect(file).toMatchObject({ kind: 'odt', text: BOTH });
  });

  it('reads one that is a single file', async () => {
    const flat = odt(t(A) + t(B), 'document', ` office:mimetype="${MIME}"`);
    expect(readFlat(flat)).toMatchObject({ kind: 'odt', text: BOTH });
    const [file] = await readFiles([{ name: 'a.fodt', bytes: Buffer.from(flat) }]);
    expect(file).toMatchObject({ kind: 'odt', text: BOTH, skipped: undefined });
  });
});

describe('the headings of a document', () => {
  const styled = (style: string, words: string, more = ''): string =>
    `<w:p><w:pPr><w:pStyle w:val="${style}"/>${more}</w:pPr>${run(words)}</w:p>`;
  const styles = (...all: readonly string[]): string =>
    `<w:styles xmlns:w="${W}">${all.join('')}</w:styles>`;
  const style = (id: string, name: string, more = ''): string =>
    `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/>${more}</w:style>`;

  it.each([
    ['by what they are called', styled('Title', '歌') + styled('Heading2', '副歌'), ''],
    [
      'by a number, as Word in Chinese has it',
      styled('a3', '歌') + styled('20', '副歌'),
      styles(style('a3', 'Title'), style('20', 'heading 2'), style('a', 'Normal')),
    ],
    [
      'by a style that is like one of them, or has its outline',
      styled('mine', '歌') + styled('other', '副歌'),
      styles(
        style('Title', 'Title'),
        style('mine', '我的', '<w:basedOn w:val="Title"/>'),
        style('other', '别的', '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>'),
      ),
    ],
  ])('are known in Word %s', (_, headings, defined) => {
    const changed = styled('Normal', A, `<w:pPrChange>${styled('Heading1', '')}</w:pPrChange>`);
    const read = readDocx(docx(headings + changed + styled('Heading1', '')), defined);
    expect(read.text).toBe(`歌\n副歌\n${A}\n\n`);
    expect([...read.headings]).toEqual([
      [1, 0],
      [2, 2],
    ]);
  });

  it('are known in OpenDocument, by a style of the file as well', () => {
    const automatic =
      '<office:automatic-styles><style:style style:name="P9" style:family="paragraph" style:parent-style-name="Title"/></office:automatic-styles>';
    const xml = odt(
      `<text:p text:style-name="P9">歌</text:p>${t(A)}<text:h text:style-name="Heading_20_2">副歌</text:h><text:h text:outline-level="3">甲</text:h>`,
    ).replace('<office:body>', `${automatic}<office:body>`);
    expect([...readOdt(xml).headings]).toEqual([
      [1, 0],
      [3, 2],
      [4, 3],
    ]);
  });

  it('come out of a zip with its words, whatever its styles are', async () => {
    const entries = [
      { name: '[Content_Types].xml', bytes: '<x/>' },
      { name: 'word/document.xml', bytes: docx(styled('7', A) + p(run(B))) },
    ];
    const named = { name: 'word/styles.xml', bytes: styles(style('7', 'heading 1')) };
    const [file] = await readFiles([{ name: 'a', bytes: zipOf([...entries, named]) }]);
    expect(file).toMatchObject({ kind: 'docx', text: BOTH, headings: new Map([[1, 1]]) });
    const damaged = { ...named, packed: Buffer.from('no such thing') };
    const [other] = await readFiles([{ name: 'a', bytes: zipOf([...entries, damaged]) }]);
    expect(other).toMatchObject({ kind: 'docx', text: BOTH, skipped: undefined });
  });
});

it('reads the single files of Word', async () => {
  const flat = `<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>\n<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"><pkg:part><pkg:xmlData>${docx(both).replace(/<\?xml[^>]*>\s*/, '')}</pkg:xmlData></pkg:part></pkg:package>`;
  const old = docx(both, 'http://schemas.microsoft.com/office/word/2003/wordml').replaceAll(
    'w:document',
    'w:wordDocument',
  );
  for (const bytes of [flat, old]) {
    const [file] = await readFiles([{ name: 'a.xml', bytes: Buffer.from(bytes) }]);
    expect(file).toMatchObject({ kind: 'docx', text: BOTH });
  }
});

it.each([
  '<w:p>',
  '</w:p>',
  '<w:t>',
  '<w:del>',
  '<w:br/>',
  '<w:r><w:t>a</w:t></w:r>',
  '<',
  '<w:p ',
  '&amp;',
  ' ',
  'a',
])('a document takes no longer for a million characters of %s', (part) => {
  const begin = performance.now();
  readDocx(docx(`<w:p><w:t>${million(part)}`));
  readOdt(odt(`<text:p>${million(part.replaceAll('w:', 'text:'))}`));
  expect(performance.now() - begin).toBeLessThan(HANG_MS);
});
