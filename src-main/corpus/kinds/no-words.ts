/** Texts that say nothing which is sung, or say it to programs alone: shortcuts, lists of what is to be played, pictures and scores in letters. */
import type { RefusedKind } from '../song.ts';

const SHORTCUT = /^\s*\[(?:InternetShortcut|DEFAULT|Desktop Entry|playlist)\](?:\r\n|\r|\n)/i;
const PLAYLIST = /^\s*#EXTM3U/;
const CUE_SHEET =
  /^(?:\s*(?:REM|PERFORMER|TITLE|CATALOG|CDTEXTFILE|SONGWRITER)\s.{0,500}(?:\r\n|\r|\n)){0,40}\s*FILE\s+"?.{1,500}"?\s+(?:WAVE|MP3|AIFF|BINARY)/;
const SVG =
  /^\s*(?:<\?xml[^>]{0,500}>\s*)?(?:<!--[^]{0,2000}?-->\s*|<!DOCTYPE\s+svg[^>]{0,500}>\s*)*<svg[\s>]/i;
const BEGINNING = 20_000;
const FOR_PROGRAMS: readonly RegExp[] = [
  /^\s*(?:[\w-]{2,40}: .*\r?\n(?:[ \t].*\r?\n)*){1,40}?MIME-Version:/, // mail, and pages in one file
  /^\s*(?:%.*\r?\n\s*){0,20}\\(?:documentclass|documentstyle|version|input|relative)\b/, // TeX, LilyPond
  /^\s*karaoke\s*:=\s*\w+/i,
  /^\s*(?:\{\d{1,9}\}\{\d{1,9}\}.*\s+){2}/, // subtitles by the number of a picture
  /^(?:#[A-Z\d]{2,20}:.*\r?\n){2,40}\s*[:*F] -?\d+ \d+ -?\d+ /, // notes and syllables to sing by
  /^(?:%.*\r?\n){0,9}X:\s*\d+\s*\r?\n(?:[A-Za-z%]:?.*\r?\n){1,30}?K:/,
  // Bytes or characters that are spelt out, and nothing else.
  /^\s*(?=[^\s]*[a-z])(?=[^\s]*[A-Z])(?=[^\s]*\d)[A-Za-z\d+/]{64}[A-Za-z\d+/\r\n]*={0,2}\s*$/,
  /^\s*(?:[\w.~!*'()-]*%[\dA-Fa-f]{2}){12}[\w.~!*'()%+-]*\s*$/,
  /^(?:\s*[^\\]{0,3}\\u[\da-f]{4}){8}/i,
  /^(?:\s*[^=]{0,3}(?:=[\dA-F]{2}){3}){4}/,
];

/** @returns what it is instead; undefined for what may be words */
export function wordlessKindOf(text: string): RefusedKind | 'list' | undefined {
  const beginning = text.slice(0, BEGINNING);
  if (SVG.test(beginning)) return 'image';
  if (FOR_PROGRAMS.some((pattern) => pattern.test(beginning))) return 'data';
  const isList = SHORTCUT.test(beginning) || PLAYLIST.test(beginning) || CUE_SHEET.test(beginning);
  return isList ? 'list' : undefined;
}
