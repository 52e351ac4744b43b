/** The step `credits`: who wrote, made and published a song, at its head and at its end; a known label with a colon, and no line else. */
import { Changes } from '../changes.ts';
import { SONG_END, type Line, type Lines } from '../song.ts';

const CHINESE =
  '作词|填词|作詞|填詞|词|詞|歌词|歌詞|词作|词作者|作曲|谱曲|譜曲|曲|曲作者|词曲|詞曲|词/曲|编曲|編曲|改编|改編|制作人|製作人|制作|製作|监制|監製|总监制|出品|出品人|出品公司|联合出品|总策划|策划|企划|企劃|统筹|統籌|项目统筹|制作统筹|音乐总监|音樂總監|音乐制作|配唱|配唱制作人|和声|和聲|和音|和声编写|和声编唱|合唱|伴唱|童声|吉他|木吉他|电吉他|古典吉他|贝斯|貝斯|低音吉他|鼓|鼓手|架子鼓|打击乐|打擊樂|键盘|鍵盤|钢琴|鋼琴|弦乐|弦樂|弦乐编写|弦乐编曲|小提琴|中提琴|大提琴|提琴|管乐|萨克斯|小号|长笛|笛子|竹笛|笛箫|二胡|古筝|琵琶|唢呐|口琴|手风琴|合成器|程序|编程|录音|錄音|录音师|錄音師|录音室|錄音室|录音棚|混音|混音师|混音室|母带|母帶|母带处理|母带制作|母带工程师|人声编辑|音频编辑|后期|後期|发行|發行|发行公司|出版|版权|版權|版权公司|版权方|演唱|演唱者|原唱|翻唱|歌手|主唱|演奏|表演|专辑|專輯|封面|封面设计|美工|海报|视频|校对|翻译|翻譯|译|歌名|歌曲|歌曲名|曲名|唱片公司|唱片|宣发|宣传|营销|推广|推广方|特别鸣谢|鸣谢|感谢|艺人统筹|艺人经纪|经纪公司|商务合作|著作权|指挥|乐队|乐团|编写|采样|说唱|旁白|念白|文案|作品来源|歌词制作|歌词编辑|LRC制作|lrc制作';
const ENGLISH =
  'op|sp|isrc|upc|lyrics?|lyricists?|words|music|composers?|composed|composition|arrangers?|arranged|arrangement|producers?|produced|production|co-producers?|executive producers?|vocal producers?|written|writers?|songwriters?|authors?|mix|mixed|mixing|mixing engineers?|mixers?|master(?:ed|ing)?|mastering engineers?|record(?:ed|ing)?|recording engineers?|recording studios?|engineers?|engineered|guitars?|acoustic guitars?|electric guitars?|bass|drums?|percussion|keyboards?|keys|piano|strings?|violins?|viola|cello|vocals?|vocalists?|lead vocals?|background vocals?|backing vocals?|bgv|harmony|choir|singers?|artists?|performed|performers?|publishers?|published|label|copyright|programm(?:er|ing)|programmed|synth(?:esizer)?s?|saxophone|trumpet|flute|album|title|song|a&r|studio|translated|translation|translator|lrc|lyrics and music|words and music|music and lyrics';
const JOIN = String.raw`\s*(?:[/／、,，&＆+·|]|和|与|及|and)?\s*`;
const LABEL = `(?:${CHINESE}|${ENGLISH})`;
/** Up to four labels side by side, in one language or two: “制作人 Producer：”, “词/曲：”, “Mixed & Mastered by:”. */
const CREDIT = new RegExp(
  `^[\\s【\\[(（]*${LABEL}(?:${JOIN}${LABEL}){0,4}(?:\\s+by)?\\s*(?:\\([^)]{0,30}\\)|（[^）]{0,30}）)?\\s*[:：﹕∶]\\s*\\S`,
  'i',
);
/** English says it without a colon, too. */
const BY =
  /^\s*(?:lyrics|words|music|words and music|written|composed|arranged|produced|mixed|mastered|recorded|engineered|performed|translated|published)(?:\s*(?:,|&|\/|and)\s*(?:lyrics|music|written|composed|arranged|produced|mixed|mastered|recorded|engineered))*\s+by\b/i;
/** A label of one character has names after it and no verse. */
const SHORT = /^\s*[词詞曲译鼓]\s*[:：]/;
const LONGEST_NAMES = 40;
const LONGEST = 200;

/** Lines of words among which credits may stand at the head, such as a title; none at the end. */
const HEAD_WORDS = 2;

export function takeCredits(lines: readonly Line[]): Lines {
  const changes = new Changes();
  for (const song of songsOf(lines)) {
    const credits = new Set([...atHead(song), ...atHead(song.toReversed(), 0)]);
    for (const line of song)
      if (credits.has(line)) changes.drop(line, 'credits');
      else changes.keep(line);
  }
  return changes.end();
}

function isCredit({ text }: Line): boolean {
  if (text.length > LONGEST) return false;
  if (SHORT.test(text) && text.length > LONGEST_NAMES) return false;
  return CREDIT.test(text) || BY.test(text);
}

/** @returns the credits before the words begin: none where they are all there is, since then nobody would be left to sing */
function atHead(song: readonly Line[], mostWords = HEAD_WORDS): Line[] {
  const found: Line[] = [];
  let words = 0;
  for (const line of song) {
    if (line.text.trim() === '' || line.text === SONG_END) continue;
    if (isCredit(line)) found.push(line);
    else if (++words > mostWords) break;
  }
  return found;
}

function* songsOf(lines: readonly Line[]): Generator<readonly Line[]> {
  let song: Line[] = [];
  for (const line of lines) {
    song.push(line);
    if (line.text !== SONG_END) continue;
    yield song;
    song = [];
  }
  yield song;
}
