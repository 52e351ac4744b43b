/** The words before the colon of a credit, and whether a line is one. */

const SURE =
  '作词|作詞|填词|填詞|作词者|原词|词作|詞作|词作者|作曲|谱曲|譜曲|原曲|曲作者|词曲|詞曲|编曲|編曲|编配|改编曲|改编词|制作人|製作人|监制|監製|总监制|总监|總監|出品|出品人|出品方|出品公司|联合出品|策划|策劃|企划|企劃|统筹|統籌|总统筹|配唱|混音|混缩|缩混|母带|母帶|录音|錄音|发行|發行|发行方|版权|版權|版权方|原唱|翻唱|演唱|主唱|歌手|专辑|專輯|所属专辑|歌名|歌曲名|歌曲名称|曲名|唱片公司|宣发|宣發|营销|行销|推广|鸣谢|鳴謝|特别鸣谢|特别感谢|艺人统筹|艺人经纪|经纪公司|著作权|和声编写|和声编唱|弦乐编写|人声编辑|音频编辑|音频后期|制作公司|音乐制作|音樂製作|歌词制作|歌词编辑|指挥|作品来源|厂牌|音乐人|词曲唱';
const WEAK =
  '词|詞|曲|歌词|歌詞|歌曲|译|譯|翻译|翻譯|唱|演奏|表演|制作|製作|后期|後期|剪辑|封面|封面设计|海报|美工|视频|校对|文案|题字|感谢|感謝|出版|艺人|乐队|樂隊|乐团|樂團|吉他|木吉他|电吉他|古典吉他|原声吉他|民谣吉他|贝斯|貝斯|低音吉他|鼓|鼓手|架子鼓|爵士鼓|打击乐|打擊樂|键盘|鍵盤|钢琴|鋼琴|弦乐|弦樂|小提琴|中提琴|大提琴|提琴|低音提琴|管乐|萨克斯|小号|圆号|单簧管|长笛|笛|笛子|竹笛|笛箫|箫|二胡|古筝|古琴|琵琶|唢呐|马头琴|口琴|手风琴|合成器|程序|编程|采样|人声|音效|标题|题目|语种|流派|编辑|作者|编写|混|录|LRC|lrc';
/** What follows such a label may be spoken or sung, too. */
const SPOKEN = '和声|和聲|和音|合声|合唱|伴唱|童声|说唱|說唱|旁白|念白|独白|对白|朗诵|戏腔';
const SUFFIX =
  '人|师|師|者|手|室|棚|组|组|方|公司|团队|團隊|工作室|工程师|工程師|助理|指导|指導|总监|總監|监制|監製|编写|編寫|编曲|編曲|编配|设计|设计师|制作|製作|处理|後期|后期|录制|錄製|录音|錄音|录音室|录音棚|录音师|混音|协力|支持|提供|平台|演奏|首席|统筹|策划|老师|经理|顾问';
const PREFIX =
  '总|總|副|原|本|联合|聯合|执行|執行|现场|人声|音乐|音樂|项目|项目|制作|宣传|配唱|歌曲|歌词|国语|粤语|首席|特邀|音频|数字|词曲|弦乐|乐队|吉他|鼓|贝斯|钢琴|电|木';

const chinese = (bases: string): RegExp =>
  new RegExp(`^(?:${PREFIX}){0,2}(?:${bases})(?:${SUFFIX}){0,3}$`);
const [CHINESE_SURE, CHINESE_WEAK, CHINESE_SPOKEN] = [SURE, WEAK, SPOKEN].map(chinese);

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));
/** With the Korean ones, which stand between spaces, too. */
const ENGLISH_SURE = set(
  'op sp isrc upc lyricist lyricists composer composers composed arranger arrangers arranged arrangement arrangements producer producers co-producer co-producers produced written writer writers songwriter songwriters mixed mixing mixer mixers mastered mastering recorded recording engineer engineers engineered publisher publishers published publishing programmed programmer performed performer performers lyrics translated translator arr prod 작사 작곡 작사가 작곡가 편곡 편곡가 프로듀서 프로듀싱 믹싱 마스터링',
);
const ENGLISH_WEAK = set(
  'lyric words word music title song songs album artist artists singer singers singed vocal vocals vocalist vocalists guitar guitars guitarist bass bassist drum drums drummer percussion percussionist keyboard keyboards keys piano pianist string strings violin violins viola violas cello cellos contrabass harmony harmonies choir choirs saxophone sax trumpet trombone horn horns brass flute clarinet oboe harp harmonica synth synths synthesizer synthesizers programming production label copyright record records studio studios mix master copyist orchestra orchestration conductor translation photography artwork cover design management manager a&r band source subtitle lrc credit credits dance fx beat beats 노래 가수 보컬 앨범 제목 ボーカル ヴォーカル イラスト アレンジ ミックス ギター ベース ドラム ピアノ',
);
const ENGLISH_BESIDE = set(
  'by and with & of the for at in executive additional assistant associate lead main chief background backing digital vocal acoustic electric rhythm classical nylon steel bgv co all other original chinese english japanese korean first second upright double session live stereo immersive atmos dolby supervisor director administration department editing editor arrangement pro tools',
);

/** English says it without a colon, too; a name follows, and nothing of what one sings about. */
const BY =
  /^\s*[([]?(?:(?:lyrics?|words|music|written|composed|arranged|produced|mixed|mastered|recorded|engineered|performed|translated|published|programmed)(?:\s*(?:,|&|\/|and)\s*)?){1,4}\s+by\s+(\S+)/i;
const NO_NAME =
  /^(?:the|a|an|my|your|his|her|its|our|their|this|that|these|those|me|you|him|them|us|it|hand|heart|night|day|now|then|some|no|every|all|one|two)$/i;
const LOWER = /^\p{Ll}/u;
const RIGHTS =
  /^\s*[([]?(?:[©℗]|\((?:c|p)\)\s*\d{4}|copyright\s*(?:©|\(c\)|\d{4})|isrc\b[\s:：-]*[a-z]{2}-?[\da-z]{3})/i;
const COLON = /[:：﹕∶]/;
/** What a file sets around a label. */
const AROUND = /^[\s*·•\-–—~♪#]+/;
const OPEN = /^[【[(（〔「]/;
const CLOSE = /[】\])）〕」]/;
const LONGEST_LABEL = 60;
const ASIDE = /[(（][^)）]{0,30}[)）]/g;
const SEPARATOR =
  /[/／、,，&＆+＋·・|｜;；]|(?<=[\u3400-\u9fff])\s*(?:和|与|及|兼)\s*(?=[\u3400-\u9fff])/;
const HAN = /[\u3400-\u9fff]/;
const LONGEST = 300;

/**
 * `sure`: nobody sings it. `weak`: a credit beside others, such as “鼓：…”; `writer`: “词：…” and “曲：…”, too; `spoken`: what follows may
 * be part of the song. `loose`: without a colon, such as “词 某人”, and a credit beside another one of another label.
 */
export type Credit = 'sure' | 'writer' | 'weak' | 'spoken' | 'loose';

/** @returns undefined for what is no credit, wherever it stands */
export function creditIn(text: string): Credit | undefined {
  if (text.length > LONGEST) return undefined;
  const name = BY.exec(text)?.[1];
  if (name !== undefined && !/^\s*\S+\s+by\s*[:：]/i.test(text))
    return NO_NAME.test(name) || LOWER.test(name) ? 'weak' : 'sure';
  if (RIGHTS.test(text)) return 'sure';
  if (!COLON.test(text)) {
    const loose = looseIn(text.replace(AROUND, '').trim());
    if (loose) return loose;
  }
  const { label, names, isBare } = partsOf(text);
  // A mark of a section stands in brackets as well, such as “[Music]”.
  const credit = label === '' || (isBare && names === '') ? undefined : labelsIn(label);
  if (isBare) return credit === 'sure' ? credit : undefined;
  if (credit === 'writer' && /[词詞曲]\s*[:：]/.test(names)) return 'sure';
  return credit === 'sure' && names === '' ? 'weak' : credit;
}

const SLASHED = /^([^\s/／]{1,12})\s*[/／]\s*(\S.{0,40})$/;
const SPACED =
  /^([词詞曲]|(?:作[词詞]|填[词詞]|作曲|[编編]曲|[词詞]曲|[词詞]\s?[/／&、]\s?曲|原唱|演唱|歌手|制作人|製作人|监制|監製|작사|작곡|편곡)(?:\s?[/／&、・]\s?(?:作[词詞]|作曲|[编編]曲|작사|작곡|편곡)){0,2})[\s\u3000]+(\S.{0,40})$/;
/** Up to four names: short ones, or in Latin letters. */
const NAMES =
  /^(?:[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{1,5}|[\p{Lu}\d@][\p{L}\d.'-]{0,19})(?:[\s/／、,，&＆·・]+(?:[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{1,5}|[\p{Lu}\d@][\p{L}\d.'-]{0,19})){0,3}$/u;

/** @returns what a label and a name are without a colon between them */
function looseIn(text: string): Credit | undefined {
  const [, label = '', names = ''] = SLASHED.exec(text) ?? SPACED.exec(text) ?? [];
  if (label === '' || !NAMES.test(names) || labelsIn(names) !== undefined) return undefined;
  if (SLASHED.test(text)) {
    const credit = labelsIn(label);
    return credit === 'writer' ? 'loose' : credit === 'spoken' ? undefined : credit;
  }
  return /^[词詞曲]$/.test(label) ? 'loose' : 'writer';
}

/** “词：某人”, “【作曲】某人”, “制作人 Producer: 某人”; bare where a bracket closes the label and no colon does. */
function partsOf(text: string): { label: string; names: string; isBare: boolean } {
  const said = text.replace(AROUND, '');
  const opens = OPEN.test(said) ? 1 : 0;
  const colon = said.search(COLON);
  const close = opens ? said.search(CLOSE) : -1;
  const isBare = close >= 0 && !COLON.test(said.slice(0, close) + said.slice(close + 1).trim()[0]);
  const end = isBare ? close : colon;
  if (end < 0 || end > LONGEST_LABEL) return { label: '', names: '', isBare };
  const label = said.slice(opens, end).replace(CLOSE, '').trim();
  const names = said.slice(end + 1).trim();
  return { label, names: opens && !isBare ? names.replace(CLOSE, '').trim() : names, isBare };
}

/** Up to six labels side by side, in one language or two. */
function labelsIn(head: string): Credit | undefined {
  const labels = head
    .replace(ASIDE, ' ')
    .split(SEPARATOR)
    .flatMap((label) => inOneLanguage(label))
    .filter((label) => label !== '');
  if (labels.length === 0 || labels.length > 8) return undefined;
  const credits = labels.map((label) => (HAN.test(label) ? ofChinese(label) : ofEnglish(label)));
  if (credits.some((credit) => credit === undefined)) return undefined;
  if (labels.length > 1 && credits.every((credit) => credit === 'writer')) return 'sure'; // “词/曲：”
  return (['sure', 'writer', 'weak', 'spoken'] as const).find((credit) => credits.includes(credit));
}

/** @returns “制作人 Producer” as two labels */
function inOneLanguage(label: string): string[] {
  const parts = label.match(/[\u3400-\u9fff\s]+|[^\u3400-\u9fff]+/g) ?? [];
  return parts.map((part) =>
    HAN.test(part) ? part.replace(/\s/g, '') : part.trim().replace(/\s+/g, ' '),
  );
}

function ofChinese(label: string): Credit | undefined {
  if (/^[词詞曲]$/.test(label)) return 'writer';
  if (/^[歌唄绘絵]$/.test(label)) return 'weak'; // of Japanese, where a longer word is none
  if (CHINESE_SURE!.test(label)) return 'sure';
  if (CHINESE_WEAK!.test(label)) return 'weak';
  return CHINESE_SPOKEN!.test(label) ? 'spoken' : undefined;
}

function ofEnglish(label: string): Credit | undefined {
  const words = label.toLowerCase().split(' ');
  const isKnown = words.every(
    (word) => ENGLISH_SURE.has(word) || ENGLISH_WEAK.has(word) || ENGLISH_BESIDE.has(word),
  );
  if (!isKnown) return undefined;
  if (words.some((word) => ENGLISH_SURE.has(word))) return 'sure';
  return words.some((word) => ENGLISH_WEAK.has(word)) ? weakOrBy(words) : undefined;
}

/** “Music by: …” is no verse. */
const weakOrBy = (words: readonly string[]): Credit => (words.at(-1) === 'by' ? 'sure' : 'weak');

/** Whether names may stand behind the label: a verse begins with a sound that comes twice, such as “咚咚”, or has a full stop. */
export function namesIn(text: string): boolean {
  const { label, names } = partsOf(text);
  if (label === '') return true;
  return names !== '' && !/^(.)\1/u.test(names) && !/[，。！？!?…~～]/.test(names);
}
