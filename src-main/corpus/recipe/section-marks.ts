/** The words that mark a part of a song, or who sings it, and whether a few words are such a mark. */

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Nobody sings these as a line. */
const PARTS = words(
  'intro verse verses prechorus pre-chorus chorus choruses postchorus post-chorus outro interlude instrumental refrain prelude postlude adlib adlibs ad-lib ad-libs vamp coda estribillo puente estrofa ritornello',
);
/** Nobody sings these in brackets. */
const ASIDES = words('rap spoken repeat music skit solo');
/** These are words of songs, too. */
const ORDINARY = words(
  'hook bridge break breakdown drop build buildup build-up ending end tag part fade stanza',
);
const SINGERS = words(
  'male female both all together man woman men women boy boys girl girls duet choir everyone',
);
/** What stands beside them. */
const BESIDE = words(
  'guitar piano sax saxophone drum drums bass violin string strings synth organ flute harmonica trumpet final last first second third fourth 1st 2nd 3rd 4th double half short long extended vocal vocals musical opening closing alternate alternative out pre post',
);
const JOINING = words('and the to only ad lib with');
const NUMBER =
  /^(?:#?\d{1,2}|[①-⑩]|[ivx]{1,4}|[abcd]\d?|one|two|three|four|five|\d(?:st|nd|rd|th))$/;
const TIMES = /^(?:[x×*✕]\d{1,2}|\d{1,2}[x×]|times|twice)$/;

const CHINESE_PARTS =
  '前奏|间奏|間奏|尾奏|过门|過門|主歌|副歌|导歌|導歌|预副歌|桥段|橋段|过渡段|過渡段';
const CHINESE_SINGERS =
  '男女合唱|男女合|男女|女男|男声|男聲|女声|女聲|男生|女生|童声|童聲|合唱|独唱|獨唱|齐唱|齊唱|对唱|對唱|轮唱|輪唱|领唱|領唱|伴唱|男|女|合|齐|齊|众|眾|全体|全體';
const CHINESE_ASIDES = '念白|独白|獨白|旁白|说唱|說唱|饶舌|饒舌|重复|重複|反复|反覆|引子|音乐|音樂';
const CHINESE_ORDINARY = '桥|橋|过渡|過渡|尾声|尾聲|结尾|結尾|结束|和声|和聲|高潮|渐弱|完';
const ORDINAL = String.raw`第?\s?[\d一二三四五六七八九十]{1,3}\s?(?:段|节|節|遍|次)?`;
const chinese = (parts: string): RegExp => {
  const part = String.raw`(?:${ORDINAL}\s?)?(?:${parts})(?:\s?(?:${ORDINAL}|[A-Da-d①-⑩]\d?))?`;
  return new RegExp(
    String.raw`^(?:重[复複]|反[复覆])?${part}(?:\s?[/、,，&+和与]?\s?${part}){0,3}\s*(?:[x×*✕]\s?\d{1,2}|\d{1,2}\s?[x×遍次])?$`,
  );
};
const CHINESE: readonly [Mark, RegExp][] = [
  ['part', chinese(CHINESE_PARTS)],
  ['singer', chinese(CHINESE_SINGERS)],
  ['aside', chinese(`${CHINESE_PARTS}|${CHINESE_SINGERS}|${CHINESE_ASIDES}`)],
  [
    'ordinary',
    chinese(`${CHINESE_PARTS}|${CHINESE_SINGERS}|${CHINESE_ASIDES}|${CHINESE_ORDINARY}`),
  ],
];
const ONLY_TIMES =
  /^(?:(?:repeat|重[复複]|反[复覆])?\s*(?:[x×*✕]\s?\d{1,2}|\d{1,2}\s?(?:[x×*]|times|遍|次)|twice|两遍|兩遍))$/i;
/** What follows the word: who sings it. */
const NAME = /\s*(?:[:：]|\s[-–—])\s*.*$/s;
const LONGEST = 80;

/**
 * `part`: nobody sings it. `times`: how often. `aside`: nobody sings it in brackets. `ordinary`: it is a word of songs, too. `singer`:
 * who sings, in Chinese; `voice`: in English, where it is a word of songs, too.
 */
export type Mark = 'part' | 'times' | 'aside' | 'ordinary' | 'singer' | 'voice';

/** What a mark begins with, so that most lines are looked at no further. */
const FIRST_WORDS = new Set(
  [
    ...PARTS,
    ...ASIDES,
    ...ORDINARY,
    ...SINGERS,
    ...BESIDE,
    'the',
    'ad',
    'lib',
    'only',
    'to',
    'x',
  ].map((word) => word.toUpperCase()),
);
export const FIRST_CHARACTERS: ReadonlySet<string> = new Set(
  `${CHINESE_PARTS}|${CHINESE_SINGERS}|${CHINESE_ASIDES}|${CHINESE_ORDINARY}|第|两|兩|一二三四五六七八九十①②③④⑤⑥⑦⑧⑨⑩×*✕#`
    .split('|')
    .flatMap((word) => (word.length > 9 ? Array.from(word) : [word[0]!])),
);
const ASCII = 0x80;
export function mayBeMark(text: string): boolean {
  if (text.charCodeAt(0) >= ASCII) return FIRST_CHARACTERS.has(text[0]!);
  const word = /^[a-z]+/i.exec(text)?.[0];
  if (word === undefined) return FIRST_CHARACTERS.has(text[0]!) || /^\d/.test(text);
  return FIRST_WORDS.has(word.toUpperCase()) || /^x$/i.test(word) || /^[ivx]+$/i.test(word);
}

/** @param text what stands in brackets, or on a line of its own */
export function markOf(text: string): Mark | undefined {
  if (text.length > LONGEST) return undefined;
  const said = text.trim();
  if (said === '' || !mayBeMark(said)) return undefined;
  if (ONLY_TIMES.test(said)) return 'times';
  const word = said.replace(NAME, '');
  if (/^[#\d]*\s?[a-z]/i.test(word)) return englishMark(word);
  return CHINESE.find(([, pattern]) => pattern.test(word))?.[0];
}

function englishMark(text: string): Mark | undefined {
  const tokens = text
    .toLowerCase()
    .replace(/[()]/g, ' ')
    .split(/[\s/,&+]+/)
    .filter((token) => token !== '');
  const isIn = (known: ReadonlySet<string>) => (token: string) =>
    known.has(token) || known.has(token.replace(/\d+$/, ''));
  const [isPart, isAside, isOrdinary] = [isIn(PARTS), isIn(ASIDES), isIn(ORDINARY)];
  const isBeside = (token: string): boolean =>
    BESIDE.has(token) || NUMBER.test(token) || TIMES.test(token) || SINGERS.has(token);
  const hasPart = tokens.some(isPart);
  const isKnown = tokens.every(
    (token) =>
      isPart(token) ||
      isAside(token) ||
      isOrdinary(token) ||
      isBeside(token) ||
      (hasPart && JOINING.has(token)),
  );
  if (!isKnown) return /^the end$/i.test(text) ? 'ordinary' : undefined;
  if (hasPart) return 'part';
  if (tokens.every((token) => SINGERS.has(token) || NUMBER.test(token)) && !NUMBER.test(tokens[0]!))
    return 'voice';
  if (tokens.some(isOrdinary)) return 'ordinary';
  return tokens.some(isAside) ? 'aside' : undefined;
}
