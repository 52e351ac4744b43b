/** How a corpus and its sources are called after the files that they came in. */
import type { NameWords } from '../../contract/names/model-name.ts';
import { MAX_SOURCE_NAME } from '../../contract/corpus/source.ts';

/** Endings that say what a file is, and nothing about its song. */
const ENDING = new RegExp(
  String.raw`\.(?:${[
    ...[
      'txt',
      'text',
      'zip',
      'md',
      'markdown',
      'lrc',
      'yrc',
      'krc',
      'qrc',
      'srt',
      'vtt',
      'ass',
      'ssa',
    ],
    ...[
      'cho',
      'crd',
      'chord',
      'chopro',
      'chordpro',
      'json',
      'jsonl',
      'html?',
      'xhtml',
      'docx?',
      'odt',
      'fodt',
    ],
    ...[
      'pdf',
      'rtf',
      'pages',
      'rar',
      '7z',
      'gz',
      'epub',
      'jpe?g',
      'png',
      'mp3',
      'flac',
      'url',
      'exe',
    ],
  ].join('|')})$`,
  'i',
);

/** What would begin a line, or turn one around. */
const UNSAFE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/** @param file a name or a path of any system. @returns it without its folders and its ending */
export function corpusName(file: string): string {
  const base = file.split(/[\\/]/).at(-1) ?? '';
  return base.replace(ENDING, '').trim() || base;
}

/** @returns what a source is called that came in this file: never blank */
export const sourceNameOf = (file: string): string => shown(corpusName(file), MAX_SOURCE_NAME);

/** Of a name that was given. */
const MAX_CORPUS_NAME = 200;

/** And of that what a corpus of several files has of the first. */
const MOST_OF_FIRST = 100;

/**
 * What was left out gives nothing its name.
 * @param given files of one import
 * @param read files and entries of zips of which there are words, in order; not none
 * @param words for several; without them, they are called after the first
 * @returns the name of the folder where all that was read lies in one, that of the file where it is one, else that of several
 */
export function nameOfImport(
  given: readonly { readonly name: string }[],
  read: readonly string[],
  words: Pick<NameWords, 'severalFiles'> | undefined,
): string {
  const names = new Set(given.map(({ name }) => name));
  const used = [...new Set(read.map((path) => fileOf(path, names)))];
  const [first = ''] = used;
  const folder = folderOf(first);
  const beside = used.filter((name) => name !== first && (!folder || folderOf(name) !== folder));
  const name = shown(folder ?? corpusName(first), MAX_CORPUS_NAME);
  if (beside.length === 0 || !words) return name;
  return words.severalFiles(shown(name, MOST_OF_FIRST), beside.length);
}

/** @returns the given file that something was read of: itself, or a zip that it lies in */
function fileOf(path: string, given: ReadonlySet<string>): string {
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1))
    if (given.has(path.slice(0, end))) return path.slice(0, end);
  return path;
}

const folderOf = (path: string): string | undefined => /^([^\\/]+)[\\/]/.exec(path)?.[1];

function shown(name: string, longest: number): string {
  const plain = name.toWellFormed().replace(UNSAFE, ' ').trim();
  return (
    plain
      .slice(0, longest)
      .replace(/[\ud800-\udbff]$/, '')
      .trim() || '–'
  );
}
