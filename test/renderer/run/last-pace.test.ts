/** The pace of the last run here: heard of its epochs, each once, and remembered to the next opening of the page. */
import { expect, it } from 'vitest';
import { LastPace } from '../../../src-renderer/run/last-pace.svelte.ts';
import { browserStorage } from '../browser-storage.ts';
import { runIn } from '../window.ts';

const epoch = (epochs: number, secondsPerEpoch: number) =>
  runIn('training', {
    ...{ corpusId: 'own', epochs, secondsPerEpoch, epochsBefore: 2, predictionsPerEpoch: 8960 },
    vocabularySize: 1027,
  });

it('is that of an epoch of this run, not of one that was learnt elsewhere, nor of none', () => {
  browserStorage();
  const last = new LastPace();
  expect(last.pace).toBeNull();
  last.hear(epoch(2, 0.5)); // of the run that it goes on with
  last.hear(epoch(3, 0));
  expect(last.pace).toBeNull();
  last.hear(epoch(3, 0.25));
  expect(last.pace).toEqual({
    ...{ corpusId: 'own', corpusName: 'songs', secondsPerEpoch: 0.25, predictionsPerEpoch: 8960 },
    ...{ cell: 'rnn', activation: 'tanh', layers: 1, embeddingSize: 0, tied: false },
    ...{ hiddenSize: epoch(3, 1).settings.hiddenSize, vocabularySize: 1027 },
  });
  const { pace } = last;
  last.hear(epoch(3, 0.5)); // the same one, told again
  expect(last.pace).toBe(pace);
  last.hear(epoch(4, 0.5));
  expect(last.pace).toMatchObject({ secondsPerEpoch: 0.5 });
  // Of many short epochs not each is remembered, but always the last.
  last.hear(epoch(1000, 0.25));
  last.hear(epoch(1001, 0.125));
  expect(last.pace).toMatchObject({ secondsPerEpoch: 0.25 });
  last.hear({ ...epoch(1001, 0.125), state: 'stopped' });
  expect(last.pace).toMatchObject({ secondsPerEpoch: 0.125 });
});

it('is remembered, and what is no pace is not', () => {
  const stored = browserStorage();
  new LastPace().hear(epoch(3, 0.25));
  expect(new LastPace().pace).toMatchObject({ secondsPerEpoch: 0.25 });
  stored.set('verseloom.pace', '{"secondsPerEpoch":-1}');
  expect(new LastPace().pace).toBeNull();
});
