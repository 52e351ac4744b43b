/** The form of the hyper-parameters: what is typed, what is wrong with it, and the settings that it makes. */
import { conflictOf } from '../../../../src-renderer/training/form/conflicts.ts';
import { describe, expect, it } from 'vitest';
import type { CorpusInfo } from '../../../../src-main/contract/corpus/corpus.ts';
import { VerseloomError } from '../../../../src-main/contract/errors.ts';
import {
  defaultSettings,
  MAX_PREFIX_CHARACTERS,
  MAX_PREFIXES,
  ranges,
  type NumericField,
} from '../../../../src-main/contract/settings.ts';
import { presetSettings } from '../../../../src-main/contract/runs/training-preset.ts';
import { readNumber } from '../../../../src-renderer/controls/fields/read-number.ts';
import { TrainingForm } from '../../../../src-renderer/training/form/training-form.svelte.ts';
import { browserStorage } from '../../browser-storage.ts';
import { modelOf } from '../../window.ts';

const corpusOf = (id: string, suggestedPrefixes: string[], builtIn = false): CorpusInfo => ({
  ...{
    id,
    name: id,
    builtIn,
    names: null,
    songs: builtIn ? 1 : 41, // the sample is one text
    lines: 900,
    characters: 63_282,
    distinct: 2582,
  },
  ...{ firstLines: [], encodings: ['utf-8'], hash: '', earlierHashes: [], suggestedPrefixes },
});
const songs = corpusOf('songs', ['想要', '爱']);
const poems = corpusOf('poems', ['月']);
const sample = corpusOf('sample', ['分开'], true);
/** What the forms below go by: the book's numbers for all of a text. */
const ownSettings = { ...defaultSettings, maxCharacters: 0, lineBreaks: 'own' } as const;
const whole = { id: 'whole', name: 'whole', settings: presetSettings.parse(ownSettings) };
const parent = modelOf('parent', { hiddenSize: 48 });
const formOf = (...corpora: CorpusInfo[]): TrainingForm => {
  const form = usualFormOf(...corpora);
  if (corpora.length > 0 && !form.corpus?.builtIn && form.presetId !== whole.id)
    form.choosePreset(whole.id);
  return form;
};
const usualFormOf = (...corpora: CorpusInfo[]): TrainingForm =>
  new TrainingForm(
    () => corpora,
    () => [parent],
    () => [whole],
  );

const fields = Object.keys(ranges) as NumericField[];
const wholeFields = fields.filter((field) => ranges[field].whole);

/** @returns the code of what is wrong with a field once that is typed */
function typed(field: NumericField, text: string): string | undefined {
  const form = formOf(songs);
  if (field === 'patience') form.choose({ heldOutBy: 'last' }); // which it is about
  // Of which each has a part.
  if (['momentum', 'weightDecay'].includes(field)) {
    form.choose({ optimiser: 'adamw' });
  }
  if (['stepPeriod', 'stepFactor'].includes(field)) form.choose({ schedule: 'step' });
  if (['warmup', 'stepPeriod'].includes(field)) form.write('epochs', String(ranges.epochs.max));
  form.write(field, text);
  expect(Object.keys(form.errors).filter((name) => name !== field)).toEqual([]);
  const error = form.errors[field];
  if (field !== 'patience') expect(form.share === null).toBe(error !== undefined);
  if (error instanceof VerseloomError) expect(error.params.field).toBe(field);
  return error instanceof VerseloomError ? error.code : undefined;
}

describe('numbers in the form', () => {
  it.each(fields)('%s may be at both ends of its range, and not beyond', (field) => {
    const { min, max, whole } = ranges[field];
    const step = whole ? 1 : min / 2 || 0.5;
    expect(typed(field, String(min))).toBeUndefined();
    // What begins with the last epoch there can be never comes.
    const most = ['warmup', 'stepPeriod'].includes(field) ? max - 1 : max;
    expect(typed(field, String(most))).toBeUndefined();
    expect(typed(field, String(min - step))).toBe('settings.outOfRange');
    expect(typed(field, String(max + step))).toBe('settings.outOfRange');
  });

  it.each(fields)('%s has to be a number', (field) => {
    for (const text of ['', '   ', 'ten', '十', '1 0', '1.2.3', '-', 'NaN', 'Infinity'])
      expect(typed(field, text), text).toBe('settings.notANumber');
  });

  it.each(wholeFields)('%s has to be whole', (field) => {
    expect(typed(field, `${ranges[field].min + 1}.5`)).toBe('settings.notWhole');
    expect(typed(field, `${ranges[field].min + 1}.0`)).toBeUndefined();
  });

  it('are those of the book to begin with', () => {
    const form = formOf();
    expect(form.settings).toEqual(defaultSettings);
    expect(form.errors).toEqual({});
    expect(form.share).toBeNull(); // of no corpus
  });

  it('make the settings, and what is learnt', () => {
    const form = formOf(songs);
    form.write('batchSize', ' ２ ');
    form.write('timeSteps', '5');
    form.write('maxCharacters', '1,001');
    form.choose({ sampling: 'consecutive' });
    expect(form.settings).toMatchObject({ batchSize: 2, timeSteps: 5, maxCharacters: 1001 });
    expect(form.share).toEqual({ characters: 63_282, learnt: 1001 });
  });
});

describe('reading a number', () => {
  it.each([
    ['12', 12],
    [' 12\n', 12],
    ['-0.5', -0.5],
    ['1e-3', 0.001],
    ['１２．５', 12.5],
    ['10,000', 10_000],
    ['１０，０００', 10_000],
    ['\u300012\u3000', 12],
  ])('%j is %d', (text, value) => expect(readNumber(text)).toBe(value));

  it.each(['', ' ', ',', 'x', '1x', '1 000', '0,01', '0x10', '二'])('%j is none', (text) =>
    expect(readNumber(text)).toBeNaN(),
  );
});

describe('prefixes in the form', () => {
  it('are those that the corpus suggests, until they are edited', () => {
    const form = formOf(songs, poems);
    expect(form.prefixes).toEqual(['想要', '爱']);
    form.choose({ corpusId: 'poems' });
    expect(form.prefixes).toEqual(['月']);
    form.writePrefixes('风, 花、月\n 雪 ，；夜;\n\n');
    expect(form.prefixes).toEqual(['风', '花', '月', '雪', '夜']);
    form.choose({ corpusId: 'songs' });
    expect(form.settings.prefixes).toEqual(['风', '花', '月', '雪', '夜']);
  });

  it('are the book’s while there is no corpus', () => {
    expect(formOf().prefixes).toEqual(['分开', '不分开']);
  });

  it('may be none, which is not the same as unedited', () => {
    const form = formOf(songs);
    form.writePrefixes('');
    expect(form.settings.prefixes).toEqual([]);
    expect(form.errors).toEqual({});
  });

  it('may be as many and as long as the contract has it, and no more', () => {
    const form = formOf(songs);
    form.writePrefixes(Array.from({ length: MAX_PREFIXES }, () => '字').join('\n'));
    expect(form.errors).toEqual({});
    form.writePrefixes(Array.from({ length: MAX_PREFIXES + 1 }, () => '字').join('\n'));
    expect(form.errors.prefixes).toMatchObject({ code: 'settings.tooMany' });
    form.writePrefixes('字'.repeat(MAX_PREFIX_CHARACTERS));
    expect(form.errors).toEqual({});
    form.writePrefixes('字'.repeat(MAX_PREFIX_CHARACTERS + 1));
    expect(form.errors.prefixes).toMatchObject({ code: 'settings.tooLong' });
  });
});

describe('the form as a whole', () => {
  it('says what the host refused until something is edited', () => {
    const form = formOf(songs);
    const error = new VerseloomError('engine.unavailable');
    form.refusal = { field: 'engine', error };
    expect(form.errors).toEqual({ engine: error });
    form.write('epochs', '7');
    expect(form.errors).toEqual({});
  });

  it('says what is wrong with a number before what the host refused of it', () => {
    const form = formOf(songs);
    form.write('epochs', '0');
    form.refusal = { field: 'epochs', error: new VerseloomError('corpus.tooShort') };
    expect(form.errors.epochs).toMatchObject({ code: 'settings.outOfRange' });
  });

  it('goes back to what is usual for the corpus and to the suggested prefixes, and keeps the corpus', () => {
    const form = formOf(songs, poems);
    for (const field of fields) form.write(field, '3');
    form.writePrefixes('风');
    form.choose({ sampling: 'consecutive', corpusId: 'poems', lineBreaks: 'space' });
    form.choose({ heldOutBy: 'last' });
    form.writeHeldOut('percent', '20');
    form.refusal = { field: 'corpus', error: new VerseloomError('corpus.tooShort') };
    form.reset();
    expect(form.settings).toEqual({ ...ownSettings, prefixes: ['月'] });
    expect(form.heldOut.texts.percent).toBe('10');
    expect(form.corpus).toBe(poems);
    expect(form.errors).toEqual({});
    form.write('epochs', '9');
    form.reset();
    expect(form.settings.epochs).toBe(defaultSettings.epochs); // the book's values were not written over
  });

  it('learns from the first corpus when the chosen one is gone', () => {
    const form = formOf(songs);
    form.choose({ corpusId: 'poems' });
    expect(form.corpus).toBe(songs);
  });

  it('is as it was after a reload, mistakes included', () => {
    browserStorage();
    const before = formOf(songs, poems);
    before.write('epochs', '12x');
    before.writePrefixes('风');
    before.choose({ sampling: 'consecutive', corpusId: 'poems' });
    const after = formOf(songs, poems);
    expect(after.texts.epochs).toBe('12x');
    expect(after.settings).toEqual(before.settings);
    expect(after.corpus).toBe(poems);
  });

  it('is the book’s when what was kept makes no sense', () => {
    for (const kept of ['', '{', 'null', '{"written":{"epochs":3},"sampling":"random"}']) {
      browserStorage({ 'verseloom.training-form': kept });
      expect(formOf().settings).toEqual(defaultSettings);
    }
  });

  it('takes the book’s value for a field that was not kept', () => {
    const kept = {
      ...{ written: { epochs: '3' }, sampling: 'random', lineBreaks: null, prefixesText: null },
      ...{ heldOut: { by: 'none', texts: { percent: '10', every: '10' } }, corpusId: '' },
    };
    browserStorage({ 'verseloom.training-form': JSON.stringify(kept) });
    expect(formOf().settings).toEqual({ ...defaultSettings, epochs: 3 });
  });

  it('keeps whether the text goes into the model', () => {
    browserStorage();
    expect(formOf(songs).withText).toBe(true);
    formOf(songs).choose({ withText: false });
    expect(formOf(songs).withText).toBe(false);
  });
});

describe('a run that begins from a model', () => {
  it('has the hidden size of that model, whatever was typed, until the model is let go', () => {
    browserStorage();
    const form = formOf(songs);
    form.write('hiddenSize', 'many');
    form.beginFrom('parent');
    expect(form.parent).toBe(parent);
    expect(form.settings.hiddenSize).toBe(48);
    expect(form.errors).toEqual({});
    expect(formOf(songs).parent).toBe(parent); // after a reload
    form.beginFrom(null);
    expect(form.parent).toBeUndefined();
    expect(form.errors.hiddenSize).toMatchObject({ code: 'settings.notANumber' });
  });

  it('begins from nothing when the model is gone', () => {
    const form = formOf(songs);
    form.beginFrom('deleted');
    expect(form.parent).toBeUndefined();
    expect(form.settings.hiddenSize).toBe(defaultSettings.hiddenSize);
  });
});

describe('what is usual', () => {
  it('is the book’s for what comes with the product, and real lines and all of it for another text', () => {
    const form = usualFormOf(sample, songs);
    expect(form.chosen).toMatchObject({ maxCharacters: 10_000, lineBreaks: 'space' });
    expect(form.share).toEqual({ characters: 63_282, learnt: 10_000 });
    form.choose({ corpusId: 'songs' });
    expect(form.texts.maxCharacters).toBe('0');
    expect(form.chosen).toMatchObject({ maxCharacters: 0, lineBreaks: 'own' });
    expect(form.share).toBeNull(); // something is held out, which the host finds out
    expect(form.memoryQuestion?.settings).toMatchObject({ maxCharacters: 0, lineBreaks: 'own' });
    form.choose({ corpusId: 'sample' });
    expect(form.chosen).toMatchObject({ maxCharacters: 10_000, lineBreaks: 'space' });
    expect({ ...form.settings, prefixes: [] }).toEqual({ ...defaultSettings, prefixes: [] });
  });

  it('makes way for what the person has set, whatever corpus is chosen, also after a reload', () => {
    browserStorage();
    const before = usualFormOf(sample, songs);
    before.write('maxCharacters', '20,000');
    before.choose({ corpusId: 'songs' });
    expect(before.chosen).toMatchObject({ maxCharacters: 20_000, lineBreaks: 'own' });
    before.choose({ lineBreaks: 'space' });
    for (const form of [before, usualFormOf(sample, songs)])
      for (const corpusId of ['sample', 'songs']) {
        form.choose({ corpusId });
        expect(form.chosen).toMatchObject({ maxCharacters: 20_000, lineBreaks: 'space' });
      }
    const after = usualFormOf(sample, songs);
    after.reset();
    expect(after.chosen).toMatchObject({ maxCharacters: 0, lineBreaks: 'own' });
    expect(usualFormOf(sample, songs).chosen).toMatchObject({
      maxCharacters: 0,
      lineBreaks: 'own',
    });
  });

  it('follows the corpus after a reload where the person has set nothing of it', () => {
    browserStorage();
    usualFormOf(sample, songs).write('epochs', '9');
    usualFormOf(sample, songs).choose({ corpusId: 'songs' });
    const form = usualFormOf(sample, songs);
    expect(form.settings).toMatchObject({ epochs: 9, maxCharacters: 0, lineBreaks: 'own' });
    form.choose({ corpusId: 'sample' });
    expect(form.settings).toMatchObject({ epochs: 9, maxCharacters: 10_000, lineBreaks: 'space' });
  });
});

describe('tied weights', () => {
  it('have an embedding of the size of the hidden layer, whatever was typed before', () => {
    const form = formOf(songs);
    form.write('embeddingSize', '100');
    form.choose({ tied: true });
    form.write('hiddenSize', '64');
    expect(form.settings).toMatchObject({ tied: true, hiddenSize: 64, embeddingSize: 64 });
    expect([...form.changed].sort()).toEqual(['hiddenSize', 'tied']);
    form.write('hiddenSize', 'x');
    expect(Object.keys(form.errors)).toEqual(['hiddenSize']);
    form.write('hiddenSize', '64');
    form.choose({ tied: false });
    expect(form.settings.embeddingSize).toBe(100);
  });
});

describe('what is held out', () => {
  it('is nothing until the person chooses; what was chosen and typed is kept', () => {
    browserStorage();
    expect(formOf(songs).settings.heldOut).toEqual({ by: 'none' });
    const form = formOf(songs);
    form.choose({ heldOutBy: 'last' });
    expect(form.settings.heldOut).toEqual({ by: 'last', percent: 10 });
    form.writeHeldOut('percent', ' ２５ ');
    expect(form.chosen.heldOut).toEqual({ by: 'last', percent: 25 });
    expect(form.memoryQuestion?.settings).toMatchObject({ heldOut: { by: 'last', percent: 25 } });
    expect(form.share).toBeNull(); // which the host finds out
    form.choose({ heldOutBy: 'songs' });
    form.writeHeldOut('every', '5');
    expect(formOf(songs).settings.heldOut).toEqual({ by: 'songs', every: 5 });
    form.choose({ heldOutBy: 'last' });
    expect(form.settings.heldOut).toEqual({ by: 'last', percent: 25 }); // as it was typed
  });

  it.each([
    [
      'last',
      'percent',
      {
        '1': null,
        '50': null,
        '0': 'outOfRange',
        '51': 'outOfRange',
        '1.5': 'notWhole',
        x: 'notANumber',
        '': 'notANumber',
      },
    ],
    [
      'songs',
      'every',
      { '2': null, '1000': null, '1': 'outOfRange', '1001': 'outOfRange', '2.5': 'notWhole' },
    ],
  ] as const)('by %s has a whole %s in its range', (heldOutBy, field, cases) => {
    const form = formOf(songs);
    form.choose({ heldOutBy });
    for (const [text, code] of Object.entries(cases)) {
      form.writeHeldOut(field, text);
      const expected = code && { code: `settings.${code}`, params: { field: 'heldOut' } };
      if (expected) expect(form.errors.heldOut, text).toMatchObject(expected);
      else expect(form.errors).toEqual({});
    }
    form.choose({ heldOutBy: 'none' });
    expect(form.errors).toEqual({});
  });
});

describe('line breaks', () => {
  it.each([
    ['own', 'own'],
    ['space', 'space'],
    ['space-each', 'space'], // which nobody can choose
  ] as const)('of a model with %s that the run begins from make it %s', (lineBreaks, learnt) => {
    const models = [modelOf('parent', { lineBreaks })];
    const form = new TrainingForm(
      () => [songs],
      () => models,
    );
    form.choose({ lineBreaks: learnt === 'own' ? 'space' : 'own' });
    form.beginFrom('parent');
    expect(form.settings.lineBreaks).toBe(learnt);
    form.beginFrom(null);
    expect(form.settings.lineBreaks).not.toBe(learnt);
  });
});

describe('the optimiser of the form', () => {
  it('brings the learning rate that is usual for it, unless a person has typed one of their own', () => {
    const form = formOf(songs);
    form.choose({ optimiser: 'adam' });
    expect(form.settings).toMatchObject({ optimiser: 'adam', learningRate: 0.001 });
    expect(form.changed).toEqual(expect.arrayContaining(['optimiser', 'learningRate']));
    form.choose({ optimiser: 'momentum' });
    expect(form.settings.learningRate).toBe(10);
    form.putBack('optimiser');
    expect(form.settings).toMatchObject({ optimiser: 'sgd', learningRate: 100 });
    expect(form.changed).toEqual([]);
    form.write('learningRate', '0.03');
    form.choose({ optimiser: 'adamw' });
    expect(form.settings.learningRate).toBe(0.03);
  });

  it('says at the learning rate which would do, where Adam cannot have it', () => {
    const form = formOf(songs);
    form.choose({ optimiser: 'adam' });
    form.write('learningRate', '100');
    const error = form.errors.learningRate;
    expect(error).toMatchObject({ code: 'settings.otherRate', params: { usual: 0.001, max: 1 } });
    expect(conflictOf(error, form.settings).value).toBe(0.001);
  });

  it('says at a warm-up and at a step that never come which would do', () => {
    const form = formOf(songs);
    form.write('epochs', '20');
    form.write('warmup', '20');
    expect(conflictOf(form.errors.warmup, form.settings).value).toBe(19);
    form.write('warmup', '5');
    form.choose({ schedule: 'step' });
    expect(conflictOf(form.errors.stepPeriod, form.settings).value).toBe(14);
    form.write('stepPeriod', '14');
    expect(form.errors).toEqual({});
  });

  it('has no part for what is typed in a field that is not shown', () => {
    const form = formOf(songs);
    form.choose({ optimiser: 'adamw' });
    form.write('weightDecay', 'much');
    expect(Object.keys(form.errors)).toEqual(['weightDecay']);
    form.choose({ optimiser: 'sgd' });
    expect(form.errors).toEqual({});
    expect(form.changed).toEqual([]);
    form.write('clippingThreshold', '5');
    expect(form.changed).toEqual(['clippingThreshold']);
    form.choose({ clip: 'off' });
    expect(form.changed).toEqual(['clip']);
  });

  it('is remembered with all that belongs to it', () => {
    browserStorage();
    const form = formOf(songs);
    form.choose({ optimiser: 'adamw', schedule: 'step', clip: 'value' });
    form.write('weightDecay', '0.1');
    expect(formOf(songs).settings).toMatchObject({
      ...{ optimiser: 'adamw', schedule: 'step', clip: 'value' },
      ...{ weightDecay: 0.1, learningRate: 0.001 },
    });
  });
});
