/** What a line is made of, sorted into as few kinds as a constraint tells apart: characters, words, and what stands between them. */
import type { LineConstraint } from '../contract/writing/constraint.ts';
import type { Alphabet } from './alphabet.ts';
import { isWordToken, wordToken, type Phrases } from './phrases.ts';
import { rhymingWord, type Place, type Places } from './places.ts';
import { RhymingWords, spellingOf, type Spelling } from './spelling.ts';
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
  readonly words: readonly WordSymbol[];
  /** Undefined where a line has no words; then that of the words that rhyme, where it is to end with one. */
  readonly spelling: Spelling | undefined;
  readonly rhyming: RhymingWords | undefined;
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
  const kinds = words && wordKinds(words, distinct, phrases);
  const rhyming = words && kinds && rhymingKinds(words, wish, distinct, { places, kinds });
  const numbers = new Map(distinct.map(({ key }, at) => [key, at]));
  return {
    indexOf: ({ key }) => numbers.get(key)!,
    ...{ ofCharacter, characters: characters.all },
    ...{ spelling: kinds?.spelling, rhyming: rhyming?.words },
    words: [...(kinds?.all ?? []), ...(rhyming?.all ?? [])],
  };
}

interface WordKinds {
  readonly all: readonly WordSymbol[];
  readonly ofWord: Int32Array;
  readonly spelling: Spelling;
}

/** Of all words, which takes long: kept for the next constraint that tells the same ones apart. */
function wordKinds(words: WordList, places: readonly Place[], phrases: Phrases): WordKinds {
  const wanted = new Set([...phrases.tokens].filter(isWordToken));
  const name = JSON.stringify([places.map(({ key }) => key), [...wanted].sort()]);
  return words.keep(name, () => {
    const kinds = new Numbering<WordSymbol>();
    const ofWord = Int32Array.from(words.texts, (text, word) => {
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
    const spelling = spellingOf(words.tree, ofWord, kinds.all.length);
    return { all: kinds.all, ofWord, spelling };
  });
}

/** The kinds of the words that rhyme, numbered after all others: as those, but that they fit at the end. */
function rhymingKinds(
  words: WordList,
  { rhyme }: LineConstraint,
  distinct: readonly Place[],
  { places, kinds }: { readonly places: Places; readonly kinds: WordKinds },
): { all: readonly WordSymbol[]; words: RhymingWords } | undefined {
  if (!rhyme || places.rhyme === null) return undefined;
  const index = distinct.findIndex(({ key }) => key === rhymingWord.key);
  const all = new Numbering<WordSymbol>();
  const rhyming = words.rhymes(rhyme.system, rhyme.syllables).with(places.rhyme);
  const numbered = rhyming.map((word) => {
    const kind = kinds.ofWord[word]!;
    const { fits, ...others } = kinds.all[kind]!;
    const fitting = fits.map((fit) => fit.map((is, at) => is || at === index));
    return [word, kinds.all.length + all.of(`${kind}`, { ...others, fits: fitting })] as const;
  });
  return { all: all.all, words: new RhymingWords(words.tree, numbered) };
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
