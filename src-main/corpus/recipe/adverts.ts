/** The step `adverts`: addresses of the web and what sites write between lyrics, judged by what a line says and never by where it stands. */
import { Changes } from '../changes.ts';
import type { Line, Lines } from '../song.ts';
import { signsIn, sungIn, type Signs } from './sections.ts';

const LABELS = String.raw`[\w-]{1,63}(?:\.[\w-]{1,63}){0,5}`;
const ADDRESS = new RegExp(
  String.raw`https?:\/\/[\w.\-/?=&%#~+:@]{3,}|(?<![\w.@-])(?:[\w.+-]{1,64}@)?(?:www\.${LABELS}|${LABELS}\.(?:com|cn|net|org|info|cc|tv|me|top|xyz|vip|club|io|tw|hk|jp|kr|ru|de|uk)(?!\w))(?:\/[\w.\-/?=&%#~+]*)?`,
  'gi',
);
/** Who speaks to somebody sings; a site speaks to nobody, or to “you” that it does not name. */
const SINGS = /[你妳您他她爱愛]|我(?!们|們)|\b(?:i|me|my|mine|baby|love|heart)\b/i;
/** With an address in the line. */
const BESIDE_ADDRESS =
  /更多|访问|訪問|登录|登陆|登錄|下载|下載|官网|官網|网址|網址|网站|網站|本站|来自|來自|来源|來源|提供|整理|收藏|分享|转载|轉載|歌词|歌詞|lyrics?|visit|download|powered|courtesy|website|subtitles?|copyright/i;
/** No song says it in Chinese, unless it speaks to somebody. */
const CHINESE = new RegExp(
  [
    '更多(?:精彩)?(?:.{0,4})(?:歌词|歌詞|歌曲|内容|內容|资源|資源)\\s*(?:请|請|尽在|盡在|访问|訪問|关注|關注|下载|下載|搜索|见|見|[:：])',
    '(?:本站|本网站|本網站|本歌词|本歌詞|本资源|本資源|本文件|本字幕|以上歌词|以上歌詞|以下歌词).{0,16}(?:整理|提供|收集|来自|來自|下载|下載|仅供|僅供|版权|版權|翻译|不得)',
    '^[^\\p{L}]*(?:歌词|歌詞|字幕|资源|資源|lrc)(?:文件|包)?\\s*(?:由|来自|來自|来源于?|來源於?|[:：])\\s*.{1,30}(?:整理|提供|制作|製作|收集|编辑|編輯|分享|上传|上傳|网|網|论坛|論壇|站|吧)[^\\p{L}]*$',
    '(?:仅供|僅供)(?:个人|個人)?.{0,4}(?:学习|學習|试听|試聽|交流)|(?:歌词|歌詞|内容|內容|资料|資料).{0,4}(?:仅供|僅供)(?:参考|參考)',
    '24\\s*(?:小时|小時)(?:内|之内|內|之內|后|後).{0,8}(?:删|刪)',
    '(?:未经|未經).{0,12}(?:许可|許可|授权|授權|同意|允许|允許).{0,20}(?:不得|禁止|严禁|嚴禁|請勿|请勿)',
    '版[权權](?:归|歸).{1,20}所有|版[权權]所有|版[权權]声明|著作[权權].{0,20}(?:保留|所有|使用|许可|許可)',
    '^[^\\p{L}]*(?:更多.{0,8})?(?:请|請|欢迎|歡迎|快来|记得|長按|长按|扫码|掃碼|扫一扫|立即){0,3}(?:关注|關注|搜索|添加|加入|订阅|訂閱|搜).{0,14}(?:公众号|公眾號|订阅号|小程序|微信号|QQ群|微信群|客服|频道|頻道)',
    '(?:公众号|公眾號|订阅号|小程序|官网|官網|网址|網址|微信号|微信號)\\s*[:：@]\\s*\\S',
    '(?:微信|微博|抖音|QQ|Q群|群号|加群|快手|B站|豆瓣)\\s*[:：]\\s*@?[\\w-]{5,}\\s*$',
    '(?:QQ|Q|微信|加|歌迷|粉丝)群\\s*[:：号]?\\s*\\d{5,}',
    '(?:请|請)支持正版|(?:转载|轉載)(?:请|請)(?:注明|註明|保留)|侵(?:权|權)(?:请|請|必|立)?(?:联系|聯繫|删|刪|究)',
    '^[^\\p{L}]*(?:以下)?(?:歌词|歌詞)?翻[译譯](?:来自|來自|由).{1,30}',
  ].join('|'),
  'iu',
);
const ENGLISH = new RegExp(
  [
    '\\blyrics?\\s+(?:are\\s+)?(?:provided|powered|licensed|submitted|transcribed|found|courtesy)\\b',
    '\\b(?:these|this) lyrics (?:is|are)\\b.{0,40}\\b(?:property|copyright|commercial|educational|licensed|submitted|not for)',
    '^\\W*(?:(?:©|\\(c\\)|copyright)[^.]{0,80}[.,]?\\s*)?all rights reserved\\W*$',
    'advertise your (?:product|brand)|become vip member|rentanadviser|submit (?:the )?corrections',
    '^\\W*you might also like\\W*$|^\\d+\\s*embed$|^\\d+ contributors?.{0,120}lyrics$|^see .{1,60} live\\s*get tickets as low as',
    'for (?:non-?commercial|personal|educational) use only\\W*$',
    '^\\W*(?:subtitles?|captions?) (?:by|downloaded|provided|synced|created)\\b|\\bsync(?:ed|hronized)? (?:&|and) correct(?:ed|ions)\\b',
    '^\\W*(?:visit|go to|download (?:it|more|this)? ?(?:at|from)) (?:us|our|the)? ?\\w{0,12} ?(?:website|site|page)\\b.{0,20}(?:for more|to)',
  ].join('|'),
  'i',
);
const CHINESE_CANDIDATE =
  /歌|[词詞]|本站|文件|[仅僅]供|小[时時]|未[经經]|版[权權]|著作|公[众眾]|[订訂][阅閱]|小程序|官[网網]|[网網]址|微|抖音|QQ|群|快手|B站|豆瓣|客服|正版|[转轉][载載]|侵|音[乐樂]|翻[译譯]|[关關]注|搜|频道/i;
const ENGLISH_CANDIDATE =
  /lyric|reserved|advertise|vip|rentan|correct|might also|embed|tickets|use only|subtitle|caption|visit|download|go to/i;
const ADDRESS_CANDIDATE = /https?:|www\.|\w\.[a-z]{2}/i;
/** What one of these begins with, so that most lines in Chinese are looked at once. */
const MAY_BE_CANDIDATE = /[a-z歌词詞本文仅僅小未版著公订訂官网網微抖群快豆客正转轉侵音翻关關搜频]/i;
const MARKED = /[:：\])）】×]|x\d/i;
/** Longer lines are nobody's advert. */
const LONGEST = 1000;
/** Of the width of a line that is an address and hardly more. */
const MOST = 0.6;

export function takeAdverts(lines: readonly Line[]): Lines {
  const changes = new Changes(lines);
  const signs = signsIn(lines);
  for (const line of lines)
    if (isCandidate(line.text) && isAdvertOf(line.text, signs)) changes.drop(line, 'adverts');
    else changes.keep(line);
  return changes.end();
}

const isCandidate = (text: string): boolean =>
  MAY_BE_CANDIDATE.test(text) &&
  (ADDRESS_CANDIDATE.test(text) || ENGLISH_CANDIDATE.test(text) || CHINESE_CANDIDATE.test(text));

function isAdvertOf(text: string, signs: Signs): boolean {
  if (isAdvert(text)) return true;
  if (!MARKED.test(text)) return false;
  // A mark of a section before it makes an advert no verse.
  const { text: sung } = sungIn(text, signs);
  return sung !== text && isAdvert(sung);
}

function isAdvert(text: string): boolean {
  if (text.length > LONGEST) return false;
  if (ADDRESS_CANDIDATE.test(text)) {
    const addresses = (text.match(ADDRESS) ?? []).join('').length;
    if (addresses > MOST * widthOf(text.trim())) return true;
    if (addresses > 0 && isOfSites(text.replace(ADDRESS, ''))) return true;
  }
  if (ENGLISH_CANDIDATE.test(text) && ENGLISH.test(text)) return true;
  return CHINESE_CANDIDATE.test(text) && CHINESE.test(text) && !SINGS.test(said(text));
}

const isOfSites = (text: string): boolean => BESIDE_ADDRESS.test(text) && !SINGS.test(said(text));

/** @returns a text without what sites say to everybody */
const said = (text: string): string => text.replace(/请[您你]欣|[请請][您你]|我[们們]/g, '');

/** A Chinese character says as much as two letters. */
const widthOf = (text: string): number =>
  text.length + (text.match(/[\u2e80-\u9fff\uac00-\ud7af\uff01-\uff60]/g)?.length ?? 0);
