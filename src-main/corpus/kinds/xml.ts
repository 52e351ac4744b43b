/** XML that is no page and no document: what stands in the elements that are named as words, in song books and in subtitles. */
import type { Lines, Titles } from '../song.ts';
import { readHtml } from './html.ts';
import { readTags } from './tags.ts';
import { endOfRepeated } from './repeated.ts';

/** Elements that hold words, without the prefix that a file gives them. */
const WORDS = new Set(
  'lyrics lyric lines verse stanza lg words content paragraphs paragraph p l line text'.split(' '),
);
/** Of these each is a line, and between two others is a gap. */
const LINES = new Set(['p', 'l', 'line', 'text']);
/** Within words, what is none of them: chords, remarks, how a picture is set. */
const UNSEEN = new Set('chord comment metadata style author title'.split(' '));
/** Scores have a syllable to a note, and lists of settings name all things by themselves. */
const OTHERS = /^(?:score-partwise|score-timewise|plist|svg|rss|feed)$/;

const PROLOGUE = /<\?xml[^>]{0,500}\?>|<!--[^]{0,5000}?-->|<!DOCTYPE\s[^>[]{0,500}>|\s+/iy;
const ROOT = /^\s*<([a-z_][\w.:-]*)(?=[\s/>])[^<>]{0,5000}>/i;
/** A page within an element, as programs for notes keep one. */
const PAGE = /^\s*<(?:\?xml|!doctype|[a-z][\w-]*[\s>])/i;
/** What pages and subtitles have around some words of theirs, in files that are no XML. */
const OF_PAGES =
  /^(?:html|body|head|div|p|pre|span|font|b|i|u|em|strong|center|table|ul|ol|h[1-6]|a|br|hr|img|ruby|blockquote|article|section|main|sami|c|v|qrcinfos)$/i;

const withoutPrologue = (text: string): string => text.slice(endOfRepeated(text, PROLOGUE));

/** Whether it says itself that it is XML, or has one element around all that it says. */
export function isXml(text: string): boolean {
  const said = text.replace(/^\ufeff/, '');
  const hasPrologue = /^\s*<\?xml[\s?]/i.test(said);
  const root = ROOT.exec(withoutPrologue(said.slice(0, 20_000)))?.[1];
  if (root === undefined) return hasPrologue;
  if (OF_PAGES.test(root)) return false;
  return hasPrologue || text.trimEnd().toLowerCase().endsWith(`</${root.toLowerCase()}>`);
}

/** @returns the words, of which none are there where nothing is named so */
export function readXml(text: string, titles: Titles): Lines {
  const page = pageOf(text);
  const { lines, changes } = readHtml(`<html><body>${page}</body></html>`, titles);
  const before = text.slice(0, 200);
  const [tags] = changes.filter(({ step }) => step === 'markup');
  return {
    lines,
    changes: [{ step: 'markup', at: 1, before, after: null, count: tags?.count ?? 1 }],
  };
}

/** @returns the words in elements of a page */
function pageOf(text: string): string {
  const parts: string[] = [];
  const write = (part: string): unknown => parts.push(part);
  let [depth, unseen, isOther] = [0, 0, false];
  const bare = (name: string): string => name.slice(name.indexOf(':') + 1).toLowerCase();
  readTags(text, true, {
    open(rawName, _, isEmpty) {
      const name = bare(rawName);
      isOther ||= OTHERS.test(name);
      if (name === 'br' || name === 'lb') write(depth > 0 ? '<br>' : '');
      if (isEmpty) return;
      if (depth > 0 && UNSEEN.has(name)) unseen += 1;
      if (!WORDS.has(name)) return;
      depth += 1;
      write(LINES.has(name) ? '<div>' : '<p>');
    },
    close(rawName) {
      const name = bare(rawName);
      if (depth > 0 && UNSEEN.has(name)) unseen = Math.max(0, unseen - 1);
      if (!WORDS.has(name) || depth === 0) return;
      depth -= 1;
      write(LINES.has(name) ? '</div>' : '</p>');
    },
    text(data) {
      if (depth === 0 || unseen > 0) return;
      if (PAGE.test(data)) return void write(withoutPrologue(data));
      write(
        inLines(data).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>'),
      );
    },
  });
  return isOther ? '' : parts.join('');
}
/** Lines that are chords, remarks and marks of parts, by their first character. */
const OF_SONG_BOOKS = /^(?:[.;].*|\[[A-Z]\d{0,2}\])$/;

/** @returns what stands between two tags without the line feeds that only set these apart */
function inLines(data: string): string {
  if (!data.includes('\n')) return data;
  const lines = data.split('\n').map((line) => line.replace(OF_SONG_BOOKS, '').trim());
  const first = lines.findIndex((line) => line !== '');
  const last = lines.findLastIndex((line) => line !== '');
  return first < 0 ? ' ' : lines.slice(first, last + 1).join('\n');
}
