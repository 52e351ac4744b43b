/** How texts are searched everywhere: by words, in whatever case and width they are typed. */

export const plain = (text: string): string => text.normalize('NFKC').toLowerCase();

/** @returns the words of what was typed, each of which what is found has somewhere */
export const wordsOf = (query: string): string[] => plain(query).split(/\s+/u).filter(Boolean);
