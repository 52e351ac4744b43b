/** What the editor itself says, by the English words that it has for it: for the most part to those who do not see the page. */
type Phrases = Readonly<Record<string, string>>;

const zh: Phrases = {
  'current match': '当前匹配',
  'on line': '所在行',
  'replaced match on line $': '已替换第 $ 行的一处',
  'replaced $ matches': '已替换 $ 处',
  'Go to line': '跳到行',
  go: '跳转',
  close: '关闭',
  'Control character': '控制字符',
  'Selection deleted': '已删除所选',
};

/** Those that are otherwise than the editor has them. */
const en: Phrases = { 'replaced $ matches': 'matches replaced: $' };

export const phrases: Readonly<Record<'en' | 'zh', Phrases>> = { en, zh };
