/** One file of each kind that is read, of words written for it, and of some that are not. */
import iconv from 'iconv-lite';
import JSZip from 'jszip';

const verses = ['木梳断了一个齿', '奶奶还说能用', '她把月份牌撕到冬至', '剩下的留给春风'];
const english = [
  'The comb has lost a tooth',
  'It combs, she says, the same',
  'She tears December off',
  'And leaves the rest to rain',
];
const text = `${verses.join('\n')}\n\n${verses.slice(2).join('\n')}\n`;
const bytesOf = (content: string, encoding = 'utf-8'): Uint8Array =>
  new Uint8Array(iconv.encode(content, encoding));
const stamp = (index: number): string => `00:${10 + 4 * index}.50`;
const each = (line: (words: string, index: number) => string): string =>
  verses.map(line).join('\n');

const lrc = `[ti:木梳]\n[by:somebody]\n[00:00.00]作词：某人\n${each((words, i) => `[${stamp(i)}]${words}`)}\n`;
const xml = (body: string): string => `<?xml version="1.0" encoding="UTF-8"?>${body}`;

async function zipOf(entries: Readonly<Record<string, string | Uint8Array>>): Promise<Uint8Array> {
  const zip = new JSZip();
  for (const [name, content] of Object.entries(entries)) zip.file(name, content);
  return zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' });
}

/** @returns bytes by a name that says what they are */
export async function oneOfEach(): Promise<Map<string, Uint8Array>> {
  const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
  const docx = await zipOf({
    '[Content_Types].xml': xml('<Types/>'),
    'word/document.xml': xml(
      `<w:document xmlns:w="${word}"><w:body>${each((words) => `<w:p><w:r><w:t>${words}</w:t></w:r></w:p>`)}</w:body></w:document>`,
    ),
  });
  const odt = await zipOf({
    mimetype: 'application/vnd.oasis.opendocument.text',
    'content.xml': xml(
      `<office:document-content><office:body><office:text>${each((words) => `<text:p>${words}</text:p>`)}</office:text></office:body></office:document-content>`,
    ),
  });
  return new Map<string, Uint8Array>([
    ['plain', bytesOf(text)],
    ['plain in GBK', bytesOf(text.replaceAll('\n', '\r\n'), 'gbk')],
    ['plain in UTF-16', bytesOf(`\ufeff${text}`, 'utf-16le')],
    ['plain in Shift_JIS', bytesOf('さくらの花が咲いて\n君と歩いた道\n', 'shift_jis')],
    ['markdown', bytesOf(`# 木梳\n\n**${verses[0]}**\n- ${verses[1]}\n> ${verses[2]}\n`)],
    ['lrc', bytesOf(lrc)],
    [
      'lrc of two languages',
      bytesOf(each((words, i) => `[${stamp(i)}]${words}\n[${stamp(i)}]${english[i]}`)),
    ],
    [
      'yrc',
      bytesOf(
        each(
          (words, i) =>
            `[${i * 1000},900]${[...words].map((one, j) => `(${i * 1000 + j * 90},90,0)${one}`).join('')}`,
        ),
      ),
    ],
    [
      'srt',
      bytesOf(
        each((words, i) => `${i + 1}\n00:0${i}:00,000 --> 00:0${i}:03,000\n<i>${words}</i>\n`),
      ),
    ],
    [
      'vtt',
      bytesOf(`WEBVTT\n\n${each((words, i) => `00:0${i}.000 --> 00:0${i}.900\n<v A>${words}\n`)}`),
    ],
    [
      'ass',
      bytesOf(
        `[Script Info]\n[Events]\nFormat: Layer, Start, End, Style, Text\n${each((words, i) => `Dialogue: 0,0:00:0${i}.00,0:00:0${i}.90,Default,{\\k20}${words}`)}\n`,
      ),
    ],
    ['chordpro', bytesOf(`{title: Comb}\n{soc}\n[Am]The comb has [G]lost a [C]tooth\n{eoc}\n`)],
    ['json', bytesOf(JSON.stringify([{ title: '木梳', paragraphs: verses }]))],
    [
      'html',
      bytesOf(
        `<!doctype html><title>木梳</title><body><p>${verses.join('<br>')}</p><script>var a</script>`,
      ),
    ],
    ['docx', docx],
    ['odt', odt],
    [
      'zip',
      await zipOf({
        '1.lrc': lrc,
        '2.txt': bytesOf(text, 'gbk'),
        '说明.txt': '更多歌词请访问 www.example.com',
      }),
    ],
    ['zip in a zip', await zipOf({ 'inner.zip': await zipOf({ 'a.txt': text }), 'b.docx': docx })],
    ['rtf', bytesOf('{\\rtf1\\ansi words}')],
    ['pdf', bytesOf('%PDF-1.4\n1 0 obj\n')],
  ]);
}
