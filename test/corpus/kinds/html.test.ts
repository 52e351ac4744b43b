import { describe, expect, it } from 'vitest';
import { five, HANG_MS, million, readAsFound, readingTime, wordsIn } from './read-kind.ts';

const SONG = ['渡口的灯还没有睡', '船在雾里慢慢靠近', 'hold on to me', '我用一生把它读完'];
const [A, B, C, D] = SONG as [string, string, string, string];
const page = (body: string): string =>
  `<!DOCTYPE html>\n<html lang="zh">\n<head>\n<meta charset="utf-8">\n<title>渡口 - 歌词</title>\n<style>p { color: red }</style>\n<script>var a = "<p>no</p>";</script>\n</head>\n<body>\n${body}\n</body>\n</html>\n`;

describe('HTML', () => {
  it.each([
    ['breaks', page(`<div class="lyrics">${SONG.join('<br>\n')}</div>`)],
    ['breaks of all spellings', page(`${A}<br>${B}<br/>${C}<BR />${D}</br>`)],
    ['a paragraph a line', page(SONG.map((line) => `<p>${line}</p>`).join('\n'))],
    ['a block a line', page(SONG.map((line) => `<div><span>${line}</span></div>`).join(''))],
    ['a list', page(`<ul>\n${SONG.map((line) => `<li>${line}`).join('\n')}\n</ul>`)],
    [
      'a table, each cell a line',
      page(`<table><tr><td>${A}</td><td>${B}</td></tr><tr><td>${C}<td>${D}</table>`),
    ],
    ['a definition list', page(`<dl><dt>${A}<dd>${B}<dt>${C}<dd>${D}</dl>`)],
    ['text as it is typed', page(`<pre>${SONG.join('\n')}</pre>`)],
    ['no end tags', `<html><title>渡口</title><body><p>${A}<p>${B}<p>${C}<br>${D}`],
    ['a head that is not ended', `<html><head><meta charset=gbk><body>${SONG.join('<br>')}`],
    [
      'lines that the source breaks',
      page(
        `<p>${A.slice(0, 3)}\n</p><p>   ${B}   </p><p>hold on\n   to me</p><p>${D}</p>`.replace(
          `${A.slice(0, 3)}\n`,
          A,
        ),
      ),
    ],
    [
      'inline marks',
      page(
        `<p><b>${A}</b><br><i>${B.slice(0, 2)}</i>${B.slice(2)}<br><a href="x">hold</a> <em>on</em> to me<br><font color=red>${D}</font></p>`,
      ),
    ],
    [
      'how characters are read',
      page(
        `<ruby>渡<rp>(</rp><rt>du</rt><rp>)</rp>口<rt>kou</rt></ruby>的灯还没有睡<br>${B}<br>${C}<br>${D}`,
      ),
    ],
    [
      'scripts and what nobody sees',
      page(
        `<p>${A}<script>if (a<b) document.write("<br>x")</script><br>${B}<!-- <br>no --><br><noscript>no</noscript>${C}<textarea>no</textarea><span style="display: none">no</span><span hidden>no</span><svg><text>no</text></svg><br>${D}<button>no</button></p>`,
      ),
    ],
    [
      'what stands beside',
      page(
        `<nav><a href="/">首页</a><a href="/a">歌手</a></nav><h1>渡口</h1><h2>某人</h2>${SONG.join('<br>')}<footer>版权 2020</footer>`,
      ),
    ],
    [
      'XHTML',
      `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x">\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>${SONG.map((line) => `<p>${line}</p>`).join('')}</body></html>`,
    ],
    ['a comment first', `<!-- saved from url=(0014)about:internet -->\n${page(SONG.join('<br>'))}`],
    [
      'capitals',
      page(SONG.map((line) => `<P ALIGN=CENTER>${line}</P>`).join(''))
        .toUpperCase()
        .replaceAll(C.toUpperCase(), C),
    ],
    ['a fragment of breaks', SONG.join('<br>')],
    ['a fragment of breaks and line feeds', SONG.join('<br />\n')],
    ['a fragment of paragraphs', SONG.map((line) => `<p>${line}</p>`).join('\n')],
    ['tags that are never ended', `<div><b><i>${A}<br>${B}<div>${C}<p>${D}`],
    ['end tags that nothing began', `${A}</div></b><br>${B}</p><br>${C}</span><br>${D}</body>`],
    [
      'SAMI',
      `<SAMI>\n<HEAD>\n<STYLE TYPE="text/css"><!-- P {color: white} --></STYLE>\n</HEAD>\n<BODY>\n${SONG.map((line, i) => `<SYNC Start=${i * 1000}><P Class=ZHCC>${line}`).join('\n')}\n</BODY>\n</SAMI>`,
    ],
  ])('reads a page with %s', (_, text) => {
    const { kind, changes } = readAsFound(text);
    expect(kind).toBe('html');
    expect(wordsIn(text)).toEqual(SONG);
    expect(changes.some(({ step }) => step === 'markup')).toBe(true);
  });

  it('takes the times from a page that holds LRC', () => {
    const timed = SONG.map((line, at) => `[00:1${at}.50]${line}`);
    for (const text of [
      page(timed.join('<br>\n')),
      page(`<pre>[ti:x]\n${timed.join('\n')}</pre>`),
    ]) {
      const { kind, changes } = readAsFound(text);
      expect(kind).toBe('html');
      expect(wordsIn(text)).toEqual(SONG);
      expect(changes.filter(({ step }) => step === 'timeTags')).toHaveLength(4);
    }
  });

  it('decodes entities', () => {
    const text = page(
      '<p>a &amp; b &lt;3<br>&#28193;&#x53E3;&hellip;<br>don&#39;t&nbsp;go&copy<br>AT&T &nosuch; &</p>',
    );
    expect(readAsFound(text).texts).toEqual([
      'a & b <3',
      '渡口…',
      "don't\u00a0go©",
      'AT&T &nosuch; &',
    ]);
  });

  it.each([
    ['paragraphs of several lines', page(`<p>${A}<br>${B}</p><p>${C}<br>${D}</p>`)],
    ['two breaks', page(`${A}<br>${B}<br><br>${C}<br>${D}`)],
    ['an empty paragraph', page(`<p>${A}</p><p>${B}</p><p>&nbsp;</p><p>${C}</p><p>${D}</p>`)],
    ['a paragraph of a break', page(`<p>${A}</p><p>${B}</p><p><br></p><p>${C}</p><p>${D}</p>`)],
    [
      'a block of a break',
      page(`<div>${A}</div><div>${B}</div><div><br></div><div>${C}</div><div>${D}</div>`),
    ],
    ['blank lines in what is typed', page(`<pre>\n${A}\n${B}\n\n${C}\n${D}\n</pre>`)],
  ])('keeps the break between stanzas: %s', (_, text) => {
    const { texts } = readAsFound(text);
    expect(texts.join('\n').trim()).toBe(`${A}\n${B}\n\n${C}\n${D}`);
  });

  it('reads a page that is nothing but headings, or nothing but beside it', () => {
    expect(wordsIn(page(SONG.map((line) => `<h2>${line}</h2>`).join('')))).toEqual(SONG);
    expect(wordsIn(page(`<nav>${SONG.join('<br>')}`))).toEqual(SONG);
  });

  it('keeps the lines of a text that only has some marks within', () => {
    const text = `${A}\n<b>${B}</b>\n\n${C}<br>\n<i>${D}</i>\n`;
    expect(readAsFound(text)).toMatchObject({ kind: 'html', texts: [A, B, '', C, D] });
  });

  it.each([
    'I <3 you\n2 < 3 > 1\n',
    '<渡口>\n<某人>\n',
    '他说 <好> 就走了\n',
    'if a<b and c>d\n',
    'p > q\n<p\n',
  ])('is not %j', (text) => {
    expect(readAsFound(text)).toMatchObject({ kind: 'text' });
  });

  it.each([
    '<div>',
    '</div>',
    '<p>',
    '<br>',
    '<',
    '<div ',
    '<a b=',
    '<a b="',
    '&',
    '&amp;',
    ' ',
    '<!--',
    '<script>',
    '<i>',
    '<nav>',
    '<td>',
    '<pre>',
    '词',
    '\u00a0',
    '<p>&nbsp;</p>',
  ])('takes no longer for a million characters of %s', (part) => {
    expect(readingTime(million(part), 'html')).toBeLessThan(HANG_MS);
  });

  it('takes no longer for a page of 5 MB in one line', { tags: ['long'] }, () => {
    expect(readingTime(five('渡口<br>'), 'html')).toBeLessThan(HANG_MS);
  });

  it('takes no longer for many open elements and many ends of others', () => {
    for (const text of [
      '<div>'.repeat(200_000) + '</b>'.repeat(200_000),
      `<div>${' '.repeat(2_200_000)}${'<div>'.repeat(200_000)}`,
    ])
      expect(readingTime(text, 'html')).toBeLessThan(HANG_MS);
  });
});
