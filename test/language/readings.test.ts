import { describe, expect, it, test } from 'vitest';
import {
  choicesAt,
  inContext,
  readingChoices,
  readingsOf,
  readText,
} from '../../src-main/language/chinese/readings.ts';
import { syllableOf, written } from '../../src-main/language/chinese/syllable.ts';

/** Lines with their readings, written down by hand; 0 is the neutral tone. */
const table = `
睡着了 shui4 zhao2 le0
音乐 yin1 yue4
快乐 kuai4 le4
银行 yin2 hang2
行走 xing2 zou3
长发 chang2 fa4
成长 cheng2 zhang3
长大 zhang3 da4
发现 fa1 xian4
花儿 hua1 er2
女儿 nü3 er2
孩子 hai2 zi0
绿色旅行 lü4 se4 lü3 xing2
居去虚鱼 ju1 qu4 xu1 yu2
知吃是日自次四 zhi1 chi1 shi4 ri4 zi4 ci4 si4
得到 de2 dao4
记得 ji4 de0
值得 zhi2 de2
跑得快 pao3 de0 kuai4
你得去 ni3 dei3 qu4
还给你 hai2 gei3 ni3
慢慢地走 man4 man4 de0 zou3
大地上 da4 di4 shang4
都是 dou1 shi4
首都 shou3 du1
妈妈 ma1 ma0
忘不了 wang4 bu4 liao3
走了 zou3 le0
沉默着 chen2 mo4 zhe0
我还在原地等着你 wo3 hai2 zai4 yuan2 di4 deng3 zhe0 ni3
雨下整夜我的爱溢出就像雨水 yu3 xia4 zheng3 ye4 wo3 de0 ai4 yi4 chu1 jiu4 xiang4 yu3 shui3
什么都没有 shen2 me0 dou1 mei2 you3
过得好吗 guo4 de0 hao3 ma0
降落 jiang4 luo4
投降 tou2 xiang2
重新 chong2 xin1
重量 zhong4 liang4
看守 kan1 shou3
看见 kan4 jian4
教书 jiao1 shu1
教室 jiao4 shi4
只有一只 zhi3 you3 yi1 zhi1
有空 you3 kong4
天空 tian1 kong1
因为 yin1 wei4
成为 cheng2 wei2
弹琴 tan2 qin2
子弹 zi3 dan4
相信 xiang1 xin4
照相 zhao4 xiang4
应该 ying1 gai1
反应 fan3 ying4
中间 zhong1 jian1
间断 jian4 duan4
难过 nan2 guo4
灾难 zai1 nan4
转身 zhuan3 shen1
转圈 zhuan4 quan1
了解 liao3 jie3
爱好 ai4 hao4
美好 mei3 hao3
少年 shao4 nian2
多少 duo1 shao3
数学 shu4 xue2
散步 san4 bu4
散文 san3 wen2
收藏 shou1 cang2
西藏 xi1 zang4
倒下 dao3 xia4
倒影 dao4 ying3
盛开 sheng4 kai1
的确 di2 que4
目的 mu4 di4
方便 fang1 bian4
差别 cha1 bie2
出差 chu1 chai1
回答 hui2 da2
干净 gan1 jing4
干活 gan4 huo2
供给 gong1 ji3
角色 jue2 se4
角落 jiao3 luo4
结果 jie2 guo3
尽管 jin3 guan3
尽头 jin4 tou2
宁静 ning2 jing4
宁愿 ning4 yuan4
曲折 qu1 zhe2
歌曲 ge1 qu3
宿舍 su4 she4
舍不得 she3 bu4 de2
似乎 si4 hu1
兴奋 xing1 fen4
高兴 gao1 xing4
要求 yao1 qiu2
正月 zheng1 yue4
朝夕相处 zhao1 xi1 xiang1 chu3
睡觉 shui4 jiao4
感觉 gan3 jue2
觉得 jue2 de0
传说 chuan2 shuo1
自传 zi4 zhuan4
空调 kong1 tiao2
曲调 qu3 diao4
分别 fen1 bie2
缘分 yuan2 fen4
和平 he2 ping2
温和 wen1 he2
假如 jia3 ru2
放假 fang4 jia4
将来 jiang1 lai2
角度 jiao3 du4
地铁 di4 tie3
模样 mu2 yang4
模仿 mo2 fang3
露水 lu4 shui3
薄荷 bo4 he0
血液 xue4 ye4
种子 zhong3 zi0
种花 zhong4 hua1
漂流 piao1 liu2
漂亮 piao4 liang0
强大 qiang2 da4
勉强 mian3 qiang3
切开 qie1 kai1
一切 yi1 qie4
担心 dan1 xin1
担子 dan4 zi0
更加 geng4 jia1
更换 geng1 huan4
沉没 chen2 mo4
没有 mei2 you3
累了 lei4 le0
积累 ji1 lei3
背影 bei4 ying3
背包 bei1 bao1
骨头 gu3 tou0
石头 shi2 tou0
你们 ni3 men0
為了妳 wei4 le0 ni3
什麼 shen2 me0
長大 zhang3 da4
音樂 yin1 yue4
睡覺 shui4 jiao4
看著你 kan4 zhe0 ni3
名著 ming2 zhu4
覺得 jue2 de0
銀行 yin2 hang2
不停地走 bu4 ting2 de0 zou3
为你种花 wei4 ni3 zhong4 hua1
教我唱和 jiao1 wo3 chang4 he4
以为 yi3 wei2
几行诗行 ji3 hang2 shi1 hang2
天地 tian1 di4
略月学 lüe4 yue4 xue2
`
  .trim()
  .split('\n')
  .map((row) => row.split(' '));

const read = (text: string): (string | null)[] =>
  readText(text).map((syllable) => syllable && `${syllable.pinyin}${syllable.tone}`);

describe('Chinese characters are read in their context', () => {
  test.each(table.map(([text, ...readings]) => [text!, readings] as const))(
    '%s',
    (text, readings) => {
      expect(read(text)).toEqual(readings);
    },
  );

  it('each for itself, between what is none', () => {
    expect(read('嗨 Hi，😀𠮷！\n乐')).toEqual(['hai1', ...Array<null>(8).fill(null), 'le4']);
    expect(read('')).toEqual([]);
    expect(readText('a\u0301かｶ한')).toEqual([null, null, null, null, null]);
  });

  it('as a person has set it, wherever the character stands between the same two', () => {
    const chosen = readingChoices([
      { before: '', character: '朝', after: '阳', reading: 'zhao1' },
      { before: '你', character: '长', after: '', reading: 'zhang3' },
    ]);
    const tones = (text: string) => readText(text, chosen).map((one) => one?.pinyin);
    expect(tones('朝阳')[0]).toBe('zhao');
    expect(tones('我\n朝阳')[2]).toBe('zhao');
    expect(tones('你长\n了')[1]).toBe('zhang');
    expect(tones('你长了')[1]).toBe(readText('你长了')[1]!.pinyin);
  });

  it('as it is set at a place of the text, and the same elsewhere in its context', () => {
    const text = '𠮷山重水\n重\n多重';
    const set = [
      { at: text.indexOf('重'), reading: 'chong2' },
      { at: text.lastIndexOf('重'), reading: 'chong2' },
    ];
    const syllables = readText(text, choicesAt(text, set)).map((one) => one?.pinyin);
    expect(syllables).toEqual([
      ...[undefined, 'shan', 'chong', 'shui', undefined],
      ...['zhong', undefined, 'duo', 'chong'],
    ]);
    const chosen = inContext(text, [...set, ...set]);
    expect(chosen).toEqual([
      { before: '山', character: '重', after: '水', reading: 'chong2' },
      { before: '多', character: '重', after: '', reading: 'chong2' },
    ]);
    const elsewhere = readText('青山重水', readingChoices(chosen));
    expect(elsewhere[2]!.pinyin).toBe('chong');
    expect([choicesAt(text, []), readingChoices([])]).toEqual([undefined, undefined]);
  });

  it('with all their readings, the commonest first', () => {
    const all = (character: string) =>
      readingsOf(character).map(({ pinyin, tone }) => `${pinyin}${tone}`);
    expect(all('长')).toEqual(['chang2', 'zhang3']);
    expect(all('了')).toEqual(['le0', 'liao3']);
    expect(all('樂').slice(0, 2)).toEqual(['le4', 'yue4']);
    expect(all('a')).toEqual([]);
    expect(all('\u{20000}')).toEqual([]);
  });
});

describe('a syllable', () => {
  /** All spellings there are of finals, with their initial and their final in full. */
  it.each(
    `a1 - a|ya1 - ia|wa1 - ua|o1 - o|yo1 - io|wo1 - uo|bo1 b uo|mo2 m uo|fo2 f uo|lo0 l o|e4 - e|ye4 - ie|yue4 - üe|jue2 j üe|lüe4 l üe|nve4 n üe
zhi1 zh -i|chi1 ch -i|shi1 sh -i|ri4 r -i|zi1 z -i|ci1 c -i|si1 s -i|er2 - er|yi1 - i|ji1 j i|qi1 q i|xi1 x i|wu3 - u|zhu1 zh u|yu2 - ü|ju1 j ü
nü3 n ü|lu:4 l ü|lv4 l ü|ai4 - ai|wai4 - uai|guai4 g uai|ei1 - ei|wei4 - uei|gui1 g uei|ao2 - ao|yao4 - iao|biao1 b iao|ou3 - ou|you3 - iou|jiu3 j iou
an1 - an|yan2 - ian|wan2 - uan|yuan2 - üan|quan2 q üan|en1 - en|wen2 - uen|hun1 h uen|yin1 - in|xin1 x in|yun2 - ün|jun1 j ün|ang2 - ang|yang2 - iang
wang2 - uang|guang1 g uang|eng1 - eng|weng1 - ueng|ying1 - ing|ding1 d ing|dong1 d ong|yong4 - iong|xiong2 x iong`
      .split(/[|\n]/)
      .map((row) => row.split(' ')),
  )('%s', (reading, initial, final) => {
    expect(syllableOf(reading)).toMatchObject({ initial: initial === '-' ? '' : initial, final });
  });

  it('is none without a final', () => {
    for (const reading of ['m2', 'ng4', 'hm', '', 'xyz1', 'q', '1'])
      expect(syllableOf(reading)).toBeNull();
  });

  it('is written with its mark in the right place', () => {
    const marked = [
      'lüe4',
      'jiu3',
      'gui4',
      'hou2',
      'xiong1',
      'nü3',
      'ma0',
      'quan2',
      'ei1',
      'lve4',
    ].map((reading) => written(syllableOf(reading)!));
    expect(marked).toEqual(['lüè', 'jiǔ', 'guì', 'hóu', 'xiōng', 'nǚ', 'ma', 'quán', 'ēi', 'lüè']);
  });
});
