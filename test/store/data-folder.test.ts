import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFolder } from '../../src-main/store/data-folder.ts';

describe('dataFolder', () => {
  it('is the one that VERSELOOM_DATA names, seen from where the person stands', () => {
    expect(dataFolder({ VERSELOOM_DATA: 'here', INIT_CWD: resolve('/somewhere') })).toEqual({
      root: resolve('/somewhere/here'),
      models: resolve('/somewhere/here/models'),
      corpora: resolve('/somewhere/here/corpora'),
      preferences: resolve('/somewhere/here/preferences.json'),
      engines: resolve('/somewhere/here/engines.json'),
      recent: resolve('/somewhere/here/recent.json'),
      windowState: resolve('/somewhere/here/window.json'),
      browser: resolve('/somewhere/here/window'),
      logs: resolve('/somewhere/here/logs'),
    });
    expect(dataFolder({ VERSELOOM_DATA: resolve('/a/b') }).root).toBe(resolve('/a/b'));
    expect(dataFolder({ VERSELOOM_DATA: 'x' }).root).toBe(resolve('x'));
  });

  it("is otherwise the platform's own", () => {
    const { root } = dataFolder({});
    expect(root).not.toContain('nodejs');
    if (process.platform === 'linux')
      expect(root).toBe(
        join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'Verseloom'),
      );
    if (process.platform === 'darwin')
      expect(root).toBe(join(homedir(), 'Library', 'Application Support', 'Verseloom'));
    if (process.platform === 'win32') expect(root).toMatch(/Local\\Verseloom\\Data$/);
  });
});
