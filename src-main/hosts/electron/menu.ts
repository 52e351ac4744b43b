/** The native menu, in the person's language. */
import type { MenuItemConstructorOptions } from 'electron';
import type { TFunction } from 'i18next';
import { accelerators } from '../../contract/accelerators.ts';
import type { Command } from '../../contract/api.ts';

export interface MenuActions {
  /** What the screens do. */
  command(name: Command): void;
  open(): void;
  openModel(id: string): void;
  showDataFolder(): void;
  showLicences(): void;
  copyDiagnostics(): void;
}

export interface MenuState {
  readonly isMac: boolean;
  /** Built to be given to people: without the tools of developers. */
  readonly isPackaged: boolean;
  readonly recentModels: readonly { id: string; name: string }[];
}

type Item = MenuItemConstructorOptions;
const line: Item = { type: 'separator' };

export function menuTemplate(t: TFunction, state: MenuState, actions: MenuActions): Item[] {
  const role = (name: NonNullable<Item['role']>): Item => ({
    role: name,
    label: t(`desktop.menu.${name}`),
  });
  const item = (name: string, click: () => void, accelerator?: string): Item => ({
    id: name,
    label: t(`desktop.menu.${name}`),
    click,
    ...(accelerator && { accelerator }),
  });

  const { isMac, isPackaged, recentModels } = state;
  const recent: Item = {
    id: 'recent',
    label: t('desktop.menu.recent'),
    enabled: recentModels.length > 0,
    submenu: recentModels.map(({ id, name }) => ({
      id: `recent:${id}`,
      label: name.replaceAll('&', '&&'), // a single one underlines the letter after it
      click: () => actions.openModel(id),
    })),
  };
  const settings = item('settings', () => actions.command('settings'), accelerators.settings);
  const file: Item[] = [
    item('newRun', () => actions.command('newRun'), accelerators.newRun),
    item('open', () => actions.open(), accelerators.open),
    recent,
    line,
    item('save', () => actions.command('save'), accelerators.save),
    item('exportModel', () => actions.command('exportModel'), accelerators.exportModel),
    line,
    ...(isMac ? [role('close')] : [settings, line, role('quit')]),
  ];
  const edit: Item[] = [
    item('undo', () => actions.command('undo'), accelerators.undo), // which may be a deletion
    role('redo'),
    line,
    ...[role('cut'), role('copy'), role('paste'), role('selectAll')],
  ];
  const view: Item[] = [
    item('palette', () => actions.command('palette'), accelerators.palette),
    line,
    ...[role('resetZoom'), role('zoomIn'), role('zoomOut')],
    line,
    role('togglefullscreen'),
    ...(isPackaged ? [] : [line, role('reload'), role('toggleDevTools')]),
  ];
  const help: Item[] = [
    item('shortcuts', () => actions.command('shortcuts')),
    line,
    item('dataFolder', () => actions.showDataFolder()),
    item('licences', () => actions.showLicences()),
    item('diagnostics', () => actions.copyDiagnostics()),
    ...(isMac ? [] : [line, role('about')]),
  ];
  const application: Item[] = [
    role('about'),
    line,
    settings,
    line,
    role('services'),
    line,
    ...[role('hide'), role('hideOthers'), role('unhide')],
    line,
    role('quit'),
  ];
  const menu = (name: string, submenu: Item[], extra: Item = {}): Item => ({
    id: name,
    label: t(`desktop.menu.${name}`),
    submenu,
    ...extra,
  });
  return [
    ...(isMac ? [{ id: 'application', label: t('desktop.name'), submenu: application }] : []),
    menu('file', file),
    menu('edit', edit),
    menu('view', view),
    ...(isMac ? [menu('window', [role('minimize'), role('zoom'), line, role('front')])] : []),
    menu('help', help, { role: 'help' }),
  ];
}
