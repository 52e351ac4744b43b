/** The bridge: all that a page of the window has of the host is two functions over a list of names. */
import { contextBridge, ipcRenderer } from 'electron';
import type { Api } from './contract/api.ts';
import type { Bridge } from './contract/links/bridge.ts';

/** Every call of the contract and no other name: the compiler holds the list to it. */
const allowed: Readonly<Record<keyof Api, true>> = {
  'app.info': true,
  'app.memory': true,
  'app.diagnostics': true,
  'data.sizes': true,
  'data.show': true,
  'data.move': true,
  'data.choose': true,
  'preferences.get': true,
  'preferences.set': true,
  'corpora.list': true,
  'corpora.details': true,
  'corpora.create': true,
  'corpora.import': true,
  'corpora.cancel': true,
  'corpora.rename': true,
  'corpora.addSong': true,
  'corpora.arrange': true,
  'corpora.setEncoding': true,
  'corpora.setRecipe': true,
  'corpora.editText': true,
  'corpora.preview': true,
  'corpora.previewSplit': true,
  'corpora.source': true,
  'corpora.songs': true,
  'corpora.lines': true,
  'corpora.search': true,
  'corpora.figures': true,
  'corpora.text': true,
  'corpora.duplicate': true,
  'corpora.merge': true,
  'corpora.export': true,
  'corpora.remove': true,
  'corpora.restore': true,
  'training.status': true,
  'training.start': true,
  'training.estimate': true,
  'training.goOn': true,
  'training.pause': true,
  'training.resume': true,
  'training.stop': true,
  'training.save': true,
  'training.discard': true,
  'training.history': true,
  'compute.status': true,
  'compute.end': true,
  'models.list': true,
  'models.change': true,
  'models.duplicate': true,
  'models.takeBest': true,
  'models.history': true,
  'models.remove': true,
  'models.restore': true,
  'models.import': true,
  'models.export': true,
  'models.reveal': true,
  'models.score': true,
  'writing.write': true,
  'writing.lines': true,
  'writing.next': true,
  'writing.copied': true,
  'writing.rhymes': true,
  'writing.cancel': true,
  'drafts.list': true,
  'drafts.create': true,
  'drafts.open': true,
  'drafts.save': true,
  'drafts.rename': true,
  'drafts.pin': true,
  'drafts.duplicate': true,
  'drafts.remove': true,
  'drafts.restore': true,
  'drafts.revisions': true,
  'drafts.revision': true,
  'drafts.keep': true,
  'drafts.goBack': true,
  'drafts.import': true,
  'drafts.export': true,
};

const bridge: Bridge = {
  call: async (name, input) => {
    if (!Object.hasOwn(allowed, name)) throw new Error(`“${name}” is not a call of Verseloom.`);
    return (await ipcRenderer.invoke('verseloom:call', name, input)) as unknown;
  },
  listen: (listener) => {
    ipcRenderer.on('verseloom:event', (_, name: string, data: unknown) => listener(name, data));
    ipcRenderer.send('verseloom:listening');
  },
};

contextBridge.exposeInMainWorld('verseloom', bridge);
