import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Desk, linesOf } from '../verseloom.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.set();
});
afterAll(() => desk.clear());

const commands = ['train', 'resume', 'write', 'inspect', 'score', 'models', 'export', 'bench'];

describe('help', () => {
  test('is in the language of the system, or in the one that is asked for', async () => {
    const chinese = await desk.run(['--help'], { LC_ALL: 'zh_CN.UTF-8' });
    expect(chinese).toMatchObject({ code: 0, stderr: '' });
    expect(chinese.stdout).toMatch(/^用法： verseloom \[选项\] \[命令\]\n/);
    for (const command of commands)
      expect(chinese.stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    const english = await desk.run(['--lang', 'en', '--help'], { LC_ALL: 'zh_CN.UTF-8' });
    expect(english.stdout).toMatch(/^Usage: verseloom \[options\] \[command\]\n/);
  });

  test.each([
    ...['zh-CN', 'zh_TW.UTF-8', 'ZH', 'zh-Hant-HK', 'zh_CN@pinyin', 'zh'].map((tag) => [
      tag,
      '用法：',
    ]),
    ...['en-GB', 'en_US.UTF-8', 'EN', 'en'].map((tag) => [tag, 'Usage:']),
  ])('takes --lang %s', async (tag, usage) => {
    for (const args of [['--lang', tag], [`--lang=${tag}`]])
      expect((await desk.run([...args, '--help'])).stdout).toContain(usage);
  });

  test('of a command names its options, their defaults, and stays within 80 columns', async () => {
    const { stdout } = await desk.run(['train', '--help', '--lang', 'zh']);
    for (const flag of [
      ...['out', 'epochs', 'hidden', 'steps', 'batch', 'lr', 'theta', 'sampling', 'period'],
      ...[
        'length',
        'prefix',
        'chars',
        'line-breaks',
        'seed',
        'engine',
        'checkpoint-seconds',
        'no-corpus',
      ],
      ...['json', 'lang'],
    ])
      expect(stdout).toMatch(new RegExp(`^  --${flag}\\b`, 'm'));
    expect(stdout).toContain('默认 250');
    expect(stdout).toContain('--prefix <text> ');
    expect(stdout).toContain('默认 分开、不分开');
    expect(stdout).not.toMatch(/\{\{|cli\.|Options:|default/);
    expect(await desk.run(['help', 'train', '--lang', 'zh'])).toMatchObject({ code: 0, stdout });
  });

  test('of the library’s commands names them all', async () => {
    const { code, stdout } = await desk.run(['models', '--help', '--lang', 'zh']);
    expect(code).toBe(0);
    for (const command of ['list', 'show', 'export', 'import', 'verify'])
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'));
    expect(stdout).not.toMatch(/\{\{|cli\.|Options:|display/);
  });

  test.each([[[]], [['models']]])('comes on stderr when no command is given: %j', async (args) => {
    const { code, stdout, stderr } = await desk.run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage:/);
  });

  test('the version is one line', async () => {
    const { code, stdout } = await desk.run(['--version']);
    expect(code).toBe(0);
    expect(linesOf(stdout)).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+/)]);
  });
});
