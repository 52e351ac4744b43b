/**
 * Models that keep only the hash of their text go on with the file that earlier versions read it from. The files and models in
 * `earlier-texts` were made by these: of each, two epochs with the text in the file (`windows-v2` by a version that learnt every line
 * feed and carriage return as a space). What a run comes to from there was written down then.
 */
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findEarlierText } from '../../../../src-main/services/corpora/earlier-text.ts';
import { readModelFile, writeModelFile } from '../../../../src-main/store/models/model-file.ts';
import { runHere } from '../in-process.ts';
import { Desk, linesOf, root } from '../verseloom.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.set();
  await cp(join(import.meta.dirname, 'earlier-texts'), desk.folder, { recursive: true });
  const sample = join(root, 'resources', 'corpora', 'original-lyrics.zh.txt');
  await desk.put('sample.txt', await readFile(sample));
});
afterAll(() => desk.clear());

/** What a run has learnt, and none of the times. */
async function resultOf(name: string): Promise<unknown> {
  const { manifest, model, epochs, samples, state } = await readModelFile(desk.path(name));
  return {
    weights: model.parameters,
    epochs: epochs.map((epoch) => ({ ...epoch, seconds: 0 })),
    ...{ samples, state: { ...state, seconds: 0 } },
    ...{ settings: manifest.settings, corpus: manifest.corpus },
  };
}

/** Which of them is read as it would be today: its line ends are as they are learnt. */
const AS_TODAY = ['sample'];

describe.each([
  ['windows', 'windows.txt', 64.21477403084872, 63.858223517865596],
  ['windows-v2', 'windows.txt', 66.56884690175961, 65.97616258025445],
  ['gbk', 'gbk.txt', 94.81507427935982, 94.30031730831745],
  ['big5', 'big5.txt', 53.87530890909238, 53.79872925932772],
  ['utf-16', 'utf-16.txt', 94.69665731658719, 94.17062177910238],
  ['one', 'one.zip', 60.684987487803284, 60.52160750602722],
  ['songs', 'songs.zip', 126.74629415811738, 125.04080481682736],
  ['songs-own', 'songs.zip', 127.95092900507353, 126.3671443111542],
  ['sample', 'sample.txt', 182.11029460608893, 178.5334337680918],
])('%s.verse', (name, text, third, fourth) => {
  test(
    `goes on with ${text} to the same bits as with its own text`,
    { tags: ['long'] },
    async () => {
      const [whole, bare] = [`${name}-whole.verse`, `${name}-bare.verse`];
      const file = await readModelFile(desk.path(`${name}.verse`));
      await writeModelFile(desk.path(whole), file);
      await writeModelFile(desk.path(bare), { ...file, text: null });
      const ofOwn = await runHere(desk, ['resume', whole, '--epochs', '2']);
      expect(ofOwn, ofOwn.stderr).toMatchObject({ code: 0 });
      const resumed = await runHere(desk, ['resume', bare, '--epochs', '2', '--corpus', text]);
      expect(resumed, resumed.stderr).toMatchObject({ code: 0 });
      expect(await resultOf(bare)).toEqual(await resultOf(whole));

      const { epochs, text: kept } = await readModelFile(desk.path(bare));
      expect(kept).toBeNull();
      // Another processor may round otherwise, far behind the point.
      expect(epochs[2]?.perplexity).toBeCloseTo(third, 4);
      expect(epochs[3]?.perplexity).toBeCloseTo(fourth, 4);

      const [first] = linesOf(resumed.stderr);
      if (AS_TODAY.includes(name)) expect(first).toBe('Encoding guessed: utf-8');
      else expect(first).toMatch(/^Read as earlier versions of Verseloom read it/);
    },
  );
});

test('a text that is not the one that was learnt is none of those either', async () => {
  const file = await readModelFile(desk.path('gbk.verse'));
  await writeModelFile(desk.path('other.verse'), { ...file, text: null });
  const resume = ['resume', 'other.verse', '--epochs', '1', '--corpus'];
  for (const text of ['windows.txt', 'songs.zip'])
    expect(await runHere(desk, [...resume, text])).toMatchObject({
      ...{ code: 2, stdout: '', stderr: expect.stringMatching(/^This is not the text that/m) },
    });
});

test('a zip that cannot be unpacked has no text', async () => {
  const bytes = new Uint8Array(await readFile(desk.path('songs.zip')));
  const { manifest } = await readModelFile(desk.path('songs.verse'));
  const { hash } = manifest.corpus;
  expect(await findEarlierText({ name: 'songs', bytes }, hash)).toBeDefined();
  for (const cut of [bytes.subarray(0, 900), bytes.with(60, bytes[60]! ^ 0xff)])
    expect(await findEarlierText({ name: 'songs.zip', bytes: cut }, hash)).toBeUndefined();
});
