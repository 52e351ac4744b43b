import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { contentTypeOf } from '../../src-main/contract/links/screen-files.ts';

const screens = join(import.meta.dirname, '..', '..', 'dist', 'renderer');

it('tells the type of every file that the screens are built of', () => {
  const files = readdirSync(screens, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  expect(files.map(({ name }) => name)).toContain('index.html');
  const unknown = files.filter(({ name }) => contentTypeOf(name) === 'application/octet-stream');
  expect(unknown).toEqual([]);
});

it('says of what it does not know no more than that it is bytes', () => {
  expect(contentTypeOf('/song.verse')).toBe('application/octet-stream');
  expect(contentTypeOf('/html')).toBe('application/octet-stream');
  expect(contentTypeOf('')).toBe('application/octet-stream');
});
