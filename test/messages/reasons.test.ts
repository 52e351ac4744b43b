/** The English phrases that errors carry as their reason, against the catalogues that translate them. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as en from '../../resources/messages/en.ts';
import * as zh from '../../resources/messages/zh.ts';
import { MISSING_RUNTIME } from '../../src-main/compute/load-failure.ts';
import { translateReason } from '../../src-main/contract/errors.ts';
import { describe as describeExit, OLD_RUNTIME } from '../../src-main/supervisor/exit-reason.ts';

/** How a reason stands in the source: group 2 is the phrase. */
const THROWN = [
  /new Damage\(\s*(['`])(.*?)\1/gs,
  /new ZipFault\(\s*'\w+',\s*(['`])(.*?)\1/gs,
  /\breason: (['`])(.*?)\1/gs,
  /^ {2}E[A-Z]+: (')(.*?)'/gm, // by the code of the system
];

const root = join(import.meta.dirname, '..', '..');
const files = globSync('src-main/{contract,store,services,supervisor,hosts/cli}/**/*.ts', {
  cwd: root,
});
const thrown = new Set(
  files.flatMap((file) => {
    const source = readFileSync(join(root, file), 'utf8');
    return THROWN.flatMap((pattern) =>
      [...source.matchAll(pattern)].map((match) => match[2]!.replace(/\$\{[^}]*\}/g, '…')),
    );
  }),
);
const exits = ['not started', 'exit code …', MISSING_RUNTIME, OLD_RUNTIME];

describe('the reasons', () => {
  test.each([...thrown, ...exits])('“%s” is in both catalogues', (phrase) => {
    expect(en.reasons).toHaveProperty([phrase], phrase);
    expect(zh.reasons).toHaveProperty([phrase], expect.stringMatching(/\p{Script=Han}/u));
  });

  test('are all thrown somewhere', () => {
    expect(new Set(Object.keys(zh.reasons))).toEqual(new Set([...thrown, ...exits]));
  });

  test('keep what belongs to the case', () => {
    for (const [english, chinese] of Object.entries(zh.reasons))
      expect(chinese.split('…'), english).toHaveLength(english.split('…').length);
    expect(translateReason('W_xh is not finite', zh.reasons)).toBe('W_xh 里有不是有限的数');
    expect(translateReason('unexpected value at "$&.a"', zh.reasons)).toBe('“$&.a”处的值不对');
    expect(translateReason('W_xh is not finite', en.reasons)).toBe('W_xh is not finite');
  });

  test('of a phrase with a meaning of its own are taken whole', () => {
    expect(translateReason('the end of the file is missing', zh.reasons)).toBe('文件缺了末尾');
  });

  test('of an exit are translated, but for the name of a signal', () => {
    const reasonOf = (code: number | null, signal: string | null): string =>
      translateReason(describeExit({ code, signal }), zh.reasons);
    expect([reasonOf(3, null), reasonOf(null, null), reasonOf(null, 'SIGKILL')]).toEqual([
      ...['退出码 3', '没能启动', 'SIGKILL'],
    ]);
  });

  test('that nobody has foreseen stay as they are', () => {
    expect(translateReason('ENOTTY', zh.reasons)).toBe('ENOTTY');
    expect(translateReason('constructor', zh.reasons)).toBe('constructor');
  });
});
