/** What a line is made of, sorted into as few kinds as a constraint tells apart: characters, words, and what stands between them. */
import type { LineConstraint } from '../contract/writing/constraint.ts';
import type { Alphabet } from './alphabet.ts';
import { isWordToken, wordToken, type Phrases } from './phrases.ts';
import type { Place, Places } from './places.ts';
import type { WordList } from './words.ts';

export type SymbolKind = 'unit' | 'space' | 'apostrophe' | 'opening' | 'mark';

/** A kind of characters; all of it are the same to a constraint. */
export interface CharacterSymbol {
  readonly kind: SymbolKind;
  /** As a phrase has it; '' for what is in none. */
  readonly token: string;
  /** Of each place with a wish of its own, in the order of `distinctPlaces`, whether it may stand there. */
  readonly fits: readonly boolean[];
}

/** A kind of words. */
export interface WordSymbol {
  readonly syllables: number;
  readonly token: string;
  /** As above, by its syllables. */
  readonly fits: readonly (readonly boolean[])[];
}

export interface Symbols {
  /** Where a place's wish stands in `fits`. */
  indexOf(place: Place): number;
  /** [V] the symbol of each character; -1 for a letter, and for what never comes. */
  readonly ofCharacter: Int32Array;
  readonly characters: readonly CharacterSymbol[];
  /** [words] of the list, the symbol of each. */
  readonly ofWord: Int32Array;
  readonly words: readonly WordSymbol[];
}

const OPENING = /^[\p{Ps}\p{Pi}"]$/u;

export function distinctPlaces({ fromStart, fromEnd }: Places): readonly Place[] {
  const all = [...fromStart.values(), ...fromEnd.values()].flat();
  return [...new Map(all.map((place) => [place.key, place])).values()];
}

export function symbolsOf(
  alphabet: Alphabet,
  words: WordList | undefined,
  wish: LineConstraint,
  { places, phrases }: { readonly places: Places; readonly phrases: Phrases },
): Symbols {
  const distinct = distinctPlaces(places);
  const characters = new Numbering<CharacterSymbol>();
  const latin = wish.latin ?? !alphabet.hasHan;
  const ofCharacter = Int32Array.from(alphabet.characters, (character, id) => {
    if (id === alphabet.lineEnd) return -1;
    const kind = symbolKind(alphabet, id, latin);
    if (kind === null) return -1;
    const token = phrases.tokens.has(character) ? character : '';
    // A mark, if it is wanted, stands at no place.
    if (kind !== 'unit') return characters.of(`${kind} ${token}`, { kind, token, fits: [] });
    let key = token;
    const fits = distinct.map((place) => {
      const fit = place.character(character);
      key += fit ? ' 1' : ' 0';
      return fit;
    });
    return characters.of(`unit ${key}`, { kind, token, fits });
  });
  const kinds = new Numbering<WordSymbol>();
  const ofWord = words ? wordKinds(words, distinct, phrases, kinds) : new Int32Array();
  const numbers = new Map(distinct.map(({ key }, at) => [key, at]));
  return {
    indexOf: ({ key }) => numbers.get(key)!,
    ...{ ofCharacter, ofWord },
    ...{ characters: characters.all, words: kinds.all },
  };
}

function wordKinds(
  words: WordList,
  places: readonly Place[],
  phrases: Phrases,
  kinds: Numbering<WordSymbol>,
): Int32Array {
  const wanted = new Set([...phrases.tokens].filter(isWordToken));
  return Int32Array.from(words.texts, (text, word) => {
    const syllables = words.syllables[word]!;
    const token = wanted.size > 0 && wanted.has(wordToken(text)) ? wordToken(text) : '';
    let key = `${syllables} ${token} `;
    const fits = Array.from({ length: places.length === 0 ? 0 : syllables }, (_, syllable) =>
      places.map((place) => {
        const fit = place.word({ words, word, syllable });
        key += fit ? 1 : 0;
        return fit;
      }),
    );
    return kinds.of(key, { syllables, token, fits });
  });
}

function symbolKind(alphabet: Alphabet, id: number, latin: boolean): SymbolKind | null {
  const character = alphabet.characters[id]!;
  switch (alphabet.kinds[id]) {
    case 'han':
    case 'character':
      return 'unit';
    case 'digit':
      return latin ? 'unit' : null;
    case 'apostrophe':
      return 'apostrophe';
    case 'space':
      return id === alphabet.space ? 'space' : null;
    case 'mark':
      return OPENING.test(character) ? 'opening' : 'mark';
    default:
      return null;
  }
}

/** Numbers things by their keys, in the order in which they first come. */
class Numbering<T> {
  readonly all: T[] = [];
  readonly #numbers = new Map<string, number>();

  of(key: string, thing: T): number {
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.all.push(thing) - 1;
      this.#numbers.set(key, number);
    }
    return number;
  }
}
