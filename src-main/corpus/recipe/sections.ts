/** The step `sections`: marks of what part of a song follows and who sings it. A bracket whose words are sung stays. */
import { Changes } from '../changes.ts';
import type { Line, Lines } from '../song.ts';

const ENGLISH =
  'intro|verse|pre[- ]?chorus|chorus|post[- ]?chorus|refrain|hook|bridge|interlude|instrumental|(?:guitar |piano |sax )?solo|break|breakdown|drop|build|outro|coda|ending|end|tag|rap|spoken|repeat|ad[- ]?libs?|vamp|turnaround|music|female|male|both|all|duet|choir|man|woman|boy|girl';
const CHINESE =
  '前奏|间奏|間奏|尾奏|过门|過門|主歌|副歌|导歌|導歌|预副歌|桥段|橋段|桥|橋|过渡|过渡段|尾声|尾聲|结尾|結尾|引子|念白|独白|獨白|旁白|说唱|說唱|饶舌|饒舌|重复|重複|反复|合唱|独唱|獨唱|齐唱|齊唱|对唱|對唱|和声|和聲|伴唱|男声|男聲|女声|女聲|童声|童聲|男|女|合|齐|齊|众|眾|男女|女男|男女合';
const NUMBER = String.raw`\s*(?:[#\d①-⑨]{1,3}|[一二三四五六七八九十]{1,2}|[ABCDabcd]\d?|[IVX]{1,4})?`;
const TIMES = String.raw`\s*(?:[x×*✕]\s*\d{1,2}|\d{1,2}\s*[x×遍次])?`;
const WORD = `(?:${ENGLISH}|${CHINESE})`;
const WORDS = `${WORD}${NUMBER}(?:\\s*(?:[/、,，&+]|and)\\s*${WORD}${NUMBER})*${TIMES}`;
const NAME = String.raw`(?:\s*[:：\-–]\s*[^\])）】}〕]{1,40})?`;
/** `[Chorus]`, `【副歌】`, `（男）`, `[Verse 1: somebody]`: anywhere in a line. */
const BRACKETED = new RegExp(
  String.raw`[\[(（【{〔]\s*(?:${WORDS}${NAME}|${TIMES.replace(/\?$/, '')})\s*[\])）】}〕]\s*[:：]?`,
  'gi',
);
/** A line that is nothing else: `Chorus:`, `副歌`, `Verse 2`. */
const ALONE = new RegExp(
  String.raw`^\s*(?:\*{1,3}|#)?\s*(?:(?:${ENGLISH})(?:${NUMBER}${TIMES}\s*[:：]|\s*\d{1,2}${TIMES}\s*[:：]?)|(?:intro|verse|pre[- ]?chorus|chorus|outro|interlude|refrain)|(?:前奏|间奏|間奏|尾奏|过门|主歌|副歌|桥段|橋段|导歌|尾声)${NUMBER}${TIMES}\s*[:：]?)\s*$`,
  'i',
);
/** Who sings what follows in the line. */
const SINGER =
  /^\s*(?:男|女|合|齐|齊|众|眾|独|獨|男女|女男|男女合|合唱|男声|女声|男聲|女聲|童声|甲|乙|领|和)\s*[:：]\s*/;
const CANDIDATE =
  /[[(（【{〔:：]|^\s*(?:[a-z*#]|前奏|[间間]奏|尾奏|过门|主歌|副歌|桥段|橋段|导歌|尾声)/i;
const LONGEST = 5000;

export function takeSections(lines: readonly Line[]): Lines {
  const changes = new Changes();
  for (const line of lines) {
    if (line.text.length > LONGEST || !CANDIDATE.test(line.text)) changes.keep(line);
    else if (ALONE.test(line.text)) becomeBlank(line, changes);
    else {
      const sung = changes.strip(changes.strip(line, 'sections', BRACKETED), 'sections', SINGER);
      // What was a mark alone leaves the break between two parts.
      changes.keep(sung === line ? line : { ...sung, text: sung.text.trim() });
    }
  }
  return changes.end();
}

function becomeBlank(line: Line, changes: Changes): void {
  changes.keep(changes.become(line, 'sections', ''));
}
