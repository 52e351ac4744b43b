/** The application in its window: the product, one page that shows it, and what the system wants to know of both. */
import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { app, clipboard, Menu, nativeTheme, shell, type BrowserWindow } from 'electron';
import { api, type ApiHandlers, type Emit, type EventData } from '../../contract/api.ts';
import { answer } from '../../contract/links/door.ts';
import { toFailure, VerseloomError } from '../../contract/errors.ts';
import { matchLanguage, type Language } from '../../contract/preferences.ts';
import { idleTraining } from '../../contract/training.ts';
import { createTranslator, type Translator } from '../../messages/translator.ts';
import { diagnose, type HostState } from '../../services/diagnostics.ts';
import type { Product } from '../../services/product.ts';
import { contextMenuTemplate } from './context-menu.ts';
import { Ending } from './ending.ts';
import type { Log } from './log.ts';
import { bringToFront, livesWithoutWindow, openMainWindow, stateOf } from './main-window.ts';
import { menuTemplate } from './menu.ts';
import { PageLink } from './page/page-link.ts';
import { guardSession } from './page/page-security.ts';
import { askAboutBrokenPage, chooseFiles, chooseFolder, showStartFailure } from './questions.ts';
import { RunWatch } from './run-watch.ts';
import { serveScreens } from './page/screens-protocol.ts';
import type { WindowState } from './window-bounds.ts';

/** Values that are kept until the next start. */
interface Kept<Values> {
  get(): Values;
  set(changes: Partial<Values>): Promise<Values>;
}

/** The product while it is open, wherever its data are. */
interface OpenProduct {
  readonly handlers: ApiHandlers;
  readonly current: Product;
  readonly data: { readonly root: string; readonly models: string };
  close(): Promise<void>;
}

export interface DesktopOptions {
  /** Where the data are, as far as is known before they are opened. */
  readonly dataFolder: string;
  /** Folder of the built screens. */
  readonly screens: string;
  /** Path of the built preload. */
  readonly preload: string;
  /** Folder with the licences of what others have made. */
  readonly licences: string;
  readonly log: Log;
  /** Folder of the logs. */
  readonly logs: string;
  /** Told once something can be seen: the window, or the dialog that says why there is none. */
  visible(): void;
  /** Where nobody sits before it, nothing is shown or asked, and this is told what a person would be. */
  unattended?: ((error: unknown) => void) | undefined;
  openProduct(around: {
    emit: Emit;
    language: () => Language;
    reveal: (path: string) => void;
    showFolder: (path: string) => Promise<void>;
    chooseFolder: () => Promise<string | null>;
    hostState: () => HostState;
  }): Promise<OpenProduct>;
  openWindowState(): Promise<Kept<WindowState>>;
}

export class Desktop {
  readonly #options: DesktopOptions;
  readonly #log: Log;
  readonly #answering = Promise.withResolvers<OpenProduct>();
  readonly #link: PageLink;
  readonly #watch: RunWatch;
  readonly #ending: Ending;
  #product: OpenProduct | undefined;
  #windowState: Kept<WindowState> | undefined;
  #window: BrowserWindow | undefined;
  /** Whether the window has been shown yet, wherever the person has put it since. */
  #isShown = false;
  #translator: Translator;
  /** What the menu was built from. */
  #menuKey = '';

  /** Once the application is ready. */
  constructor(options: DesktopOptions) {
    this.#options = options;
    this.#log = options.log;
    this.#translator = createTranslator(systemLanguage());
    this.#answering.promise.catch(() => {}); // told by `start`
    const answering = this.#answering.promise.then(({ handlers }) =>
      answer(api, handlers, (error, name) => this.#log.problem(name, error)),
    );
    answering.catch(() => {});
    this.#link = new PageLink(async (name, input) => (await answering)(name, input));
    this.#watch = new RunWatch(
      () => this.#window,
      () => this.#translator,
      options.log,
    );
    this.#ending = new Ending({
      log: options.log,
      parent: () => this.#parent,
      translator: () => this.#translator,
      keepWindow: async () => {
        if (this.#window) await this.#keepState(stateOf(this.#window));
      },
    });
  }

  /** Opens product and window; where that is not to be had, a dialog says why and the application ends. */
  async start(): Promise<void> {
    serveScreens(this.#options.screens);
    guardSession();
    this.#buildMenu([]);
    app.on('activate', () => this.show());
    this.#ending.listenToSystem();
    try {
      await this.#open();
    } catch (error) {
      this.#log.problem('start', error);
      if (!this.#ending.hasBegun) await this.#giveUp(error); // whoever quits need not hear of it
    }
  }

  async #open(): Promise<void> {
    const { screens } = this.#options;
    await access(join(screens, 'index.html')).catch((error: unknown) => {
      throw new VerseloomError('file.notFound', { path: screens }, { cause: error });
    });
    this.#windowState = await this.#options.openWindowState();
    if (this.#ending.hasBegun) return;
    if (!hasSandbox()) this.#log.trouble('the pages run without a sandbox (--no-sandbox)');
    this.#openWindow();
    const opening = this.#options.openProduct({
      emit: this.#emit,
      language: systemLanguage,
      reveal: (path) => shell.showItemInFolder(path),
      showFolder,
      hostState: () => this.#hostState,
      chooseFolder: async () => {
        const folder = await chooseFolder(this.#parent, this.#translator, this.#lastFolder);
        if (folder !== undefined) await this.#keepState({ folder });
        return folder ?? null;
      },
    });
    this.#ending.hold(opening);
    const product = await opening;
    if (this.#ending.hasBegun) return; // which closes what has come too late
    this.#product = product;
    this.#follow(product.current.preferences());
    this.#answering.resolve(product);
    await this.#tellOfSandbox();
  }

  /** Said once, and again only if it has been there in between. */
  async #tellOfSandbox(): Promise<void> {
    const isTaken = !hasSandbox() && process.env['APPIMAGE'] !== undefined; // who writes the switch by hand knows of it
    if (isTaken === this.#windowState?.get().sandboxTold) return;
    if (isTaken) this.#link.emit('refused', { code: 'sandbox.off', params: {} });
    await this.#keepState({ sandboxTold: isTaken });
  }

  async #giveUp(error: unknown): Promise<void> {
    this.#answering.reject(error);
    if (this.#options.unattended) return this.#options.unattended(error);
    await this.#ending.giveUp(async () => {
      this.#window?.destroy();
      this.#options.visible();
      const { dataFolder } = this.#options;
      await showStartFailure(this.#translator, error, dataFolder, await this.#report());
    });
  }

  /** Comes to the front, and takes in files from outside of the screens, one after the other. */
  async openFiles(paths: readonly string[]): Promise<void> {
    this.show();
    for (const path of paths) {
      try {
        const product = await this.#answering.promise;
        this.#link.emit('opened', await product.current.openFile(path));
        if (process.platform !== 'linux' && !this.#options.unattended) app.addRecentDocument(path);
      } catch (error) {
        if (!(error instanceof VerseloomError)) this.#log.problem('open', error);
        this.#link.emit('refused', toFailure(error));
      }
    }
  }

  /** Brings the window to the front, or opens it again. */
  show(): void {
    if (this.#ending.hasBegun) return;
    if (!this.#window) this.#openWindow();
    else if (this.#isShown) bringToFront(this.#window); // it will come by itself otherwise
  }

  readonly #emit: Emit = (name, data) => {
    this.#link.emit(name, data);
    if (name === 'training' && !this.#options.unattended)
      this.#watch.accept(data as EventData<'training'>, () => this.show());
    if (name === 'beside' && !this.#options.unattended)
      this.#watch.acceptBeside((data as EventData<'beside'>).status, () => this.show());
    if (name === 'preferences') this.#follow(data as EventData<'preferences'>);
    if (name === 'models') void this.#showRecentModels();
  };

  /** Takes the person's language and appearance over into what is not on the page. */
  #follow({ language, theme }: EventData<'preferences'>): void {
    nativeTheme.themeSource = theme;
    this.#translator = createTranslator(language === 'system' ? systemLanguage() : language);
    void this.#showRecentModels();
  }

  async #showRecentModels(): Promise<void> {
    const models = await this.#product?.current.recentModels().catch(() => []);
    this.#buildMenu((models ?? []).map(({ id, name }) => ({ id, name })));
  }

  #buildMenu(recentModels: readonly { id: string; name: string }[]): void {
    const key = JSON.stringify([this.#translator.language, recentModels]);
    if (key === this.#menuKey) return; // at every save of a run; a menu that is open would close
    this.#menuKey = key;
    const state = {
      isMac: process.platform === 'darwin',
      isPackaged: app.isPackaged,
      recentModels,
    };
    const template = menuTemplate(this.#translator.t, state, {
      command: (name) => {
        this.show();
        this.#link.emit('command', { name });
      },
      open: () => void this.#chooseAndOpen(),
      openModel: (id) => {
        const model = recentModels.find((recent) => recent.id === id);
        if (model) this.#link.emit('opened', { kind: 'model', ...model, alreadyThere: true });
        this.show();
      },
      showDataFolder: () => void shell.openPath(this.#dataFolder),
      showLicences: () => void shell.openPath(this.#options.licences),
      copyDiagnostics: () => void this.#copyDiagnostics(),
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
    app.setAboutPanelOptions({
      applicationName: this.#translator.t('desktop.name'),
      applicationVersion: app.getVersion(),
      copyright: this.#translator.t('desktop.about'),
    });
  }

  async #chooseAndOpen(): Promise<void> {
    const paths = await chooseFiles(this.#parent, this.#translator, this.#lastFolder);
    if (paths.length > 0) await this.#keepState({ folder: dirname(paths[0]!) });
    await this.openFiles(paths);
  }

  get #lastFolder(): string | null {
    return this.#windowState?.get().folder ?? null;
  }

  async #copyDiagnostics(): Promise<void> {
    await clipboard.writeText(await this.#report());
    this.#link.emit('diagnosticsCopied', {});
  }

  /** Puts on disk what the run under way has learnt, where there is one; what cannot be saved is told in its status. */
  saveRun(): void {
    void this.#product?.current.lanes.save();
  }

  get #dataFolder(): string {
    return this.#product?.data.root ?? this.#options.dataFolder;
  }

  get #hostState(): HostState {
    const { log, logs } = this.#options;
    return { hasSandbox: hasSandbox(), logs, problems: log.problems };
  }

  /** Also where the data cannot be opened: then less is known. */
  async #report(): Promise<string> {
    try {
      const { text } = await this.#product!.handlers['app.diagnostics']({});
      return text;
    } catch {
      return diagnose({
        ...{ version: app.getVersion(), dataFolder: this.#dataFolder, preferences: undefined },
        ...{ engines: [], missingEngines: [], training: idleTraining, ...this.#hostState },
      }).text;
    }
  }

  #openWindow(): void {
    if (!this.#windowState) return;
    this.#isShown = false;
    const window = openMainWindow({
      preload: this.#options.preload,
      title: this.#translator.t('desktop.name'),
      isPackaged: app.isPackaged,
      state: this.#windowState.get(),
      isHidden: this.#options.unattended !== undefined,
      log: this.#log,
      shown: () => {
        this.#isShown = true;
        this.#options.visible();
        void this.#warmUp();
      },
      staysOpen: () => {
        // Where the application lives as long as its window, closing the one is ending the other.
        const endsWithIt = !livesWithoutWindow() && !this.#ending.isDone;
        if (endsWithIt) void this.#ending.end(true);
        return endsWithIt;
      },
      closed: (state) => {
        if (!this.#ending.hasBegun) void this.#keepState(state); // at the end it has been kept
      },
      lost: () => this.#ending.outliveWindow(),
      broken: (reason) => void this.#mend(reason),
    });
    window.webContents.on('context-menu', (_, clicked) => {
      const template = contextMenuTemplate(this.#translator.t, clicked);
      if (template.length === 0) return;
      const { frame, menuSourceType: sourceType } = clicked;
      Menu.buildFromTemplate(template).popup({ window, sourceType, ...(frame && { frame }) });
    });
    window.on('closed', () => {
      if (this.#window === window) this.#window = undefined;
    });
    this.#ending.listenToSession(window);
    this.#link.attach(window.webContents);
    this.#window = window;
  }

  /** What questions are asked on. On a Mac they would hang on a window that nobody sees, where nobody could answer them. */
  get #parent(): BrowserWindow | undefined {
    return this.#isShown ? this.#window : undefined;
  }

  /** Native libraries take their time to load: they do so when the window has been drawn, and before anybody waits for them. */
  async #warmUp(): Promise<void> {
    try {
      await (await this.#answering.promise).current.warmUp();
    } catch (error) {
      this.#log.problem('compute', error);
      this.#link.emit('refused', toFailure(error));
    }
  }

  async #mend(reason: string): Promise<void> {
    if (this.#ending.isUnderWay) return;
    if (this.#options.unattended) return this.#options.unattended(new Error(reason));
    const wanted = await askAboutBrokenPage(this.#parent, this.#translator);
    if (wanted === 'reload') this.#window?.webContents.reload();
    else await this.#ending.end(false);
  }

  async #keepState(state: Partial<WindowState>): Promise<void> {
    await this.#windowState?.set(state).catch((error: unknown) => {
      this.#log.problem('window', error);
    });
  }
}

/** @throws VerseloomError `file.unreadable` {path, reason} in the system's words */
async function showFolder(path: string): Promise<void> {
  const reason = await shell.openPath(path);
  if (reason !== '') throw new VerseloomError('file.unreadable', { path, reason });
}

/** An AppImage's own launcher takes it away where the system does not let programs make namespaces, and says nothing. */
const hasSandbox = (): boolean => !app.commandLine.hasSwitch('no-sandbox');

const systemLanguage = (): Language => matchLanguage(app.getPreferredSystemLanguages());
