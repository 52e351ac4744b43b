/** What a page of ours may do: show itself, and put text on the clipboard. */
import { app, session, shell, type WebContents } from 'electron';
import { isScreensAddress } from './screens-protocol.ts';

/** Holds for every page there will ever be, whoever opens it. */
export function guardPages(): void {
  app.on('web-contents-created', (_, contents) => guardPage(contents));
}

function guardPage(contents: WebContents): void {
  const refuse = (event: { preventDefault(): void; url: string }): void => {
    if (isScreensAddress(event.url)) return; // a reload
    event.preventDefault();
    openOutside(event.url);
  };
  contents.on('will-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: 'deny' };
  });
}

/** A link belongs into the system's browser; what is not one of the web's might start anything there. */
function openOutside(address: string): void {
  if (URL.canParse(address) && new URL(address).protocol === 'https:')
    void shell.openExternal(address);
}

/** Once the application is ready. */
export function guardSession(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_, permission, answer) =>
    answer(isAllowed(permission)),
  );
  defaultSession.setPermissionCheckHandler((_, permission) => isAllowed(permission));
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.on('will-download', (event, item) => {
    // What the page has made itself: a text, a model, a picture.
    if (!item.getURL().startsWith('blob:')) event.preventDefault();
  });
}

const isAllowed = (permission: string): boolean => permission === 'clipboard-sanitized-write';
