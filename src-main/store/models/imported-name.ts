/** How a model is called that comes in as a file: as the file is, which somebody has named, or else as it calls itself. */
import { fileNameOf } from '../../contract/names/file-name.ts';
import { modelName, type Manifest } from '../../contract/model.ts';

const LONGEST = modelName.maxLength!;
/** Of the files in a library. */
const ID = /^\d{8}T\d{6}-[0-9a-f]{8}$/;
/** What browsers and desktops put behind the name of a second file, in whatever language. */
const COPY = / ?[(（]\d+[)）]$/;

/** @param file a name or a path of any system */
export function importedName(file: string, { name, corpus }: Manifest): string {
  const base = file.split(/[\\/]/).at(-1) ?? '';
  const stem = base
    .replace(/\.verse$/i, '')
    .normalize()
    .trim();
  const isOurs = [stem, stem.replace(COPY, '')].some(
    (one) =>
      [name, corpus.name].some((inside) => one === inside || one === fileNameOf(inside, '')) ||
      ID.test(one),
  );
  return isOurs
    ? name
    : Array.from(stem)
        .slice(0, LONGEST / 2)
        .join('')
        .trim() || name;
}
