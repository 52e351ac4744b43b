/** What the host tells a window by itself: problems of its start, files that were opened, refusals. */
import { expect, it } from 'vitest';
import type { CorpusInfo } from '../../../src-main/contract/corpus.ts';
import { settled } from './fake-host.ts';
import { info, modelOf, openWindow } from './window.ts';

const corpusOf = (id: string): CorpusInfo => ({
  ...{ id, name: id, builtIn: false, characters: 9, distinct: 5, firstLines: [] },
  ...{ encoding: 'UTF-8', hash: '', suggestedPrefixes: [] },
});

it('says the problems of the start once, and keeps them until they are dismissed', async () => {
  const problems = [{ code: 'file.setAside', params: { path: '/data/old.json' } } as const];
  const { app, notices } = await openWindow({ 'app.info': () => ({ ...info, problems }) });
  expect(notices()).toEqual([expect.stringContaining('/data/old.json')]);
  expect(app.notices.list[0]!.kind).toBe('error');
  app.notices.dismiss(app.notices.list[0]!.id);
  await app.load(); // as after a lost connection
  expect(notices()).toEqual([]);
});

it('shows a corpus that was opened outside of the screens', async () => {
  const list = [corpusOf('first')];
  const { app, emit, notices } = await openWindow({ 'corpora.list': () => [...list] });
  app.navigation.go('write');
  list.push(corpusOf('second'));
  emit('opened', { kind: 'corpus', id: 'second', name: 'second' });
  await settled();
  expect(app.navigation.view).toBe('corpus');
  expect(app.corpora.selected!.id).toBe('second');
  expect(notices()).toEqual(['“second” is in the library.']);
});

it('writes with a model that was opened outside of the screens', async () => {
  const list = [modelOf('first')];
  const { app, emit } = await openWindow({ 'models.list': () => [...list] });
  list.push(modelOf('second'));
  emit('opened', { kind: 'model', id: 'second', name: 'second' });
  await settled();
  expect(app.navigation.view).toBe('write');
  expect(app.writing.model!.id).toBe('second');
});

it('shows a model that cannot be opened where its damage is told', async () => {
  const list = [
    modelOf('first'),
    modelOf('second', { damage: { code: 'model.damaged', params: {} } }),
  ];
  const { app, emit } = await openWindow({ 'models.list': () => [...list] });
  emit('opened', { kind: 'model', id: 'second', name: 'second' });
  await settled();
  expect(app.navigation.view).toBe('models');
  expect(app.writing.model!.id).toBe('first');
});

it('says what was refused outside of the screens, and that diagnostics were copied', async () => {
  const { emit, notices } = await openWindow();
  emit('refused', { code: 'file.unknownKind', params: { name: 'song.mp3' } });
  emit('diagnosticsCopied', {});
  expect(notices()).toEqual([
    'Verseloom does not know how to open song.mp3; it opens .verse, .txt and .zip.',
    'The diagnostics are on the clipboard.',
  ]);
});

it('counts an engine as there until the host says that there is none', async () => {
  const engines = [
    { name: 'onnx', available: false },
    { name: 'tensorflow', available: false },
  ] as const;
  const { app } = await openWindow({ 'app.info': () => ({ ...info, engines: [...engines] }) });
  expect(app.machine.hasEngine).toBe(false);
  app.machine.info = null;
  expect(app.machine.hasEngine).toBe(true);
});
