/** How a corpus and its sources are called after the files that they came in. */
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

/**
 * @param files of one import, in order
 * @returns the name of their folder where all lie in one, else that of the first
 */
export function nameOfImport(files: readonly { readonly name: string }[]): string {
  const [first = ''] = files.map(({ name }) => name);
  const folder = /^([^\\/]+)[\\/]/.exec(first)?.[1];
  const isShared = folder !== undefined && files.every(({ name }) => name.startsWith(folder));
  return shown(isShared ? folder : corpusName(first), MAX_CORPUS_NAME);
}

function shown(name: string, longest: number): string {
  const plain = name.toWellFormed().replace(UNSAFE, ' ').trim();
  return (
    plain
      .slice(0, longest)
      .replace(/[\ud800-\udbff]$/, '')
      .trim() || '–'
  );
}
