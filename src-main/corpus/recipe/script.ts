/** The step `script`: Chinese in simplified or in traditional characters, phrase by phrase, as OpenCC's dictionaries have them. */
import type { Recipe } from '../../contract/corpus/recipe.ts';
import { Changes } from '../changes.ts';
import type { Line, Lines } from '../song.ts';

export type Script = Exclude<Recipe['script'], 'kept'>;
export type Convert = (text: string) => string;

const HAN = /\p{Script=Han}/u;
/** Japanese and Korean have characters of their own. */
const OTHER_LANGUAGE = /[\u3041-\u309f\u30a1-\u30fa\uac00-\ud7af]/;

/** Loads the dictionaries, a megabyte of them towards traditional characters: only for who asks for it. */
export async function converterTo(script: Script): Promise<Convert> {
  if (script === 'simplified') {
    const { Converter } = await import('opencc-js/t2cn');
    return Converter({ from: 't', to: 'cn' });
  }
  const { Converter } = await import('opencc-js/cn2t');
  const to = ({ traditional: 't', taiwan: 'tw', hongkong: 'hk' } as const)[script];
  return Converter({ from: 'cn', to });
}

export function changeScript(lines: readonly Line[], convert: Convert): Lines {
  const changes = new Changes(lines);
  for (const line of lines) {
    const isChinese = HAN.test(line.text) && !OTHER_LANGUAGE.test(line.text);
    changes.keep(isChinese ? converted(line, convert, changes) : line);
  }
  return changes.end();
}

function converted(line: Line, convert: Convert, changes: Changes): Line {
  const text = convert(line.text);
  return text === line.text
    ? line
    : changes.become(line, 'script', text, differingIn(line.text, text));
}

/** @returns how many characters differ; a phrase may become longer or shorter */
function differingIn(before: string, after: string): number {
  const [a, b] = [Array.from(before), Array.from(after)];
  const differing = a.filter((character, index) => character !== b[index]).length;
  return Math.max(1, differing);
}
