/** Presets of the form, and a forecast in words. */
import { describe, expect, it, onTestFinished } from 'vitest';
import { defaultSettings, parseSettings } from '../../../../src-main/contract/settings.ts';
import type { TrainingPreset } from '../../../../src-main/contract/runs/training-preset.ts';
import {
  duration,
  forecastSentence,
} from '../../../../src-renderer/training/form/forecast-sentence.ts';
import {
  builtInPresets,
  builtInSettings,
  usualPreset,
} from '../../../../src-renderer/training/form/presets.ts';
import { TrainingForm } from '../../../../src-renderer/training/form/training-form.svelte.ts';
import { messages } from '../../../../src-renderer/text/messages.svelte.ts';
import { browserStorage } from '../../browser-storage.ts';
import { corpusOf } from '../../window.ts';

const sample = corpusOf('sample', { builtIn: true, characters: 14_986 });
const songs = corpusOf('songs', { songs: 41, characters: 63_282 });
const english = corpusOf('english', { songs: 60, characters: 66_941, distinct: 74 });
const short = corpusOf('short', { characters: 600 });

describe('presets', () => {
  it('are what the text is like, until somebody chooses', () => {
    expect([sample, songs, short, undefined].map(usualPreset)).toEqual([
      'book',
      'songs',
      'small',
      'book',
    ]);
    const { prefixes: _, ...book } = defaultSettings;
    expect(builtInSettings('book', songs, null)).toEqual(book);
  });

  it.each(builtInPresets)('have %s, whose settings are those of a run that can be', (id) => {
    for (const text of [sample, songs, english, short, undefined]) {
      const preset = builtInSettings(id, text, null);
      expect(parseSettings(preset)).toMatchObject(preset);
      if (text) expect(preset.embeddingSize).toBeLessThanOrEqual(text.distinct);
    }
  });

  it.each(['small', 'songs', 'careful'] as const)(
    'hold out a tenth as %s, but nothing of a text that has nothing to spare',
    (id) => {
      const held = builtInSettings(id, songs, null);
      expect(held).toMatchObject({ heldOut: { by: 'last', percent: 10 }, keepBest: true });
      expect(held.patience).toBeGreaterThan(0);
      expect(builtInSettings(id, short, null)).toMatchObject({
        ...{ heldOut: { by: 'none' }, patience: 0 },
      });
    },
  );

  it.each([
    [null, 30],
    [0.05, 30],
    [0.7, 20],
    [5, 10],
  ])('give a taste of %s s an epoch %i epochs', (seconds, epochs) => {
    expect(builtInSettings('taste', sample, seconds).epochs).toBe(epochs);
  });

  it('of a person are taken over, marked where they are changed, and survive their removal', () => {
    browserStorage();
    const { prefixes: _, ...book } = defaultSettings;
    const mine: TrainingPreset = {
      ...{ id: 'mine', name: 'mine' },
      settings: { ...book, lineBreaks: 'own', epochs: 7 },
    };
    let own: readonly TrainingPreset[] = [mine];
    const open = () =>
      new TrainingForm(
        () => [songs],
        () => [],
        () => own,
      );
    const form = open();
    form.write('hiddenSize', '3');
    form.choosePreset('mine');
    expect(form.settings).toMatchObject({ epochs: 7, hiddenSize: 256, lineBreaks: 'own' });
    expect(form.changed).toEqual([]);
    form.write('epochs', '007'); // the same number
    form.choose({ sampling: 'consecutive' });
    expect(form.changed).toEqual(['sampling']);
    own = [];
    const after = open();
    expect(after.settings).toMatchObject({ epochs: 7, sampling: 'consecutive' });
    after.putBack('sampling');
    expect(after.changed).toEqual([]);
  });
});

describe('a forecast', () => {
  it('is told in two units at most', () => {
    const before = messages.language;
    onTestFinished(() => void (messages.language = before));
    messages.language = 'en';
    expect([0.2, 19.6, 89, 240, 5399, 5400, 7200, 100_000, 200_000].map(duration)).toEqual(
      '1 s|20 s|89 s|4 min|90 min|1 h 30 min|2 h|27 h 45 min|2 d 8 h'.split('|'),
    );
    const now = new Date(2026, 5, 1, 21, 10);
    const told = { before: 0, fileBytes: 2.5e6, atMost: false, isRough: false, now };
    expect(forecastSentence({ ...told, seconds: 240 })).toMatch(
      /^About 4 min here, finished at 9:14.PM\. A 2\.4 MB model\.$/,
    );
    expect(forecastSentence({ ...told, seconds: 12, atMost: true })).toMatch(/^At most 12 s or so/);
    expect(forecastSentence({ ...told, seconds: 240, before: 60 })).toContain('9:15');
  });
});
