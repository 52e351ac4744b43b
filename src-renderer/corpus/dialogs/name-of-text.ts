/** What a text is called that has no name: its first line, as much of it as a list shows. */

const LONGEST = 40; // characters

export function nameOfText(text: string): string {
  const line = /\S.*/u.exec(text)?.[0].trim() ?? '';
  const characters = Array.from(line.replace(/^#+\s*|^《(.*)》$/gu, '$1'));
  return characters.length <= LONGEST
    ? characters.join('')
    : `${characters.slice(0, LONGEST - 1).join('')}…`;
}
