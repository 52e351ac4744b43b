/** The library from the command line: models in, out, listed, named and checked. */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readModelFile } from '../../../../src-main/store/models/model-file.ts';
import { runHere } from '../in-process.ts';
import { putTrained } from '../trained-model.ts';
import { called, Desk, linesOf, lyrics } from '../verseloom.ts';

let desk: Desk;
/** Of 夜歌 and of 晨歌. */
let night: string;
let morning: string;
beforeAll(async () => {
  desk = await Desk.set();
  for (const name of ['夜歌', '晨歌']) await putTrained(desk, name, 2);
  const imported = await desk.run(['models', 'import', '夜歌.verse', '晨歌.verse']);
  expect(imported, imported.stderr).toMatchObject({ code: 0, stderr: '' });
  [night, morning] = linesOf(imported.stdout).map((line) => line.split('  ')[0]!) as [
    string,
    string,
  ];
  expect(linesOf(imported.stdout)).toEqual([
    `${night}  ${called('夜歌', 2)}`,
    `${morning}  ${called('晨歌', 2)}`,
  ]);
});
afterAll(() => desk.clear());

const kept = (id: string): string => desk.path(`data/models/${id}.verse`);

describe('models list', () => {
  test('is a table, and one JSON object a line', async () => {
    const { code, stdout, stderr } = await desk.run(['models', 'list', '--lang', 'zh']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [head, ...rows] = linesOf(stdout);
    expect(head).toMatch(/^编号 +名称 +保存时间 +已训练轮数 +困惑度 +大小$/);
    expect(rows).toHaveLength(2);
    for (const [id, name] of [
      [night, called('夜歌', 2)],
      [morning, called('晨歌', 2)],
    ])
      expect(stdout).toMatch(new RegExp(`^${id}  ${name} .* 2/2 +\\d+\\.\\d{6} +\\d+ kB$`, 'm'));
    const models = await desk.runJson(['models', 'list']);
    expect(models.map(({ name }) => name).sort()).toEqual(
      [called('夜歌', 2), called('晨歌', 2)].sort(),
    );
    expect(models.find(({ id }) => id === night)).toMatchObject({
      ...{
        name: called('夜歌', 2),
        tags: [],
        favourite: false,
        corpusName: '夜歌',
        epochs: 2,
        epochsWanted: 2,
      },
      ...{ hasText: true, canGoOn: true, outcome: 'finished', damage: null, path: kept(night) },
      ...{ perplexity: expect.any(Number), bytes: expect.any(Number), engine: { name: 'onnx' } },
    });
  });

  test('has what is damaged with the reason, and says where there is nothing', async () => {
    const data = desk.path('other');
    const elsewhere = { VERSELOOM_DATA: data };
    expect(await desk.run(['models', 'list'], elsewhere)).toEqual({
      ...{ code: 0, stdout: '' },
      stderr: `There are no models in the library, ${data}/models. Take a model file in: verseloom models import\n`,
    });
    const bytes = await readFile(desk.path('夜歌.verse'));
    await writeFile(`${data}/models/torn.verse`, bytes.subarray(0, 900));
    const { code, stdout } = await desk.run(['models', 'list'], elsewhere);
    expect(code).toBe(0);
    expect(linesOf(stdout)[1]).toMatch(
      /^torn {2}torn .* – +– +1 kB +The model torn\.verse is damaged .*\(the end of the file is missing\)\.$/,
    );
  });
});

describe('a model is found', () => {
  test(
    'by its id, its name, or how one of these begins, and by its path',
    { tags: ['long'] },
    async () => {
      for (const named of [night, night.slice(0, -1), called('夜歌', 2), '夜', kept(night)]) {
        const [facts] = await desk.runJson(['models', 'show', named]);
        expect(facts).toMatchObject({ name: called('夜歌', 2), path: kept(night) });
      }
      expect(await desk.runJson(['models', 'show', '夜歌.verse'])).toMatchObject([
        { id: null, path: desk.path('夜歌.verse') },
      ]);
    },
  );

  test('for every command that takes one', { tags: ['long'] }, async () => {
    const { code, stdout } = await desk.run(['write', '夜', '--prefix', '分开', '--length', '2']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^分开.{2}\n$/u);
    expect(await desk.runJson(['score', '夜', '夜歌.txt'])).toMatchObject([
      { characters: lyrics.length },
    ]);
  });

  test('is refused when it may be several, or none', async () => {
    const common = night.slice(0, 8); // the day
    const several = await runHere(desk, ['models', 'show', common]);
    expect(several).toMatchObject({ code: 2, stdout: '' });
    expect(several.stderr).toMatch(/^“.*” could be any of these models: /);
    expect(several.stderr).toContain(night);
    expect(several.stderr).toContain(morning);
    const none = await runHere(desk, ['models', 'show', '午歌']);
    expect(none).toMatchObject({ code: 2, stdout: '' });
    expect(none.stderr).toBe(
      `There is no file ${desk.path('午歌')}, and no model in the library is called “午歌”.\n`,
    );
  });

  test(
    'to go on with: the library has what it has learnt, and is called after it',
    { tags: ['long'] },
    async () => {
      const { code, stderr } = await desk.run(['resume', '晨歌', '--epochs', '1']);
      expect(code, stderr).toBe(0);
      expect(linesOf(stderr).at(-1)).toBe(`Saved in ${kept(morning)}`);
      expect(await desk.runJson(['models', 'show', morning])).toMatchObject([
        { id: morning, name: called('晨歌', 3), epochs: 3 },
      ]);
      expect((await desk.runJson(['models', 'list'])).map(({ id }) => id).sort()).toEqual(
        [night, morning].sort(),
      );
    },
  );
});

describe('models export', () => {
  test('puts a copy elsewhere, with or without its text', { tags: ['long'] }, async () => {
    const file = await readModelFile(kept(night));
    expect(await desk.run(['models', 'export', '夜歌', 'copy.verse'])).toEqual({
      ...{ code: 0, stdout: '' },
      stderr: `Saved in ${desk.path('copy.verse')}\nThe lyrics are in this file: whoever gets it can read them.\n`,
    });
    expect(await readModelFile(desk.path('copy.verse'))).toEqual(file);
    expect(
      (await desk.run(['models', 'export', '夜歌', 'bare.verse', '--no-corpus'])).stderr,
    ).toContain('The lyrics are not in this file');
    await mkdir(desk.path('folder'));
    expect(await desk.runJson(['models', 'export', '夜歌', 'folder', '--no-corpus'])).toEqual([
      { kind: 'verse', path: desk.path(`folder/${called('夜歌', 2)}.verse`), hasText: false },
    ]);
    expect(await readModelFile(desk.path(`folder/${called('夜歌', 2)}.verse`))).toEqual({
      ...file,
      text: null,
    });
  });

  test('does not write over the model itself', async () => {
    const { code, stderr } = await runHere(desk, ['models', 'export', '夜歌.verse', '夜歌.verse']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^This would overwrite .*夜歌\.verse, which is also the input/);
  });
});

describe('models import', () => {
  test('takes in what is sound and tells what is not', async () => {
    const data = { VERSELOOM_DATA: desk.path('importing') };
    const { code, stdout, stderr } = await runHere(
      desk,
      ['models', 'import', '夜歌.txt', '晨歌.verse', '--json'],
      data,
    );
    expect(code).toBe(2);
    expect(linesOf(stderr)).toEqual([expect.stringMatching(/夜歌\.txt is not a Verseloom model/)]);
    expect(linesOf(stdout).map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ name: called('晨歌', 2), damage: null }),
    ]);
  });
});

describe('models verify', () => {
  test('reads the library to the last byte', async () => {
    const { code, stdout, stderr } = await desk.run(['models', 'verify']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(linesOf(stdout).sort()).toEqual(
      [`OK       ${kept(night)}`, `OK       ${kept(morning)}`].sort(),
    );
  });

  test('finds a single altered byte, of the text as of the weights', async () => {
    const bytes = await readFile(desk.path('夜歌.verse'));
    const places = { 'weights.safetensors': 300, 'corpus.txt': 40 };
    for (const [part, offset] of Object.entries(places)) {
      const altered = Buffer.from(bytes);
      const at = altered.indexOf(part) + part.length + offset;
      altered[at]! ^= 1;
      await writeFile(desk.path(`${part}.verse`), altered);
    }
    await copyFile(desk.path('夜歌.verse'), desk.path('good.verse'));
    const names = [...Object.keys(places).map((part) => `${part}.verse`), 'good.verse'];
    const { code, stdout } = await desk.run(['models', 'verify', ...names]);
    expect(code).toBe(1);
    expect(linesOf(stdout)).toEqual([
      expect.stringMatching(/^damaged {2}.*weights\.safetensors\.verse: .*weights\.safetensors/),
      expect.stringMatching(/^damaged {2}.*corpus\.txt\.verse: .*corpus\.txt/),
      `OK       ${desk.path('good.verse')}`,
    ]);
    const json = await desk.run(['models', 'verify', names[0]!, 'good.verse', '--json']);
    expect(json.code).toBe(1);
    expect(linesOf(json.stdout).map((line) => JSON.parse(line))).toEqual([
      {
        ...{ id: null, path: desk.path(names[0]!), sound: false },
        failure: { code: 'model.damaged', params: expect.any(Object) },
      },
      { id: null, path: desk.path('good.verse'), sound: true, failure: null },
    ]);
  });

  test('says a wrong name before it reads anything', async () => {
    const { code, stdout, stderr } = await runHere(desk, [
      'models',
      'verify',
      '夜歌',
      'nothing.verse',
    ]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/no file .*nothing\.verse/);
  });
});
