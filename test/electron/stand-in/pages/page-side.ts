/**
 * What runs in the page before its own scripts: Electron's side of the bridge, and the real preload on it. The function is
 * sent there as text, so it refers to nothing outside itself.
 */
import type { Base64, Codec } from './codec.ts';

/** From the page: a message, a call that waits for an answer, or word of a preload that has thrown. */
export type FromPage =
  | ['send', channel: string, args: unknown[]]
  | ['invoke', channel: string, args: unknown[], call: number]
  | ['preloadError', message: string, stack: string]
  | ['contextMenu', params: MenuParams];

/** What of Electron's `context-menu` the page alone knows. */
export interface MenuParams {
  readonly isEditable: boolean;
  readonly selectionText: string;
  readonly editFlags: Record<
    `can${'Undo' | 'Redo' | 'Cut' | 'Copy' | 'Paste' | 'SelectAll'}`,
    boolean
  >;
}

/** To the page: a message, or the answer to one of its calls. */
export type ToPage =
  | ['message', channel: string, args: unknown[]]
  | ['value', call: number, value: unknown]
  | ['error', call: number, message: string];

type Listener = (event: object, ...args: unknown[]) => void;
/** What browsers have already and the compiler's library has not. */
type Newer = Uint8Array & { toBase64(): string };
type NewerConstructor = { fromBase64(text: string): Uint8Array<ArrayBuffer> };
type Require = (name: string) => unknown;

/**
 * @param post takes text to the main process; nothing else of the page has it
 * @param preload runs the preload; null where Electron runs none, which is in every frame but the main one
 * @returns takes text from the main process
 */
export function pageSide(
  post: (text: string) => void,
  makeCodec: (base64: Base64) => Codec,
  preload: ((require: Require) => void) | null,
): { receive(text: string): void; ipcRenderer: object } {
  const codec = makeCodec({
    encode: (bytes) => (bytes as Newer).toBase64(),
    decode: (text) => (Uint8Array as unknown as NewerConstructor).fromBase64(text),
  });
  const say = (message: FromPage): void => post(codec.encode(message));
  const listeners = new Map<string, Listener[]>();
  const calls = new Map<number, PromiseWithResolvers<unknown>>();
  let called = 0;

  const ipcRenderer = {
    send: (channel: string, ...args: unknown[]): void => say(['send', channel, args]),
    invoke: async (channel: string, ...args: unknown[]): Promise<unknown> => {
      const call = ++called;
      say(['invoke', channel, args, call]);
      const answer = Promise.withResolvers<unknown>();
      calls.set(call, answer);
      return answer.promise;
    },
    on: (channel: string, listener: Listener): void => {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
    },
  };

  /** As between Electron's two worlds: functions are called across, promises and errors are made anew, all else is copied. */
  const across = (value: unknown): unknown => {
    if (typeof value === 'function')
      return (...args: unknown[]): unknown => {
        try {
          return across((value as (...args: unknown[]) => unknown)(...args.map(across)));
        } catch (error) {
          throw across(error);
        }
      };
    if (value instanceof Promise)
      return value.then(across, (error: unknown) => Promise.reject(across(error) as Error));
    if (value instanceof Error) return new Error(value.message);
    try {
      return structuredClone(value);
    } catch {
      throw new Error('An object could not be cloned.');
    }
  };

  const contextBridge = {
    exposeInMainWorld: (key: string, api: Record<string, unknown>): void => {
      if (Object.hasOwn(window, key)) throw new Error(`Cannot bind an API on top of “${key}”.`);
      const copy = Object.entries(api).map(([name, value]) => [name, across(value)]);
      Object.defineProperty(window, key, {
        value: Object.freeze(Object.fromEntries(copy)),
        enumerable: true,
      });
    },
  };

  // Told when the page has had its say.
  if (preload)
    addEventListener('contextmenu', (event) => {
      // Also in a root of its own, as the browser looks for it; the path is gone after the event.
      const [field] = event.composedPath();
      setTimeout(() => {
        if (event.defaultPrevented) return;
        const isField = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement;
        const isEditable = isField
          ? !field.readOnly && !field.disabled
          : field instanceof HTMLElement && field.isContentEditable;
        const selectionText = isField
          ? field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0)
          : String(selectionAt(field));
        const isSelected = selectionText !== '';
        const can = (command: string): boolean => document.queryCommandEnabled(command);
        const editFlags = {
          ...{ canUndo: can('undo'), canRedo: can('redo'), canSelectAll: can('selectAll') },
          ...{ canCut: isEditable && isSelected, canCopy: isSelected, canPaste: isEditable },
        };
        say(['contextMenu', { isEditable, selectionText, editFlags }]);
      });
    });

  type Selecting = Node & { getSelection?: () => Selection | null };
  const selectionAt = (target: EventTarget | undefined): Selection | null => {
    const root = target instanceof Node ? (target.getRootNode() as Selecting) : document;
    return root.getSelection?.() ?? getSelection();
  };

  const requireSandboxed: Require = (name) => {
    if (name !== 'electron') throw new Error(`module not found: ${name}`);
    return { contextBridge, ipcRenderer };
  };
  try {
    preload?.(requireSandboxed);
  } catch (error) {
    const { message, stack } = error as Error;
    say(['preloadError', message, stack ?? '']);
  }

  return {
    ipcRenderer,
    receive: (text) => {
      const message = codec.decode(text) as ToPage;
      if (message[0] === 'message') {
        const [, channel, args] = message;
        for (const listener of listeners.get(channel) ?? []) listener({}, ...args);
        return;
      }
      const [kind, call, content] = message;
      const answer = calls.get(call);
      calls.delete(call);
      if (kind === 'value') answer?.resolve(content);
      else answer?.reject(new Error(content));
    },
  };
}
