/**
 * “Nothing leaves the computer”: all in this application that could speak to a network, and why it cannot.
 *
 * The list is what the tests hold: each entry is tried out in test/electron/network.test.ts, and one without a test does not compile.
 */
import { app, type Session } from 'electron';

export const waysOut = {
  'requests of a page':
    'Its Content-Security-Policy allows none but for its own files, and the session cancels every request that is not of our schemes.',
  'WebSockets of a page':
    'They are requests to both. The rules for host names below would give them no address either.',
  'WebRTC of a page':
    'It may send nothing by UDP but through a proxy, and there is none; by TCP, the rules for host names give it no address.',
  'what a page looks up ahead':
    'DNS prefetching and early connections: the answers that carry our pages turn the one off, and neither gets an address.',
  'a page that goes elsewhere':
    'Navigations and new windows are refused. A link to the web is handed to the browser of the system, at a click.',
  'services behind a page':
    'Places, notifications, screens and devices are permissions, and all are refused.',
  'the spelling dictionary':
    'A new session begins to fetch one on Linux and Windows, whatever its pages ask for: its languages are taken away in the same turn, the place it would come from is none, and the request would be cancelled.',
  'host names and addresses':
    'Whatever in Chromium wants to connect, by the page or by itself, is told that no such host exists, numbers included; and no resolver is asked over HTTPS.',
  proxies:
    'None is used, so that none is looked for in the network, as Windows does where it is set to.',
  debuggers:
    'What people are given lets none in: see main.ts, and the fuses in electron-builder.yml.',
  'Electron’s own services': 'Updates, crash reports, push messages and `net` are never asked for.',
  'Node, in the compute process and in threads':
    'The programs that are packed require none of its modules for networks.',
  'Node, in the main process':
    'One file asks a network, src-main/ray/ray-jobs.ts: a cluster that the person has named, when they save it, and while a sweep is there whose sending they have agreed to. Nobody else is asked, and nobody at all where there is no cluster.',
  'ONNX Runtime':
    'Its reports to Microsoft are turned off before it is loaded: see engines/onnx.ts. Its build for Windows opens no connection, but gives such events to Windows, which keeps them to itself unless its own settings of diagnostics say otherwise.',
  TensorFlow:
    'It can fetch models from an address, with a package that is not packed; it is given none.',
} as const satisfies Readonly<Record<string, string>>;

export type WayOut = keyof typeof waysOut;

/** `app` and `blob` are ours, `data` is in the page itself; DevTools come out of the Electron of a checkout. */
const schemes = ['app:', 'blob:', 'data:'];

const WEBRTC = 'disable_non_proxied_udp';

/** Before the application is ready: Chromium reads its switches then. For every page there will ever be. */
export function closeBrowser(): void {
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.commandLine.appendSwitch('no-proxy-server');
  app.commandLine.appendSwitch('force-webrtc-ip-handling-policy', WEBRTC);
  app.on('web-contents-created', (_, contents) => contents.setWebRTCIPHandlingPolicy(WEBRTC));
}

/** In the turn in which the session is first used, at every start. */
export function closeSession(session: Session): void {
  session.setSpellCheckerLanguages([]);
  session.setSpellCheckerDictionaryDownloadURL('app://no-dictionary/');
  const allowed = app.isPackaged ? schemes : [...schemes, 'devtools:'];
  session.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !allowed.some((scheme) => url.startsWith(scheme)) }),
  );
  app.configureHostResolver({ secureDnsMode: 'off', enableBuiltInResolver: false });
}
