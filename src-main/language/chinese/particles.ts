/**
 * What the dictionary of words reads otherwise than lyrics mean it: characters whose common reading here is another one than there, and
 * the particles 得, 地 and 着 (著), which are no part of a word.
 */

/** Characters of their own, where no word says otherwise. */
export const commonReadings: Readonly<Record<string, string>> = {
  ...{ 妳: 'ni3', 祢: 'ni3', 嗨: 'hai1', 喔: 'o1', 噢: 'o1', 嗯: 'en1', 呣: 'mu2' },
  ...{ 么: 'me0', 欸: 'ei1', 诶: 'ei1', 唷: 'yo1', 哟: 'yo1', 咯: 'lo0', 啰: 'luo0' },
  ...{ 吧: 'ba0', 吗: 'ma0', 呢: 'ne0', 啦: 'la0', 嘛: 'ma0', 呀: 'ya0', 哪: 'na3', 您: 'nin2' },
};

/** Where 得 is a verb of its own, or a part of a word: by what stands behind or before it. */
const ofGetting = {
  after: '到意失罪知体分奖当手逞益胜救宠逢逞以票出',
  before: '获取赢博夺难求所心不自习',
};
/** Who must: 你得走. */
const WHO = '我你他她它们都总还也就可必非又谁人咱妳您';
/** Adverbs that take 地, besides those that say a character twice. */
const ADVERBS =
  /(?:[然般样]|不停|拼命|用力|深情|温柔|孤独|安静|静静|默默|狠狠|渐渐|轻易|自由|疯狂|固执|勇敢|努力|不断|不住|倔强|骄傲|寂寞|快乐|痛苦|残忍|小心|无情|盲目|任性|坚强|自私|幸福|紧紧|大声|无声|一次次|一遍遍)$/u;
/** Words with 著 in which it is no 着. */
const AUTHORED = /^(?:著[名作称书者述]|[名显原巨土专论卓昭译]著)$/u;

interface Place {
  readonly characters: readonly string[];
  readonly at: number;
}
const at = ({ characters, at: place }: Place, offset: number): string =>
  characters[place + offset] ?? '';

/**
 * @param place within simplified characters without a break
 * @param reading of the dictionary, such as `de2`
 * @returns what is meant, which is the same mostly
 */
export function particleReading(place: Place, reading: string): string {
  const [before, after] = [at(place, -1), at(place, 1)];
  switch (at(place, 0)) {
    case '得':
      if (reading !== 'de2' || before === '' || after === '') return reading;
      if (ofGetting.after.includes(after) || ofGetting.before.includes(before)) return reading;
      return WHO.includes(before) ? 'dei3' : 'de0';
    case '地': {
      if (reading !== 'di4' || before === '' || after === '') return reading;
      const two = at(place, -2) + before;
      const said = at(place, -3) + two;
      return (before === at(place, -2) && before !== '') || ADVERBS.test(said) ? 'de0' : reading;
    }
    case '著':
      if (before === '' || AUTHORED.test(before + '著') || AUTHORED.test('著' + after))
        return reading;
      return 'zhe0';
    default:
      return reading;
  }
}
