/** How a corpus is called after the file that it came in. */

/** @param file a name or a path of any system. @returns it without its folders and its ending */
export function corpusName(file: string): string {
  const base = file.split(/[\\/]/).at(-1) ?? '';
  return base.replace(/\.(txt|zip)$/i, '').trim() || base;
}
