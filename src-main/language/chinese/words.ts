/** Words of songs that the library's dictionary does not have, or reads otherwise than dictionaries of today do. */

/** Each with the readings of its characters. */
const entries =
  `教书 jiao1 shu1|教你 jiao1 ni3|教我 jiao1 wo3|教会我 jiao1 hui4 wo3|教给 jiao1 gei3|种花 zhong4 hua1|种树 zhong4 shu4
种下 zhong4 xia4|种田 zhong4 tian2|种在 zhong4 zai4|有空 you3 kong4|没空 mei2 kong4|倒影 dao4 ying3|倒映 dao4 ying4|倒带 dao4 dai4
倒数 dao4 shu3|倒转 dao4 zhuan3|切开 qie1 kai1|切断 qie1 duan4|切成 qie1 cheng2|舍不得 she3 bu4 de2|舍得 she3 de2|舍弃 she3 qi4
割舍 ge1 she3|不舍 bu4 she3|难舍 nan2 she3|取舍 qu3 she3|背着你 bei1 zhe0 ni3|背着包 bei1 zhe0 bao1|数着 shu3 zhe0|数星星 shu3 xing1 xing1
数不清 shu3 bu4 qing1|数一数 shu3 yi1 shu3|数到 shu3 dao4|细数 xi4 shu3|还你 huan2 ni3|还我 huan2 wo3|归还 gui1 huan2|偿还 chang2 huan2
落下来 luo4 xia4 lai2|旋转 xuan2 zhuan3|打转 da3 zhuan4|转动 zhuan4 dong4|转着 zhuan4 zhe0|和着 he4 zhe0|应和 ying4 he4|唱和 chang4 he4
相和 xiang1 he4|曲子 qu3 zi0|一曲 yi1 qu3|这曲 zhe4 qu3|几重 ji3 chong2|一重 yi1 chong2|千重 qian1 chong2|为你 wei4 ni3|为我 wei4 wo3
为谁 wei4 shei2|为她 wei4 ta1|为他 wei4 ta1|因为 yin1 wei4|认为 ren4 wei2|以为 yi3 wei2|只为 zhi3 wei4|睡着 shui4 zhao2|找着 zhao3 zhao2
落空 luo4 kong1|挣脱 zheng4 tuo1|挣扎 zheng1 zha2|薄雾 bo2 wu4|薄情 bo2 qing2|单薄 dan1 bo2|微薄 wei1 bo2|血染 xue4 ran3|散了 san4 le0
散落 san4 luo4|散场 san4 chang3|吹散 chui1 san4|应声 ying4 sheng1|回应 hui2 ying4|答应 da1 ying0|冲着 chong4 zhe0|哽咽 geng3 ye4|呜咽 wu1 ye4
吞咽 tun1 yan4|一只 yi1 zhi1|两只 liang3 zhi1|这只 zhe4 zhi1|那只 na4 zhi1|几只 ji3 zhi1|漂泊 piao1 bo2|飘泊 piao1 bo2|停泊 ting2 bo2
湖泊 hu2 po1|似的 shi4 de0|量一量 liang2 yi1 liang2|思量 si1 liang2|商量 shang1 liang0|打量 da3 liang0|尽量 jin3 liang4|兴起 xing1 qi3
即兴 ji2 xing4|尽兴 jin4 xing4|一行 yi1 hang2|几行 ji3 hang2|两行 liang3 hang2|行行 hang2 hang2|字行 zi4 hang2|诗行 shi1 hang2`
    .split(/[|\n]/)
    .map((entry) => entry.split(' '));

const words: readonly (readonly [word: string, readings: readonly string[]])[] = entries.map(
  ([word, ...readings]) => [word!, readings],
);
const begins = new Set(words.map(([word]) => word[0]!));

/** Puts in the readings of the words that stand in a run of simplified characters. */
export function readWords(run: readonly string[], readings: string[]): void {
  if (!run.some((character) => begins.has(character))) return;
  for (let at = 0; at < run.length; at++) {
    if (!begins.has(run[at]!)) continue;
    for (const [word, own] of words)
      if (own.every((_, offset) => run[at + offset] === word[offset]))
        for (const [offset, reading] of own.entries()) readings[at + offset] = reading;
  }
}
