import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { filesAmong } from '../../../src-main/hosts/electron/files-to-open.ts';

const folder = resolve('/somewhere');

it('takes paths, seen from where the person stands, and addresses of files', () => {
  const song = resolve('/music/歌 一.verse');
  expect(filesAmong(['a.txt', song, pathToFileURL(song).href], folder)).toEqual([
    ...[resolve(folder, 'a.txt'), song, song],
  ]);
});

it('takes no switches', () => {
  expect(filesAmong(['--no-sandbox', '-psn_0_1', '--x=y.verse'], folder)).toEqual([]);
});

it('leaves an address of another machine to be refused by its name', () => {
  const [path] = filesAmong(['file://elsewhere%2f/x.verse'], folder);
  expect(path).toContain('x.verse');
});
