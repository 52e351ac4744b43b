/** The part of the contract that is about settings kept by name: a case a name. */
import { expect } from 'vitest';
import type { ApiCalls } from '../../src-main/contract/api.ts';
import { presetSettings } from '../../src-main/contract/runs/training-preset.ts';
import { expectTold, type Case } from './contract-cases.ts';

type PresetCall = Extract<keyof ApiCalls, `presets.${string}`>;

const settings = presetSettings.parse({ epochs: 30, hiddenSize: 64, lineBreaks: 'own' });
const presetOf = (id: string, name = id) => ({ id, name, settings });
const names = async (calls: ApiCalls): Promise<string[]> =>
  (await calls['presets.list']({})).map(({ name }) => name).filter((name) => name.includes('夜'));

export const presetCases: Record<PresetCall, Case> = {
  'presets.list': async ({ calls }) => {
    expect(await names(calls)).toEqual([]);
    await calls['presets.put']({ preset: presetOf('a', '夜里') });
    const all = await calls['presets.list']({});
    expect(all.find(({ id }) => id === 'a')).toEqual(presetOf('a', '夜里'));
    await calls['presets.remove']({ id: 'a' });
  },

  'presets.put': async ({ calls, told }) => {
    await calls['presets.put']({ preset: presetOf('a', '夜一') });
    await calls['presets.put']({ preset: presetOf('c', '夜三') });
    await calls['presets.put']({ preset: presetOf('b', '夜二'), at: 1 });
    expect(await names(calls)).toEqual(['夜一', '夜二', '夜三']);
    const presets = await calls['presets.put']({ preset: presetOf('a', '夜行') });
    expect(await names(calls)).toEqual(['夜行', '夜二', '夜三']);
    await expectTold(told, 'presets', { presets });
    const two = ['b', 'c'].map((id) => calls['presets.remove']({ id }));
    await Promise.all(two); // neither brings the other's back
    expect(await names(calls)).toEqual(['夜行']);
    await calls['presets.remove']({ id: 'a' });
  },

  'presets.remove': async ({ calls, told }) => {
    const kept = await calls['presets.put']({ preset: presetOf('a', '夜里') });
    const left = await calls['presets.remove']({ id: 'a' });
    expect(left).toEqual(kept.filter(({ id }) => id !== 'a'));
    await expectTold(told, 'presets', { presets: left });
    expect(await calls['presets.remove']({ id: 'a' })).toEqual(left);
  },
};
