/** The first lines of a text that have something to show, found while it goes by slice by slice. */
import { isBlank, SONG_END } from '../../contract/corpus/song-text.ts';

const SHOWN_LINES = 8;
const SHOWN_CHARACTERS = 80;
/** The line breaks of all systems and programs, and the end of a song. */
const ENDS: ReadonlySet<number> = new Set([0x0a, 0x0b, 0x0c, 0x0d, 0x1e, 0x85, 0x2028, 0x2029]);

export class FirstLines {
  readonly #lines: string[] = [];
  /** Of the line under way: its first characters, without the space before them. */
  #line: number[] = [];
  /** How many of these there are up to the last that shows. */
  #shown = 0;

  /** @param points code points */
  add(points: Uint32Array): void {
    for (let i = 0; i < points.length && this.#lines.length < SHOWN_LINES; i++) {
      const point = points[i]!;
      if (ENDS.has(point)) this.#endLine();
      else if (this.#shown < SHOWN_CHARACTERS) this.#addToLine(point);
    }
  }

  /** @returns the lines, each without the space around it and cut to what a screen shows */
  end(): string[] {
    if (this.#lines.length < SHOWN_LINES) this.#endLine();
    return this.#lines;
  }

  #addToLine(point: number): void {
    const shows = String.fromCodePoint(point).trim() !== '';
    if (!shows && this.#line.length === 0) return;
    if (this.#line.length < SHOWN_CHARACTERS) this.#line.push(point);
    if (shows) this.#shown = this.#line.length;
  }

  #endLine(): void {
    if (this.#shown > 0)
      this.#lines.push(String.fromCodePoint(...this.#line.slice(0, this.#shown)));
    this.#line = [];
    this.#shown = 0;
  }
}

const SONG = SONG_END.codePointAt(0)!;
/** Between the end of a song and this one nothing ends, nor above the last. */
const [FIRST_WIDE_END, LAST_END] = [0x85, 0x2029];

/** How many lines of a text say something, and how many songs. */
export class LineCount {
  #lines = 0;
  #songs = 0;
  #lineHasInk = false;
  #songHasInk = false;

  /** @param points code points */
  add(points: Uint32Array): void {
    for (let i = 0; i < points.length; i++) {
      const point = points[i]!;
      // Of a line that has ink, only its end is of interest.
      if (this.#lineHasInk && (point > LAST_END || (point > SONG && point < FIRST_WIDE_END)))
        continue;
      if (ENDS.has(point)) this.#endLine(point === SONG);
      else if (!this.#lineHasInk) this.#lineHasInk = !isSpace(point);
    }
  }

  end(): { readonly lines: number; readonly songs: number } {
    this.#endLine(true);
    return { lines: this.#lines, songs: this.#songs };
  }

  #endLine(endsSong: boolean): void {
    if (this.#lineHasInk) this.#lines += 1;
    this.#songHasInk ||= this.#lineHasInk;
    this.#lineHasInk = false;
    if (!endsSong) return;
    if (this.#songHasInk) this.#songs += 1;
    this.#songHasInk = false;
  }
}

/** All that is white space is below these, or is one of the wide ones of print and of Chinese. */
const isSpace = (point: number): boolean =>
  (point < 0x100 || (point >= 0x1680 && point <= 0x3000) || point === 0xfeff) &&
  isBlank(String.fromCodePoint(point));
