/** The English phrases that errors carry as their reason, against the catalogues that translate them. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as en from '../../resources/messages/en.ts';
import * as zh from '../../resources/messages/zh.ts';
import { MISSING_RUNTIME } from '../../src-main/compute/load-failure.ts';
import { reasonOf } from '../../src-main/contract/disk-errors.ts';
import { translateReason } from '../../src-main/contract/errors.ts';
import { describe as describeExit, OLD_RUNTIME } from '../../src-main/supervisor/exit-reason.ts';

/** How a reason stands in the source: group 2 is the phrase. */
const THROWN = [
  /new Damage\(\s*(['`])(.*?)\1/gs,
  /new ZipFault\(\s*'\w+',\s*(['`])(.*?)\1/gs,
  /\bwhy:\s*(['`])(.*?)\1/gs,
  /\breason:\s*(['`])(.*?)\1/gs,
  /^ {2}E[A-Z_]+: (')(.*?)'/gm, // by the code of the system
];

const root = join(import.meta.dirname, '..', '..');
const files = globSync('src-main/{contract,store,services,supervisor,ray,hosts/cli}/**/*.ts', {
  cwd: root,
});
/** Here `reason` is a word for programs. */
const ofCorpora = globSync('src-main/corpus/**/*.ts', { cwd: root });
const thrown = new Set(
  [...files, ...ofCorpora].flatMap((file) => {
    const source = readFileSync(join(root, file), 'utf8');
    const patterns = ofCorpora.includes(file) ? THROWN.slice(0, 3) : THROWN;
    return patterns.flatMap((pattern) =>
      [...source.matchAll(pattern)].map((match) => match[2]!.replace(/\$\{[^}]*\}/g, '…')),
    );
  }),
);
const exits = [
  ...['not started', 'exit code …', 'SIGKILL', 'SIGTERM', 'SIG…', 'the system reports …'],
  ...[MISSING_RUNTIME, OLD_RUNTIME],
];

describe('the reasons', () => {
  test.each([...thrown, ...exits])('“%s” is in both catalogues', (phrase) => {
    expect(en.reasons).toHaveProperty([phrase], expect.stringMatching(/^[^\p{Script=Han}]+$/u));
    expect(zh.reasons).toHaveProperty([phrase], expect.stringMatching(/\p{Script=Han}/u));
  });

  test('are all thrown somewhere', () => {
    expect(new Set(Object.keys(zh.reasons))).toEqual(new Set([...thrown, ...exits]));
  });

  test('keep what belongs to the case', () => {
    const dropped = ['exit code …', 'SIG…', 'the system reports …']; // what only a developer could read
    for (const reasons of [en.reasons, zh.reasons])
      for (const [phrase, text] of Object.entries(reasons))
        expect(text.split('…'), phrase).toHaveLength(
          dropped.includes(phrase) ? 1 : phrase.split('…').length,
        );
    expect(translateReason('W_xh is not finite', zh.reasons)).toBe('W_xh 里有不是有限的数');
    expect(translateReason('unexpected value at "$&.a"', zh.reasons)).toBe('“$&.a”处的值不对');
    expect(translateReason('W_xh is not finite', en.reasons)).toBe('W_xh is not finite');
  });

  test('of a phrase with a meaning of its own are taken whole', () => {
    expect(translateReason('the end of the file is missing', zh.reasons)).toBe('文件缺了末尾');
  });

  test('of an exit and of the system are told without their codes', () => {
    const tell = (reason: string): string[] =>
      [en.reasons, zh.reasons].map((reasons) => translateReason(reason, reasons));
    const exit = (code: number | null, signal: string | null, printed = ''): string =>
      describeExit({ code, signal, printed });
    expect(tell(exit(3, null))).toEqual(['it ended with an error', '程序出错退出']);
    expect(tell(exit(3, null, 'fatal: 7'))).toEqual(['it ended with an error', '程序出错退出']);
    expect(tell(exit(null, null))).toEqual(['it did not start', '没能启动']);
    expect(tell(exit(null, 'SIGSEGV', 'fatal: 7'))).toEqual(['it crashed', '程序崩溃']);
    expect(tell(exit(null, 'SIGKILL'))).toEqual([
      'the system or another program ended it',
      '被系统或别的程序结束了',
    ]);
    expect(tell(reasonOf('ENOTTY'))).toEqual(['the system reports an error', '系统报告出错']);
  });

  test('that nobody has foreseen stay as they are', () => {
    expect(translateReason('no such pipeline', zh.reasons)).toBe('no such pipeline');
    expect(translateReason('constructor', zh.reasons)).toBe('constructor');
  });
});
