/** Words of a text that rhyme, and common ones besides; the words of the text that was asked about last are kept. */
import { MOST_RHYMES, type RhymingWord } from '../../../contract/writing/rhymes.ts';
import { loadEnglish } from '../../../language/english/english.ts';
import { commonRhymes } from '../../../language/rhyme-dictionary.ts';
import { RhymeIndex } from '../../../language/rhyme-index.ts';
import { wantedOf } from '../../../language/rhyming.ts';
import { hasWords } from '../../../language/units.ts';
import type { Input, Output } from './jobs.ts';

export class Rhymes {
  #hash: string | undefined;
  #index!: RhymeIndex;

  async find({ hash, text, end, reading, system }: Input<'rhymes'>): Promise<Output<'rhymes'>> {
    if (this.#hash !== hash) {
      if (!text) throw new Error('the text was not sent');
      this.#index = new RhymeIndex(new TextDecoder('utf-8', { ignoreBOM: true }).decode(text));
      this.#hash = hash;
    }
    const english = reading === null && hasWords(end) ? await loadEnglish() : undefined;
    const wanted = wantedOf(end, reading, system, english);
    if (!wanted) return { corpus: { rhymes: [], near: [] }, dictionary: { rhymes: [], near: [] } };
    const { rhymes, near } = this.#index.find(wanted);
    const common = commonRhymes(wanted, english);
    const others = (words: readonly RhymingWord[], known: readonly RhymingWord[]) => {
      const keys = new Set(known.map(keyOf));
      return words.filter((word) => !keys.has(keyOf(word)));
    };
    const { corpus, near: mostNear, dictionary } = MOST_RHYMES;
    return {
      corpus: { rhymes: rhymes.slice(0, corpus), near: near.slice(0, mostNear) },
      dictionary: {
        rhymes: others(common.rhymes, rhymes).slice(0, dictionary),
        near: others(common.near, near).slice(0, mostNear),
      },
    };
  }
}

const keyOf = ({ text, reading }: RhymingWord): string => `${text} ${reading}`;
