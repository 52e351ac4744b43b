/**
 * Second readings that are alive at the end of a line: those that a word of today can give a character there. What a dictionary lists besides
 * (没 as mo in 没收, 车 as ju) hardly ever ends a line, and would be tried in vain.
 */
import { readingsOf } from './readings.ts';
import { simplified } from './simplified.ts';
import { syllableOf, type Syllable } from './syllable.ts';

const living: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  `乐 yue4|觉 jiao4|行 hang2|长 zhang3|了 liao3|着 zhao2|得 de2|地 de0|的 di4|发 fa4|还 huan2|重 chong2|都 du1|好 hao4|少 shao4
中 zhong4|间 jian4|难 nan4|看 kan1|空 kong4|教 jiao1|弹 dan4|相 xiang4|应 ying4|转 zhuan4|数 shu3|散 san3|藏 zang4|倒 dao4|便 pian2
背 bei1|差 chai1|答 da1|干 gan4|给 ji3|角 jue2|结 jie1|尽 jin3|宁 ning4|曲 qu3|舍 she3|宿 xiu3|挑 tiao3|吐 tu4|兴 xing1|血 xie3
咽 ye4|要 yao1|晕 yun4|载 zai4|正 zheng1|作 zuo1|为 wei4|传 zhuan4|处 chu3|当 dang4|调 tiao2|分 fen4|冠 guan4|号 hao2|喝 he4
和 huo0|横 heng4|划 hua2|几 ji1|假 jia4|降 xiang2|将 jiang4|卷 juan3|落 la4|量 liang4|埋 man2|没 mo4|磨 mo4|泡 pao1|漂 piao4
强 qiang3|切 qie1|圈 juan4|色 shai3|扇 shan1|盛 cheng2|似 shi4|挣 zheng1|只 zhi3|种 zhong4|子 zi0|头 tou0|里 li0|上 shang0|下 xia0
来 lai0|去 qu0|过 guo0|起 qi0|不 bu0|朝 zhao1|斗 dou3|模 mu2|薄 bo2|露 lou4|熟 shou2|塞 sai4|盖 ge3|哄 hong4|翘 qiao4|燕 yan1
担 dan4|更 geng1|观 guan4|称 chen4|创 chuang1|缝 feng4|钉 ding4|铺 pu4|胜 sheng4|听 ting4|望 wang2|累 lei2|撒 sa3|涨 zhang4|奔 ben4`
    .split(/[|\n]/)
    .map((entry) => entry.split(' '))
    .map(([character, ...readings]) => [character!, readings]),
);

const atEnd = new Map<string, readonly Syllable[]>();

/** @returns the readings with which a character can end a line: its commonest, and what is alive besides */
export function livingReadings(character: string): readonly Syllable[] {
  let found = atEnd.get(character);
  if (!found) atEnd.set(character, (found = find(character)));
  return found;
}

function find(character: string): readonly Syllable[] {
  const [first] = readingsOf(character);
  if (!first) return [];
  const others = (living[simplified([character])[0]!] ?? [])
    .map(syllableOf)
    .filter((one) => one !== null);
  return [...new Set([first, ...others])];
}
