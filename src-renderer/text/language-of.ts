/** In which language words of lyrics are, so that they are read aloud in it, whatever the language of the screens is. */

/** @returns a value for `lang`: Chinese where there is any Han character, English where there are letters alone; nothing where neither is */
export function languageOf(text: string): 'zh' | 'en' | undefined {
  if (/\p{Script=Han}/u.test(text)) return 'zh';
  return /\p{Script=Latin}/u.test(text) ? 'en' : undefined;
}
