/** `app`: the life of the application, from ready to quit, in Electron's order of events. */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  App,
  CommandLine as ElectronCommandLine,
  ConfigureHostResolverOptions,
} from 'electron';
import { cancelable } from './cancelable.ts';
import { readOptions } from './options.ts';
import { protocol } from './protocol.ts';
import { record } from './record.ts';
import { takeSingleInstanceLock } from './single-instance.ts';
import { Targets } from './pages/targets.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** What `app` has to know of a window. */
export interface AppWindow {
  /** @returns whether it closes: a listener may keep it open */
  close(): boolean;
  destroy(): void;
}

type Members = Pick<
  App,
  | 'whenReady'
  | 'quit'
  | 'exit'
  | 'setName'
  | 'setAppUserModelId'
  | 'setPath'
  | 'getVersion'
  | 'getPreferredSystemLanguages'
  | 'requestSingleInstanceLock'
  | 'setAboutPanelOptions'
  | 'addRecentDocument'
  | 'configureHostResolver'
  | 'isPackaged'
>;

/** What Electron makes of the switches that Chromium is started with. */
class CommandLine implements Pick<
  ElectronCommandLine,
  'appendSwitch' | 'removeSwitch' | 'hasSwitch'
> {
  readonly #switches = new Map(
    process.argv.flatMap((arg) => {
      const [, name, value = ''] = /^--([^=]+)(?:=(.*))?$/.exec(arg) ?? [];
      return name === undefined ? [] : [[name.toLowerCase(), value] as const];
    }),
  );

  appendSwitch(name: string, value = ''): void {
    this.#switches.set(name, value);
  }

  removeSwitch(name: string): void {
    this.#switches.delete(name);
  }

  hasSwitch(name: string): boolean {
    return this.#switches.has(name);
  }

  get all(): Record<string, string> {
    return Object.fromEntries(this.#switches);
  }
}

class AppStandIn extends EventEmitter implements Members {
  readonly isPackaged: boolean;
  readonly dock: object | undefined;
  readonly commandLine = new CommandLine();
  readonly windows = new Set<AppWindow>();
  readonly #languages: readonly string[];
  readonly #ready: Promise<void>;
  #targets: Targets | undefined;
  #userData = '';
  #quits = false;
  #exits: number | undefined;

  constructor() {
    super();
    const { isPackaged, hasDock, languages, browser, openedBeforeReady } = readOptions();
    this.isPackaged = isPackaged;
    this.dock = hasDock ? { bounce: () => record.calls.push('bounce') } : undefined;
    this.#languages = languages;
    this.#ready = Targets.connect(browser).then((targets) => {
      this.#targets = targets;
      for (const path of openedBeforeReady) this.emit('open-file', cancelable({}), path);
      protocol.close();
      // Electron lets debuggers in once the application's script has run, and before this.
      const doors = ['remote-debugging-port', 'remote-debugging-pipe'];
      record.remoteDebugging = doors.some((name) => this.commandLine.hasSwitch(name));
      record.switches = this.commandLine.all;
      this.emit('ready');
    });
    // Without listeners of the application's own, Electron ends as if it were asked to quit.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        if (process.listenerCount(signal) === 1) this.quit();
      });
  }

  /** @throws Error before the application is ready */
  get targets(): Targets {
    if (!this.#targets) throw new Error('Cannot create BrowserWindow before app is ready');
    return this.#targets;
  }

  whenReady(): Promise<void> {
    return this.#ready;
  }

  quit(): void {
    if (this.#quits) return;
    this.#quits = true;
    const event = cancelable({});
    this.emit('before-quit', event);
    if (event.defaultPrevented) {
      this.#quits = false;
      return;
    }
    if (this.windows.size === 0) return this.#end(0);
    for (const window of this.windows) if (!window.close()) this.#quits = false;
  }

  exit(code = 0): void {
    this.#exits = code;
    this.#quits = true;
    if (this.windows.size === 0) return this.#leave(code);
    for (const window of this.windows) window.destroy();
  }

  /** Electron's end where the display or the session's bus is gone; it gives itself ten seconds. */
  loseSession(): void {
    setTimeout(() => process.exit(134), 10_000).unref();
    this.exit(0);
  }

  windowClosed(window: AppWindow): void {
    this.windows.delete(window);
    if (this.windows.size > 0) return;
    if (this.#exits !== undefined) return this.#leave(this.#exits);
    if (this.#quits) return this.#end(0);
    if (!this.emit('window-all-closed')) this.quit();
  }

  setName(): void {}

  setAppUserModelId(id: string): void {
    record.appUserModelId = id;
  }

  configureHostResolver(options: ConfigureHostResolverOptions): void {
    if (!this.#targets)
      throw new Error('configureHostResolver cannot be called before the app is ready');
    record.hostResolver = { ...options };
  }

  setPath(name: string, path: string): void {
    if (name !== 'userData') throw new Error(`the stand-in has no folder “${name}”`);
    this.#userData = path;
  }

  /** Without `electron .`, the application is what the package says. */
  getVersion(): string {
    const text = readFileSync(join(root, 'package.json'), 'utf8');
    return (JSON.parse(text) as { version: string }).version;
  }

  getPreferredSystemLanguages(): string[] {
    return [...this.#languages];
  }

  requestSingleInstanceLock(additionalData: Record<string, unknown> = {}): boolean {
    return takeSingleInstanceLock(this.#userData, additionalData, (other) => {
      void this.#ready.then(() =>
        this.emit('second-instance', {}, other.argv, other.cwd, other.additionalData),
      );
    });
  }

  setAboutPanelOptions(options: object): void {
    record.about = { ...options };
  }

  addRecentDocument(path: string): void {
    record.recentDocuments.push(path);
  }

  #end(code: number): void {
    const event = cancelable({});
    this.emit('will-quit', event);
    if (event.defaultPrevented) this.#quits = false;
    else this.#leave(code);
  }

  #leave(code: number): void {
    for (const { options } of record.dialogs)
      process.stderr.write(`left unanswered: ${'message' in options ? options.message : ''}\n`);
    this.emit('quit', {}, code);
    process.exit(code);
  }
}

export const app = new AppStandIn();
