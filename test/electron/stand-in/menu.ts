/** `Menu`: the application's menu as data, and a click on one of its entries. */
import type { Menu as ElectronMenu, MenuItemConstructorOptions, PopupOptions } from 'electron';
import { app } from './app.ts';
import type { BrowserWindow } from './browser-window.ts';
import { record, type MenuEntry } from './record.ts';

type Template = readonly MenuItemConstructorOptions[];

const describe = (template: Template): MenuEntry[] =>
  template.map(({ id, label, role, accelerator, enabled, submenu }) => ({
    id: id ?? '',
    label: label ?? '',
    role,
    accelerator,
    enabled: enabled ?? true,
    submenu: Array.isArray(submenu) ? describe(submenu) : [],
  }));

class MenuStandIn {
  readonly template: Template;

  constructor(template: Template) {
    this.template = template;
  }

  popup({ window }: PopupOptions): void {
    if (!window) throw new Error('in the stand-in, a context menu is one of a window');
    opened = this.template;
    record.popup = describe(opened);
  }
}

let opened: Template = [];

let applied: MenuStandIn | null = null;

export const Menu = {
  buildFromTemplate: (template: Template) => new MenuStandIn(template),
  setApplicationMenu: (menu: MenuStandIn | null): void => {
    applied = menu;
    record.menu = menu ? describe(menu.template) : [];
  },
} satisfies {
  [Name in keyof Pick<typeof ElectronMenu, 'buildFromTemplate' | 'setApplicationMenu'>]: unknown;
};

/** @param which the entry's id or role */
export const clickMenu = (which: string): Promise<void> => click(applied?.template ?? [], which);

/** Clicks an entry of the context menu, which closes it. */
export async function clickPopup(which: string): Promise<void> {
  record.popup = null;
  await click(opened, which);
}

async function click(template: Template, which: string): Promise<void> {
  const item = find(template, which);
  if (!item) throw new Error(`the menu has no entry “${which}”`);
  if (item.enabled === false) throw new Error(`“${which}” cannot be clicked`);
  if (item.role) await playRole(item.role);
  else item.click?.({} as never, undefined, {});
}

function find(template: Template, which: string): MenuItemConstructorOptions | undefined {
  for (const item of template) {
    if (item.id === which || item.role === which) return item;
    const inner = Array.isArray(item.submenu) && find(item.submenu, which);
    if (inner) return inner;
  }
  return undefined;
}

async function playRole(role: NonNullable<MenuItemConstructorOptions['role']>): Promise<void> {
  if (role === 'quit') return app.quit();
  const [window] = app.windows as Set<BrowserWindow>;
  if (['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll'].includes(role))
    return window?.webContents.page.edit(role);
  throw new Error(`the stand-in does not play the role “${role}”`);
}
