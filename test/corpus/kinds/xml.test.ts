import { describe, expect, it } from 'vitest';
import { readFiles } from '../../../src-main/corpus/read-files.ts';
import { million, HANG_MS, readAsFound, timeOf, wordsIn } from './read-kind.ts';

const prologue = '<?xml version="1.0" encoding="UTF-8"?>\n';

describe('XML', () => {
  it('of song books is read: the words, with their stanzas', () => {
    const openLyrics = `${prologue}<song xmlns="http://openlyrics.info/namespace/2009/song" version="0.9">
  <properties><titles><title>Grace</title></titles><authors><author>N</author></authors></properties>
  <lyrics>
    <verse name="v1">
      <lines>Rain on the <chord name="D"/>roof again<br/>sing it back
      </lines>
    </verse>
    <verse name="v2"><lines>more &amp; more<br/>one &lt;mile&gt;</lines></verse>
  </lyrics>
</song>`;
    expect(readAsFound(openLyrics)).toMatchObject({
      kind: 'xml',
      texts: ['Rain on the roof again', 'sing it back', '', 'more & more', 'one <mile>'],
    });
    const openSong = `${prologue}<song><title>R</title><author>X</author>
<lyrics>[V1]
.G      C
 Rain on the roof
 sing it back

[C]
;softly
 one more mile
</lyrics></song>`;
    expect(wordsIn(openSong)).toEqual(['Rain on the roof', 'sing it back', 'one more mile']);
    expect(readAsFound(openSong).texts).toContain('');
  });

  it('of notes is read, whose words are a page within', () => {
    const note = `${prologue}<!DOCTYPE en-export SYSTEM "a.dtd">\n<en-export><note><title>雨</title><content><![CDATA[<?xml version="1.0"?><!DOCTYPE en-note SYSTEM "b"><en-note><div>窗外的雨</div><div>落在屋檐</div></en-note>]]></content></note></en-export>`;
    expect(readAsFound(note)).toMatchObject({ kind: 'xml', texts: ['窗外的雨', '落在屋檐'] });
  });

  it('of subtitles is read', () => {
    const ttml =
      '<tt xmlns="http://www.w3.org/ns/ttml"><head><metadata><title>雨</title></metadata></head><body><div><p begin="00:01.000"><span begin="1">窗</span><span>外的雨</span></p><p begin="3s">落在<br/>屋檐</p></div></body></tt>';
    expect(readAsFound(ttml)).toMatchObject({ kind: 'xml', texts: ['窗外的雨', '落在', '屋檐'] });
  });

  it.each([
    [
      'a list of settings',
      `${prologue}<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0">\n<dict><key>Lyrics</key><string>窗外的雨\n落在屋檐</string></dict></plist>`,
    ],
    [
      'a score',
      `${prologue}<score-partwise><part><note><lyric><text>窗</text></lyric></note></part></score-partwise>`,
    ],
    [
      'a feed',
      `${prologue}<rss version="2.0"><channel><item><title>a</title><description>雨</description></item></channel></rss>`,
    ],
    ['what is cut short', `${prologue}<song><title>雨</title><cop`],
    ['one element around all', '<songs><song name="雨" words="窗外"/></songs>\n'],
    ['a list of tracks', '<?xml version="1.0"?><playlist><trackList/></playlist>'],
  ])('is refused as data where nothing is named as words: %s', async (_, text) => {
    const [file] = await readFiles([{ name: 'a.txt', bytes: new TextEncoder().encode(text) }]);
    expect(file).toMatchObject({ kind: 'data', skipped: { reason: 'kind', kind: 'data' } });
  });

  it.each([
    ['html', '<?xml version="1.0"?><!DOCTYPE html><html><body><p>雨</p></body></html>'],
    ['html', '<center>雨<br>风</center>'],
    ['html', '<SAMI><BODY><SYNC Start=1000><P Class=KRCC>첫 줄\n</BODY></SAMI>'],
    ['text', '<intro>\nrain on the roof\nsing it back\n'],
    ['text', '<3 love\nrain\n'],
  ])('is not what is of another kind: %s', (kind, text) => {
    expect(readAsFound(text).kind).toBe(kind);
  });

  it.each([
    ['open elements', () => `${prologue}<song>${million('<verse>')}`],
    ['an open tag', () => `${prologue}<song ${million('a ')}`],
    ['words', () => `${prologue}<song><lyrics>${million('雨 \n')}</lyrics></song>`],
    ['comments', () => million('<!-- ')],
  ])('takes no longer for a million characters of %s', (_, text) => {
    expect(timeOf(text())).toBeLessThan(HANG_MS);
  });
});
