/** The step `credits`: who wrote, made and published a song, at its head and at its end; a known label with a colon, and no line else. */
import { Changes } from '../changes.ts';
import { SONG_END, type Line, type Lines } from '../song.ts';
import { creditIn, namesIn, type Credit } from './credit-labels.ts';
import { signsIn, sungIn, type Signs } from './sections.ts';

/** What a file says of its song. */
export interface About {
  readonly title?: string | undefined;
  readonly artist?: string | undefined;
}

/** Lines of words among which credits may stand at the head, such as a title; none at the end. */
const HEAD_WORDS = 2;

export function takeCredits(lines: readonly Line[], about: About = {}): Lines {
  const changes = new Changes(lines);
  const signs = signsIn(lines);
  for (const song of songsOf(lines)) {
    const [head, end] = [beginning(song, HEAD_WORDS, signs), beginning(fromEnd(song), 0, signs)];
    const titles = head.filter(({ line, credit }) => !credit && isTitle(line.text, about));
    const credits = new Set([
      ...creditsIn(head),
      ...creditsIn(end),
      ...titles.map(({ line }) => line),
    ]);
    if (credits.size === 0) for (const line of song) changes.keep(line);
    else
      for (const line of song)
        if (credits.has(line)) changes.drop(line, 'credits');
        else changes.keep(line);
  }
  return changes.end();
}

interface Said {
  readonly line: Line;
  readonly credit: Credit | undefined;
  /** Whether a blank line parts it from what is further inside the song. */
  isParted: boolean;
}

/** @returns the lines at one end of a song, until the words begin; marks of sections and blank lines are not among them */
function beginning(song: Iterable<Line>, mostWords: number, signs: Signs): Said[] {
  const said: Said[] = [];
  let words = 0;
  for (const line of song) {
    if (line.text === SONG_END) continue;
    const last = said.at(-1);
    // A mark of a section before it makes a credit no verse.
    const sung = sungIn(line.text, signs).text.trim();
    const credit = creditIn(line.text) ?? (sung === line.text ? undefined : creditIn(sung));
    if (!credit && sung === '') {
      if (last) last.isParted = true;
      continue;
    }
    if (!credit && ++words > mostWords) break;
    said.push({ line, credit, isParted: false });
  }
  return said;
}

/** @returns what is a credit, judged by the lines beside it */
function creditsIn(said: readonly Said[]): Line[] {
  const runs: Said[][] = [[]];
  for (const one of said)
    if (one.credit) runs.at(-1)!.push(one);
    else runs.push([]);
  return runs.flatMap((run) => {
    const labels = new Set(
      run.filter((one) => isWriter(one) || isLoose(one)).map(({ line }) => line.text.trim()[0]),
    );
    const isSure = run.some(({ credit }) => credit === 'sure') || labels.size > 1;
    const named = run.map(({ credit }) => credit !== 'spoken');
    const [first, last] = [named.indexOf(true), named.lastIndexOf(true)];
    const credits = run.filter(({ line, credit, isParted }, index) => {
      if (credit === 'sure') return true;
      if (credit === 'loose') return isSure;
      if (credit === 'spoken') return isSure && index > first && index < last;
      if (!namesIn(line.text)) return isSure && /[:：]$/.test(line.text.trimEnd());
      return (
        isSure || (isWriter(run[index]!) && (run.length > 1 || isParted || run[0] === said[0]))
      );
    });
    return credits.map(({ line }) => line);
  });
}

const isWriter = ({ credit }: Said): boolean => credit === 'writer';
const isLoose = ({ credit }: Said): boolean => credit === 'loose';

/** Whether a line says no more than the title and who sings, as the file has them at another place. */
function isTitle(text: string, { title = '', artist = '' }: About): boolean {
  if (title === '' || artist === '') return false;
  const plain = (part: string): string => part.toLowerCase().replace(/[\s《》「」“”"'‘’]/g, '');
  const [line, song, singer] = [text, title, artist].map(plain) as [string, string, string];
  if (song === '' || singer === '') return false;
  const between = (from: string, to: string): string | undefined =>
    line.startsWith(from) && line.endsWith(to) && line.length >= from.length + to.length
      ? line.slice(from.length, line.length - to.length)
      : undefined;
  const DASH = /^(?:[(（][^)）]*[)）])?[-–—_/|·:：]+$/;
  return (
    DASH.test(between(song, singer) ?? '') ||
    DASH.test(between(singer, song) ?? '') ||
    (/《.+》/.test(text) && between(song, singer) === '')
  );
}

function* fromEnd(song: readonly Line[]): Generator<Line> {
  for (let at = song.length - 1; at >= 0; at--) yield song[at]!;
}

function* songsOf(lines: readonly Line[]): Generator<readonly Line[]> {
  let from = 0;
  for (let at = 0; at < lines.length; at++) {
    if (lines[at]!.text !== SONG_END) continue;
    yield lines.slice(from, at + 1);
    from = at + 1;
  }
  if (from < lines.length) yield from === 0 ? lines : lines.slice(from);
}
