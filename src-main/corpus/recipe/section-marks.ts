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
const numbered = (words: string): RegExp =>
  new RegExp(
    String.raw`^(?:[1-9１-９]\s?)?(?:${words})(?:\s?[1-9１-９A-D])?\s*(?:[x×*]\s?\d{1,2})?$`,
  );
const JAPANESE_PARTS =
  'サビ|大サビ|ラスサビ|ラストサビ|ラスト・サビ|落ちサビ|頭サビ|サビ前|[A-DＡ-Ｄ]メロ|イントロ|アウトロ|後奏';
const JAPANESE_ASIDES =
  '[1-4１-４一二三]番|セリフ|台詞|くり返し|繰り返し|リピート|ラップ|コーラス|ブリッジ|エンディング|フック';
const KOREAN_PARTS =
  '후렴구?|간주중?|후주|벌스|인트로|아웃트로|프리코러스|코러스|싸비|[1-9일이삼사]\\s?절';
const KOREAN_ASIDES = '전주|브[릿리]지|랩|반복|훅|다\\s?같이|[나내]레이션|남자|여자|남|여|합창';
const OTHERS: readonly [Mark, RegExp][] = [
  ['part', numbered(`${JAPANESE_PARTS}|${KOREAN_PARTS}`)],
  ['aside', numbered(`${JAPANESE_ASIDES}|${KOREAN_ASIDES}`)],
];
const OTHER_LANGUAGE = /[\u3041-\u30ff\uac00-\ud7af]|[\d１-４一二三]番|[台後]/;
/** What services write in the place of words that a piece has not, or not yet. */
export const NO_LYRICS =
  /^[^\p{L}]*(?:此|该|該|本)?(?:歌曲|首歌|曲)?(?:为|為)?(?:没有填词的|沒有填詞的)?(?:纯|純)音[乐樂](?:[，, ]*[请請]?(?:您|你)?欣[赏賞])?[^\p{L}]*$|^[^\p{L}]*(?:(?:该|該|此|本)(?:歌曲|首歌)(?:没有|沒有|暂无|暫無)|暂无|暫無)(?:歌词|歌詞)[^\p{L}]*$|^[^\p{L}]*(?:this (?:song|track) is )?(?:an )?instrumental[^\p{L}]*$/iu;
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
const MARK_BEGINNING = 4;
export function mayBeMark(text: string): boolean {
  if (OTHER_LANGUAGE.test(text.slice(0, MARK_BEGINNING))) return true;
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
  const other = OTHER_LANGUAGE.test(said)
    ? OTHERS.find(([, pattern]) => pattern.test(said.replace(NAME, '')))
    : undefined;
  if (other) return other[0];
  const word = said.replace(NAME, '');
  if (/^[#\d]*\s?[a-z]/i.test(word)) return englishMark(word);
  return CHINESE.find(([, pattern]) => pattern.test(word))?.[0];
}

/** Of those that say how a part sounds, as programs that make songs are told it. */
const SENTENCE = words(
  'i we you he she they it my your our the a an is are am be was sing sings sang sung sending let me us this that',
);
/** @param text what stands in square brackets: a mark and more, such as “Chorus, powerful” or “Soft Verse” */
export function describedMarkOf(text: string): Mark | undefined {
  const [first = '', ...others] = text.split(/[,，|;；]/);
  const mark = others.length > 0 ? markOf(first) : undefined;
  if (mark === 'part' || mark === 'aside') return mark;
  const tokens = text
    .trim()
    .toLowerCase()
    .split(/[\s-]+/);
  const [LONGEST_DESCRIPTION, MOST_UNKNOWN] = [3, 1];
  if (tokens.length > LONGEST_DESCRIPTION || tokens.some((token) => SENTENCE.has(token)))
    return undefined;
  const unknown = tokens.filter(
    (token) => !PARTS.has(token) && !BESIDE.has(token) && !NUMBER.test(token),
  );
  return tokens.some((token) => PARTS.has(token)) && unknown.length <= MOST_UNKNOWN
    ? 'part'
    : undefined;
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
