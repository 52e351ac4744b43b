import { expect, test } from 'vitest';
import { after } from './cleaned.ts';

test.each([
  ...[
    'https://example.com/a?b=1',
    'www.example.com',
    '更多歌词请访问 www.example.com',
    '歌词来自 example.net',
  ],
  ...[
    '本歌词由某某网站整理',
    '仅供学习交流，请于24小时内删除',
    '关注公众号：某某音乐',
    '扫码关注我们的公众号',
    '微信公众号：某某',
  ],
  ...['未经著作权人书面许可，不得以任何方式使用', '版权归原作者所有', 'QQ群：123456789'],
  ...[
    'Lyrics provided by Example',
    'All rights reserved',
    'You might also like',
    '12Embed',
    '转载请注明出处',
    '请支持正版',
  ],
])('an advert: %s', (line) => {
  expect(after({ adverts: true }, `夜\n${line}\n灯`)).toEqual(['夜', '灯']);
});

test.each([
  ...[
    '我在 www 里找你',
    '打开 www.you.com 找不到你',
    '你的公众号里写着晚安',
    '关注你的微信 每天等更新',
    '这歌词来自我的心',
  ],
  ...[
    '24小时内想你24次',
    '我的心版权归你所有',
    '未经你的许可 我不敢进来',
    '还有更多好歌在等着我们唱',
    '我的话仅供参考',
  ],
  ...[
    'You might also like the way I sing',
    'lyrics from my heart',
    'my love is at www.love.com tonight',
    '客服：您好 有人吗',
  ],
])('a verse: %s', (line) => {
  expect(after({ adverts: true }, `夜\n${line}\n灯`)).toEqual(['夜', line, '灯']);
});
