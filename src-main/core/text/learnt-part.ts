/** What a run learns of a text, and what it holds out: both are whole songs and lines of it, where it has them. */
import type { TrainingSettings } from '../../contract/settings.ts';
import type { LearntShare } from '../../contract/training.ts';
import { preprocessed, SONG_END, type Passage } from './code-points.ts';

/** What decides it. */
export type Learning = Pick<TrainingSettings, 'maxCharacters' | 'lineBreaks' | 'heldOut'>;

/** How much that is; what is held out from its end begins at a character, counted from 0. */
export interface LearntPart extends LearntShare {
  readonly heldOutFrom: number;
}

/**
 * @param utf8 the whole text; gone through slice by slice, between which this yields
 * @returns how much of it is learnt. Songs are counted that are there from their beginning to their end, without the mark behind it
 */
export function* measure(utf8: Uint8Array, learning: Learning): Generator<void, LearntPart> {
  const { maxCharacters, lineBreaks, heldOut } = learning;
  const all = new Count(maxCharacters || Infinity, heldOut.by === 'songs' ? heldOut.every : 0);
  for (const _ of preprocessed(utf8, { maxCharacters: 0, lineBreaks }, all)) yield;
  const counted = all.end();
  if (heldOut.by !== 'last' || counted.taken < 2)
    return { ...counted.share, heldOutFrom: Infinity };
  const cut = new Cut(counted.taken, heldOut.percent);
  for (const _ of preprocessed(utf8, { maxCharacters, lineBreaks }, cut)) yield;
  const { at, songs, isWithinSong } = cut.nearest;
  return {
    ...counted.share,
    ...{ learnt: at, learntSongs: songs, heldOut: counted.taken - at },
    heldOutSongs: Math.max(0, counted.share.learntSongs - songs - (isWithinSong ? 1 : 0)),
    heldOutFrom: at,
  };
}

/** @returns the passage of a text that is learnt; undefined where nothing is held out */
export const learntPassage = ({ heldOut }: Learning, part: Pick<LearntPart, 'heldOutFrom'>) =>
  heldOut.by === 'none'
    ? undefined
    : new OneSide(heldOut.by === 'songs' ? heldOut.every : 0, part, false);

/** @returns the passage of a text that is held out: no character is in both, and all that are taken are in one */
export const heldOutPassage = ({ heldOut }: Learning, part: Pick<LearntPart, 'heldOutFrom'>) =>
  new OneSide(heldOut.by === 'songs' ? heldOut.every : 0, part, true);

/** The mark that ends a song is that song's. */
class OneSide implements Passage {
  #at = 0;
  #song = 1;
  readonly #every: number;
  readonly #from: number;
  readonly #heldOut: boolean;

  /** @param every 0 where songs are held out by none */
  constructor(every: number, { heldOutFrom }: Pick<LearntPart, 'heldOutFrom'>, heldOut: boolean) {
    this.#every = every;
    this.#from = heldOutFrom;
    this.#heldOut = heldOut;
  }

  has(point: number): boolean {
    const held = this.#every === 0 ? this.#at++ >= this.#from : this.#song % this.#every === 0;
    if (point === SONG_END) this.#song += 1;
    return held === this.#heldOut;
  }
}

/** Goes through all of a text, of which `most` characters are taken. */
class Count implements Passage {
  readonly #most: number;
  readonly #every: number;
  #characters = 0;
  #songs = 0;
  #whole = 0;
  /** Of what is taken, in songs that are held out. */
  #heldOut = 0;
  #isWithinSong = false;

  constructor(most: number, every: number) {
    this.#most = most;
    this.#every = every;
  }

  has(point: number): boolean {
    if (this.#characters < this.#most && this.#isHeldOut(this.#songs + 1)) this.#heldOut += 1;
    if (point === SONG_END) this.#endSong(this.#characters);
    this.#characters += 1;
    this.#isWithinSong = point !== SONG_END;
    return true;
  }

  end(): { taken: number; share: LearntShare } {
    if (this.#isWithinSong) this.#endSong(this.#characters);
    const taken = Math.min(this.#characters, this.#most);
    const heldOutSongs = this.#every === 0 ? 0 : Math.floor(this.#whole / this.#every);
    return {
      taken,
      share: {
        ...{ characters: this.#characters, songs: this.#songs },
        ...{ learnt: taken - this.#heldOut, learntSongs: this.#whole - heldOutSongs },
        ...{ heldOut: this.#heldOut, heldOutSongs },
      },
    };
  }

  #isHeldOut(song: number): boolean {
    return this.#every !== 0 && song % this.#every === 0;
  }

  #endSong(at: number): void {
    this.#songs += 1;
    if (at <= this.#most) this.#whole += 1;
  }
}

interface Place {
  readonly at: number;
  /** That end before it. */
  readonly songs: number;
  readonly isWithinSong: boolean;
}

/**
 * Looks for where the held-out end of a text begins: behind the end of a song that is nearest to the place asked for, if the part is then
 * at least half and at most one and a half times what was asked for; else behind such an end of a line; else at that place.
 */
class Cut implements Passage {
  readonly #length: number;
  readonly #wanted: number;
  readonly #tolerance: number;
  #at = 0;
  #songs = 0;
  #song: Place | undefined;
  #line: Place | undefined;
  #exact: Place | undefined;

  constructor(length: number, percent: number) {
    const heldOut = Math.max(1, Math.round((length * percent) / 100));
    this.#length = length;
    this.#wanted = length - heldOut;
    this.#tolerance = heldOut / 2;
  }

  get nearest(): Place {
    return this.#song ?? this.#line ?? this.#exact!;
  }

  has(point: number, isBreak: boolean): boolean {
    const isSongEnd = point === SONG_END;
    if (isSongEnd) {
      this.#line = this.#whole(this.#line);
      this.#exact = this.#whole(this.#exact);
      this.#songs += 1;
    }
    this.#at += 1;
    const place = { at: this.#at, songs: this.#songs, isWithinSong: !isSongEnd };
    if (this.#at === this.#wanted) this.#exact = place;
    if (isSongEnd) this.#song = this.#nearer(place, this.#song);
    else if (isBreak) this.#line = this.#nearer(place, this.#line);
    return true;
  }

  /** A song has ended where nothing but its mark comes behind. */
  #whole(place: Place | undefined): Place | undefined {
    if (!place?.isWithinSong || place.at !== this.#at) return place;
    return { ...place, songs: place.songs + 1, isWithinSong: false };
  }

  #nearer(place: Place, other: Place | undefined): Place | undefined {
    const distance = Math.abs(place.at - this.#wanted);
    if (distance > this.#tolerance || place.at >= this.#length) return other;
    return other && Math.abs(other.at - this.#wanted) <= distance ? other : place;
  }
}
