import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { menuTemplate, type MenuState } from '../../../src-main/hosts/electron/menu.ts';
import { createTranslator } from '../../../src-main/messages/translator.ts';

type Item = MenuItemConstructorOptions;

function build(state: Partial<MenuState> = {}, language: 'zh' | 'en' = 'en') {
  const done: string[] = [];
  const note = (what: string) => (detail?: string) =>
    void done.push([what, detail].join(' ').trim());
  const template = menuTemplate(
    createTranslator(language).t,
    { isMac: false, isPackaged: true, recentModels: [], ...state },
    {
      command: note('command'),
      open: note('open'),
      openModel: note('openModel'),
      showDataFolder: note('showDataFolder'),
      showLicences: note('showLicences'),
      copyDiagnostics: note('copyDiagnostics'),
    },
  );
  return { template, items: template.flatMap(flatten), done };
}

const flatten = (item: Item): Item[] => [
  item,
  ...(Array.isArray(item.submenu) ? item.submenu.flatMap(flatten) : []),
];
const click = (items: Item[], id: string): void =>
  (items.find((item) => item.id === id)!.click as () => void)();

describe('the menu', () => {
  it('has a label for everything, in both languages, on every system', () => {
    for (const language of ['zh', 'en'] as const)
      for (const isMac of [true, false])
        for (const item of build({ isMac, isPackaged: false }, language).items)
          if (item.type !== 'separator') expect(item.label).toMatch(/^[^.]+$|…/); // a missing one is its key
    expect(build({}, 'zh').template.map(({ label }) => label)).toEqual([
      '文件',
      '编辑',
      '视图',
      '帮助',
    ]);
  });

  it('carries the usual keys, each once', () => {
    const keys = build().items.flatMap(({ accelerator }) => accelerator ?? []);
    expect(keys).toEqual([
      ...['CmdOrCtrl+N', 'CmdOrCtrl+O', 'CmdOrCtrl+S', 'CmdOrCtrl+Shift+E', 'CmdOrCtrl+,'],
      'CmdOrCtrl+Z',
      'CmdOrCtrl+K',
    ]);
    const roles = build().items.flatMap(({ role }) => role ?? []);
    for (const role of ['redo', 'cut', 'copy', 'paste', 'selectAll', 'quit', 'about'])
      expect(roles.filter((other) => other === role)).toEqual([role]);
    expect(roles).toEqual(
      expect.arrayContaining(['resetZoom', 'zoomIn', 'zoomOut', 'togglefullscreen']),
    );
  });

  it('does what it says', () => {
    const { items, done } = build({ recentModels: [{ id: 'a', name: 'Salt & Pepper' }] });
    for (const id of ['undo', 'newRun', 'open', 'save', 'exportModel', 'recent:a'] as const)
      click(items, id);
    for (const id of ['settings', 'dataFolder', 'licences', 'diagnostics'] as const)
      click(items, id);
    expect(done).toEqual([
      ...[
        'command undo',
        'command newRun',
        'open',
        'command save',
        'command exportModel',
        'openModel a',
      ],
      ...['command settings', 'showDataFolder', 'showLicences', 'copyDiagnostics'],
    ]);
    expect(items.find(({ id }) => id === 'recent:a')?.label).toBe('Salt && Pepper');
  });

  it('offers recent models where there are some', () => {
    const recent = (state?: Partial<MenuState>) =>
      build(state).items.find(({ id }) => id === 'recent')!;
    expect(recent().enabled).toBe(false);
    expect(recent({ recentModels: [{ id: 'a', name: 'x' }] }).enabled).toBe(true);
  });

  it('keeps the tools of developers out of a package, and knows what belongs on a Mac', () => {
    const roles = (state: Partial<MenuState>) =>
      build(state).items.flatMap(({ role }) => role ?? []);
    expect(roles({ isPackaged: true })).not.toContain('toggleDevTools');
    expect(roles({ isPackaged: false })).toContain('toggleDevTools');
    const { template } = build({ isMac: true });
    expect(template[0]).toMatchObject({ id: 'application' });
    expect(roles({ isMac: true }).filter((role) => role === 'quit')).toHaveLength(1);
    for (const isMac of [true, false])
      expect(build({ isMac }).items.filter(({ id }) => id === 'settings')).toHaveLength(1);
  });
});
