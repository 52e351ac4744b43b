// What the set-up and the start tell a person: sentences of the catalogue below `serve`, in the language of the system.
//
// The command line's translator is not built yet when they are needed.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './processes.mjs';

export function say(key, facts = {}) {
  const isChinese = /^zh\b/i.test(Intl.DateTimeFormat().resolvedOptions().locale);
  const path = join(root, 'resources', 'messages', isChinese ? 'zh' : 'en', 'serve.json');
  const text = JSON.parse(readFileSync(path, 'utf8'))[key];
  return text.replace(/\{\{(\w+)\}\}/g, (_, name) => facts[name]);
}
