/** What the editor says of finding and replacing, by the words that it has for it itself. */
type Phrases = Readonly<Record<string, string>>;

const zh: Phrases = {
  Find: '查找',
  Replace: '替换为',
  next: '下一处',
  previous: '上一处',
  all: '全选',
  'match case': '区分大小写',
  regexp: '正则表达式',
  'by word': '整词',
  replace: '替换',
  'replace all': '全部替换',
  close: '关闭',
  'current match': '当前',
  'on line': '在第',
  'replaced match on line $': '已替换第 $ 行的一处',
  'replaced $ matches': '已替换 $ 处',
  'Go to line': '跳到行',
  go: '跳转',
  'Control character': '控制字符',
  'Selection deleted': '已删除所选',
};

/** Those that are otherwise than the editor has them. */
const en: Phrases = {
  next: 'Next',
  previous: 'Previous',
  all: 'Select all',
  'match case': 'Match case',
  regexp: 'Regular expression',
  'by word': 'Whole words',
  replace: 'Replace',
  'replace all': 'Replace all',
};

export const phrases: Readonly<Record<'en' | 'zh', Phrases>> = { en, zh };
