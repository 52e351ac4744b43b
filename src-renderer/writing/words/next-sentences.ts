/** What is said of a place whose next character is looked at. */
import { count, probability } from '../../text/format.ts';
import { t } from '../../text/messages.svelte.ts';
import { characterName } from './character-name.ts';
import type { NextAnswer } from './next.svelte.ts';

/** Characters that are shown of what stands before it. */
const SHOWN = 6;

/** Where it is. */
export function whereOf({ place, isBorrowed, prefix, model }: NextAnswer): string {
  if (place.from < place.to)
    return t('write.words.next.instead', { character: characterName(place.stands!, model) });
  if (isBorrowed) return t('write.words.next.first', { prefix: prefix.trim() });
  if (place.before.endsWith('\n')) return t('write.words.next.line');
  const characters = [...place.before.slice(place.before.lastIndexOf('\n') + 1)];
  const text = characters.slice(-SHOWN).join('');
  return t('write.words.next.after', { text: characters.length > SHOWN ? `…${text}` : text });
}

/** How the character that stands there fares among all that might; nothing where none does. */
export function standing({ place, characters, model }: NextAnswer): string {
  if (place.stands === undefined) return '';
  const character = characterName(place.stands, model);
  // To a model whose breaks are spaces, the end of a line is one.
  const learnt = place.stands === '\n' && model.lineBreaks !== 'own' ? ' ' : place.stands;
  const found = characters.find((one) => one.character === learnt);
  if (!found) return t('write.words.next.unknown', { character });
  const before = characters.filter((one) => one.probability > found.probability).length;
  return t('write.words.next.standing', {
    ...{ character, place: count(before + 1), all: count(characters.length) },
    probability: probability(found.probability),
  });
}
