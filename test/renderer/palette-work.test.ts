/** From a refusal one comes to the field that it blames, in the same way from the palette and from the screen. */
import { expect, it } from 'vitest';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import { paletteEntries } from '../../src-renderer/palette-entries.ts';
import type { App } from '../../src-renderer/app.svelte.ts';
import { settled } from './fake-host.ts';
import { corpusOf, modelOf, openWindow } from './window.ts';

const corpus = corpusOf('c', { name: 'songs', suggestedPrefixes: ['分开'] });

/** @param screen what the screen does for the same as the entry */
const cases: [
  entry: string,
  field: string,
  spoil: (app: App) => void,
  screen: (app: App) => Promise<void>,
][] = [
  [
    'start',
    'train-batchSize',
    ({ training }) => training.form.write('batchSize', '0'),
    ({ training }) => training.start(),
  ],
  ['start', 'train-engine', () => {}, ({ training }) => training.start()],
  [
    'write',
    'write-length',
    ({ writing }) => writing.writeNumber('length', '0'),
    ({ writing }) => writing.obey(() => writing.goOn()),
  ],
  ['write', 'write-page', () => {}, ({ writing }) => writing.obey(() => writing.goOn())],
  [
    'compareWrite',
    'compare-prefixes',
    ({ comparing }) => comparing.writePrefixes(' '),
    ({ comparing }) => comparing.write(),
  ],
];

for (const way of ['palette', 'screen'] as const)
  it.each(cases)(`%s leads to %s, from the ${way}`, async (entry, field, spoil, screen) => {
    const { app } = await openWindow({
      'models.list': () => [modelOf('one'), modelOf('two')],
      'corpora.list': () => [corpus],
      'training.start': () => {
        throw new VerseloomError('engine.unavailable', { engine: 'onnx' });
      },
      'writing.write': () => {
        throw new VerseloomError('prefix.empty');
      },
    });
    spoil(app);
    const offered = paletteEntries(app, () => Promise.resolve()).find(({ id }) => id === entry)!;
    expect(offered.off).toBeUndefined();
    await (way === 'palette' ? offered.run() : screen(app));
    await settled();
    const { focus, view } = app.navigation;
    expect({ focus, view }).toEqual({ focus: field, view: field.split('-')[0] });
    expect(app.notices.list).toEqual([]);
  });

it('nobody is led away from where one is by what one typed elsewhere while a text was written', async () => {
  const written = Promise.withResolvers<void>();
  const { app } = await openWindow({
    'models.list': () => [modelOf('one')],
    'writing.write': async ({ prefix }) => {
      await written.promise;
      return { prefix, continuation: '', leftOut: [], cancelled: false, charactersPerSecond: 1 };
    },
  });
  const over = app.writing.obey(() => app.writing.goOn());
  app.writing.writeNumber('length', '0');
  app.navigation.go('models');
  written.resolve();
  await over;
  expect(app.navigation.view).toBe('models');
});
