/** Presets set how one writes, and it is told whether something has been changed since. */
import { describe, expect, it } from 'vitest';
import { presetSettings, type Preset } from '../../../src-main/contract/writing/preset.ts';
import { How } from '../../../src-renderer/writing/how.svelte.ts';
import {
  areAlike,
  builtInNames,
  builtIns,
  put,
  settingsOf,
  without,
} from '../../../src-renderer/writing/presets/presets.ts';
import { samplingNumbers } from '../../../src-renderer/writing/presets/sampling-numbers.ts';
import { modelOf } from '../window.ts';

const newHow = (): How => new How(() => [modelOf('one')]);
const mine: Preset = { id: 'p', name: '我的', settings: { ...builtIns.bold, temperature: 1.5 } };

describe('a preset', () => {
  it('is what the contract takes, and one of its own each', () => {
    for (const name of builtInNames) expect(presetSettings.parse(builtIns[name])).toBeTruthy();
    for (const a of builtInNames)
      for (const b of builtInNames) expect(areAlike(builtIns[a], builtIns[b])).toBe(a === b);
  });

  it('sets what it says, and a new draft has the usual one', () => {
    const how = newHow();
    expect(how.preset).toBe('usual');
    expect(areAlike(how.presetSettings!, builtIns.usual)).toBe(true);
    for (const name of [...builtInNames, 'p']) {
      const settings = settingsOf(name, [mine])!;
      how.choose(name, settings);
      expect(areAlike(how.presetSettings!, settings)).toBe(true);
      expect(how.avoids).toBe(settings.avoids);
    }
  });

  it('that is the book’s is greedy, avoids no copying, and knows nothing of the rest', () => {
    const how = newHow();
    how.choose('bold', builtIns.bold);
    how.choose('book', builtIns.book);
    expect([how.greedy, how.avoids]).toEqual([true, false]);
    expect(how.numbers()).toEqual({ length: 60, temperature: 0, seed: 0 });
    how.texts.topK = 'x'; // which nobody sees then
    expect(how.wrong).toEqual({});
    expect(areAlike(how.presetSettings!, builtIns.book)).toBe(true);
    how.greedy = false;
    expect(how.presetSettings).toBeUndefined();
  });

  it('is told from what has been changed since, by each of its settings', () => {
    for (const field of samplingNumbers) {
      const how = newHow();
      how.choose('close', builtIns.close);
      how.texts[field] = '3';
      if (field === 'topP') how.texts[field] = '0.5';
      expect(areAlike(how.presetSettings!, builtIns.close), field).toBe(false);
    }
    const how = newHow();
    how.choose('close', builtIns.close);
    how.avoids = false;
    expect(areAlike(how.presetSettings!, builtIns.close)).toBe(false);
  });

  it('of one’s own is put among the others, in its own place, and taken out', () => {
    const other = { id: 'q', name: '另一个', settings: builtIns.close };
    const bolder = { ...mine, name: '更大胆' };
    expect(put(other)([mine])).toEqual([mine, other]);
    expect(put(bolder)([mine, other])).toEqual([bolder, other]);
    expect(put(mine, 0)([other])).toEqual([mine, other]);
    expect(without('p')([mine, other])).toEqual([other]);
    expect(without('p')([other])).toEqual([other]);
  });
});

describe('what is set', () => {
  it('is asked for where it changes something', () => {
    const how = newHow();
    expect(how.numbers()).toEqual({ length: 60, temperature: 0.6, seed: 1 });
    Object.assign(how.texts, { topK: '40', topP: '0.9', repetition: '1.2' });
    expect(how.numbers(2)).toEqual({
      ...{ length: 60, temperature: 0.6, seed: 3, topK: 40, topP: 0.9, repetition: 1.2 },
    });
  });

  it.each([
    ['topK', '-1'],
    ['topK', '1.5'],
    ['topK', '100001'],
    ['topP', '1.1'],
    ['topP', ''],
    ['repetition', '0.9'],
    ['repetition', '11'],
    ['temperature', '0'],
  ] as const)('is refused where %s is %j, and nothing is drawn by it', (field, text) => {
    const how = newHow();
    how.texts[field] = text;
    expect(Object.keys(how.wrong)).toEqual([field]);
    expect(how.sampling).toBeUndefined();
  });

  it('is kept with a draft, whole, and taken from one of before it', () => {
    const how = newHow();
    how.choose('p', mine.settings);
    how.texts.topK = '7';
    const kept = JSON.parse(JSON.stringify(how.kept)) as unknown;
    const other = newHow();
    other.take(kept);
    expect(other.kept).toEqual(how.kept);
    const { topK, topP, repetition, ...texts } = how.kept.texts;
    expect([topK, topP, repetition]).toEqual(['7', '0.97', '1.2']);
    const { modelId, greedy, onPause } = how.kept;
    const old = newHow();
    old.take({ texts, modelId, greedy, onPause });
    expect(old.kept).toMatchObject({ texts: { ...texts, topK: '0', topP: '1', repetition: '1' } });
    expect(old.avoids).toBe(true);
  });
});
