/** Texts that say nothing which is sung: shortcuts, lists of what is to be played, pictures that are written in letters. */
import type { RefusedKind } from '../song.ts';

const SHORTCUT = /^\s*\[(?:InternetShortcut|DEFAULT|Desktop Entry|playlist)\](?:\r\n|\r|\n)/i;
const PLAYLIST = /^\s*#EXTM3U/;
const CUE_SHEET =
  /^(?:\s*(?:REM|PERFORMER|TITLE|CATALOG|CDTEXTFILE|SONGWRITER)\s.{0,500}(?:\r\n|\r|\n)){0,40}\s*FILE\s+"?.{1,500}"?\s+(?:WAVE|MP3|AIFF|BINARY)/;
const SVG =
  /^\s*(?:<\?xml[^>]{0,500}>\s*)?(?:<!--[^]{0,2000}?-->\s*|<!DOCTYPE\s+svg[^>]{0,500}>\s*)*<svg[\s>]/i;
const BEGINNING = 20_000;

/** @returns what it is instead; undefined for what may be words */
export function wordlessKindOf(text: string): RefusedKind | 'list' | undefined {
  const beginning = text.slice(0, BEGINNING);
  if (SVG.test(beginning)) return 'image';
  const isList = SHORTCUT.test(beginning) || PLAYLIST.test(beginning) || CUE_SHEET.test(beginning);
  return isList ? 'list' : undefined;
}
