import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { platformPlace, resolveDataFolder } from '../../../src-main/store/data/data-folder.ts';
import { listing, temporaryFolder } from '../files/temporary-folder.ts';

describe('resolveDataFolder', () => {
  it('is the one that VERSELOOM_DATA names, seen from where the person stands', () => {
    expect(
      resolveDataFolder({ VERSELOOM_DATA: 'here', INIT_CWD: resolve('/somewhere') }),
    ).toMatchObject({
      root: resolve('/somewhere/here'),
      models: resolve('/somewhere/here/models'),
      corpora: resolve('/somewhere/here/corpora'),
      preferences: resolve('/somewhere/here/preferences.json'),
      recent: resolve('/somewhere/here/recent.json'),
      engines: resolve('/somewhere/here/engines.json'),
      windowState: resolve('/somewhere/here/window.json'),
      browser: resolve('/somewhere/here/window'),
      logs: resolve('/somewhere/here/logs'),
      place: null,
    });
    expect(resolveDataFolder({ VERSELOOM_DATA: resolve('/a/b') }).root).toBe(resolve('/a/b'));
    expect(resolveDataFolder({ VERSELOOM_DATA: 'x' }).root).toBe(resolve('x'));
  });

  it("is otherwise the platform's own, and makes nothing", async () => {
    const place = await temporaryFolder();
    const data = resolveDataFolder({}, place);
    expect(data).toMatchObject({ root: place, models: join(place, 'models'), place });
    expect(await listing(place)).toEqual([]);
  });
});

it("the platform's folder is named after the product alone", () => {
  const place = platformPlace();
  expect(place).not.toContain('nodejs');
  if (process.platform === 'linux')
    expect(place).toBe(
      join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'Verseloom'),
    );
  if (process.platform === 'darwin')
    expect(place).toBe(join(homedir(), 'Library', 'Application Support', 'Verseloom'));
  if (process.platform === 'win32') expect(place).toMatch(/Local\\Verseloom\\Data$/);
});
