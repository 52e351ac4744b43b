/** The step `adverts`: addresses of the web and what sites write between lyrics, judged by what a line says and never by where it stands. */
import { Changes } from '../changes.ts';
import type { Line, Lines } from '../song.ts';

const ADDRESS =
  /(?:https?:\/\/|www\.)[\w.\-/?=&%#~+:]+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|cn|net|org|info|cc|tv|me|top|xyz|vip|club|io)(?![\w])(?:\/[\w.\-/?=&%#~+]*)?/gi;
/** What no song says. */
const SAYS = new RegExp(
  [
    '更多(?:精彩)?(?:歌词|歌詞|好歌|内容|资源)',
    '(?:歌词|歌詞|本站|本歌词|资源).{0,12}(?:整理|提供|收集|来自|來自|下载|下載)',
    '仅供(?:个人)?(?:学习|參考|参考|试听|交流)',
    '僅供(?:學習|參考|試聽|交流)',
    '24\\s*(?:小时|小時)(?:内|之内|內)',
    '(?:未经|未經).{0,12}(?:许可|許可|授权|授權|同意).{0,20}(?:不得|禁止|严禁|請勿|请勿)',
    '(?:版权|版權)(?:归|歸|所有|为|声明)',
    '(?:关注|關注|搜索|添加|扫码).{0,12}(?:公众号|公眾號|微信|微博|QQ群|抖音|频道)',
    '(?:公众号|微信号|微信公众号|QQ群|客服微信|加群)\\s*[:：]?\\s*[\\w\\u4e00-\\u9fff]{2,}',
    '(?:请|請)(?:访问|訪問|登录|登陆|登錄|支持正版)',
    '(?:转载|轉載)请(?:注明|保留)',
    '侵(?:权|權)(?:请|必|立)?(?:联系|删)',
    'lyrics?\\s+(?:provided|powered|licensed|submitted|from|by)\\b.{0,40}(?:\\.com|lyrics|ltd|inc)?',
    'all rights reserved',
    'advertise your (?:product|brand)',
    'support us and become vip',
    'rentanadviser',
    'submit (?:the )?corrections',
    'you might also like',
    'for (?:non-?commercial|personal) use only',
  ].join('|'),
  'i',
);
const CANDIDATE = /\.[a-z]|https?:|[24更歌歌本资仅僅未版关關公微客加请請转轉侵QqMmLlAaSsRrYyFf]/;
const LONGEST = 5000;
/** Of a line that is an address and hardly more. */
const HALF = 0.5;

export function takeAdverts(lines: readonly Line[]): Lines {
  const changes = new Changes();
  for (const line of lines)
    if (isAdvert(line.text)) changes.drop(line, 'adverts');
    else changes.keep(line);
  return changes.end();
}

function isAdvert(text: string): boolean {
  if (text.length > LONGEST || !CANDIDATE.test(text)) return false;
  const addresses = (text.match(ADDRESS) ?? []).join('').length;
  return SAYS.test(text) || addresses > HALF * text.trim().length;
}
