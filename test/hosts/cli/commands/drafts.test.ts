/** `drafts list`, `show` and `export`: what the person has written in the application, by the command line. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { DraftLibrary } from '../../../../src-main/store/drafts/draft-library.ts';
import { runHere } from '../in-process.ts';
import { Desk } from '../verseloom.ts';

let desk: Desk;
let ids: string[];
const drafts = (...args: string[]) => runHere(desk, ['drafts', ...args]);

beforeAll(async () => {
  desk = await Desk.set();
  const library = await DraftLibrary.open(desk.path(join('data', 'drafts')));
  ids = [];
  for (const [name, text] of [
    ['天气', '[副歌]\n风\n雨\n'],
    [null, '没有名字的\n第二行'],
    ['天亮', ''],
  ] as const)
    ids.push((await library.create(name, text)).id);
  return () => desk.clear();
});

describe('drafts', () => {
  it('are listed, one without a name by its first line', async () => {
    const { code, stdout } = await drafts('list');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ID +Name +Characters +Changed\n/);
    expect(stdout).toMatch(new RegExp(`${ids[1]} +没有名字的 +8 +\\d{4}-`));
    const lines = (await drafts('list', '--json')).stdout.trim().split('\n');
    const listed = lines.map((line) => JSON.parse(line) as { id: string; version: number });
    expect(listed.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(listed.map(({ version }) => version)).toEqual([1, 1, 1]);
  });

  it('are said to be none where nothing was written', async () => {
    const empty = await Desk.set();
    const { code, stdout, stderr } = await runHere(empty, ['drafts', 'list']);
    await empty.clear();
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toMatch(/^There are no drafts\. You write them/);
  });

  it('are shown by their id, their name, or how either begins: the text, and nothing else', async () => {
    for (const named of [ids[0]!, '天气'])
      expect(await drafts('show', named)).toEqual({
        ...{ code: 0, stdout: '[副歌]\n风\n雨\n', stderr: '' },
      });
    expect((await drafts('show', '没有')).stdout).toBe('没有名字的\n第二行\n');
    const json = JSON.parse((await drafts('show', '天气', '--json')).stdout) as unknown;
    expect(json).toMatchObject({ version: 1, id: ids[0], text: '[副歌]\n风\n雨\n', spans: [] });
  });

  it('that there are not, or several of, are refused', async () => {
    expect(await drafts('show', '雪')).toEqual({
      ...{ code: 2, stdout: '', stderr: 'No draft is called “雪”.\n' },
    });
    const { code, stderr } = await drafts('show', '天');
    expect(code).toBe(2);
    expect(stderr).toMatch(/“天” could be any of these drafts: [0-9a-f]{16}, [0-9a-f]{16};/);
  });

  it('are saved as what the ending of the file says', async () => {
    const saved = async (file: string, left = '') => {
      const { code, stderr } = await drafts('export', '天气', file);
      expect(code, stderr).toBe(0);
      expect(stderr.replace(/^Saved in .*\n/, '')).toBe(left);
    };
    await saved('a.md');
    expect(await readFile(desk.path('a.md'), 'utf8')).toBe('# 天气\n\n## 副歌\n风\\\n雨\n');
    await saved('a.lrc', 'The LRC leaves out 1 label; the draft still has them.\n');
    expect(await readFile(desk.path('a.lrc'), 'utf8')).toBe('[ti:天气]\n风\n雨\n');
    const inChinese = await drafts('export', '天气', 'b.lrc', '--lang', 'zh');
    expect(inChinese.stderr).toContain('导出的 LRC 里没有：1 个段落名。草稿里都还在。\n');
    const losses = { labels: 1, blankLines: 0, spaced: 0, controls: 0 };
    const json = await drafts('export', '天气', 'c.lrc', '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ kind: 'lrc', losses });
    await saved('a.docx');
    expect((await readFile(desk.path('a.docx'))).subarray(0, 2).toString()).toBe('PK');
    await mkdir(desk.path('folder'));
    await saved('folder');
    expect(await readFile(desk.path(join('folder', '天气.txt')), 'utf8')).toBe('[副歌]\n风\n雨\n');
    const there = await drafts('export', '天气', 'a.md');
    expect(there.code).toBe(2);
    const unknown = await drafts('export', '天气', 'a.pdf');
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('“a.pdf”') });
  });

  it('that are damaged are listed as that, and refused by their reason', async () => {
    const id = ids[2]!;
    await writeFile(desk.path(join('data', 'drafts', id, 'draft.json')), '{');
    expect((await drafts('list')).stdout).toMatch(new RegExp(`${id} .*cannot be opened`));
    const { code, stderr } = await drafts('show', id);
    expect(code).toBe(2);
    expect(stderr).toContain('draft.json');
  });
});
