/** The text of a corpus as it is read: its songs, its lines, and where words stand in it; and as the files that are taken out of it. */
import JSZip from 'jszip';
import type { CorpusFigures, SongPlace } from '../../../contract/corpus/figures.ts';
import { fileNameOf } from '../../../contract/names/file-name.ts';
import { inLines } from '../../../contract/corpus/song-text.ts';
import { figuresOfText } from '../../../corpus/figures.ts';
import { TextIndex } from '../../../corpus/text-index.ts';
import type { Input, Output, TextInput } from './jobs.ts';
import { cutTo } from './views.ts';

/** UTF-16 units of all lines of one answer. */
const MOST_UNITS = 1_000_000;

/** Keeps the text that was read last. */
export class Texts {
  #hash: string | undefined;
  #index!: TextIndex;
  #figures: CorpusFigures | undefined;

  songs({ sources, ...text }: Input<'songs'>): SongPlace[] {
    return this.#read(text).songs.map((song, index) => ({
      ...(sources[index] ?? { sourceId: '', number: 1, title: null }),
      ...{ line: song.line, lines: song.lines, characters: song.characters },
    }));
  }

  lines({ from, count, offset, ...text }: Input<'lines'>): Output<'lines'> {
    const index = this.#read(text);
    const lines: string[] = [];
    let [left, rest] = [MOST_UNITS, 0];
    for (const line of index.lines(from, count)) {
      const whole = lines.length === 0 ? line.slice(offset) : line;
      if (lines.length > 0 && whole.length > left) break;
      const told = cutTo(whole, left);
      lines.push(told);
      left -= told.length;
      rest = whole.length - told.length;
    }
    return { lines, rest, total: index.total };
  }

  search({ query, from, limit, ...text }: Input<'search'>): Output<'search'> {
    const { hits, total } = this.#read(text).search(query, { from, limit });
    return { hits: [...hits], total };
  }

  figures(text: TextInput): CorpusFigures {
    const index = this.#read(text);
    return (this.#figures ??= figuresOfText(index.text, index));
  }

  exportText(text: TextInput): Uint8Array {
    return new TextEncoder().encode(inLines(this.#read(text).text));
  }

  async exportSongs({ titles, ...text }: Input<'exportSongs'>): Promise<Uint8Array> {
    const index = this.#read(text);
    const zip = new JSZip();
    const names = new FileNames();
    for (const [place, song] of index.songs.entries())
      zip.file(
        `${names.next(titles[place] ?? '')}.txt`,
        index.lines(song.line, song.lines).join('\n'),
      );
    return zip.generateAsync({ type: 'uint8array', compression: 'DEFLATE' });
  }

  #read({ hash, text }: TextInput): TextIndex {
    if (this.#hash === hash) return this.#index;
    if (!text) throw new Error('the text was not sent');
    this.#index = new TextIndex(new TextDecoder('utf-8', { ignoreBOM: true }).decode(text));
    this.#figures = undefined;
    this.#hash = hash;
    return this.#index;
  }
}

/** Names of files of which no two are the same on any system. */
class FileNames {
  readonly #taken = new Set<string>();

  next(title: string): string {
    const name = fileNameOf(title, 'song');
    let unique = name;
    for (let number = 2; this.#taken.has(keyOf(unique)); number++) unique = `${name} ${number}`;
    this.#taken.add(keyOf(unique));
    return unique;
  }
}

/** Windows and macOS know no difference of case, and macOS none between the ways to write an accent. */
const keyOf = (name: string): string => name.normalize('NFC').toLowerCase();
