/** What a worker says in the log of its job, between what is for people. */
import { expect, it } from 'vitest';
import { lastSpoken, lastWords, spoken } from '../../../src-main/services/sweeps/cluster/spoken.ts';

const state = (beat: number) => ({
  ...{ id: 'a', job: 'b', place: { machine: 'c', processor: 'd' }, beat, isOver: false },
  run: { index: 1, rung: 0, epoch: beat, epochs: 50, perplexity: 12.5 },
});

it('is read back as it was said last, and is not what is quoted of a job that failed', () => {
  const log = ['Run 2: begins.', spoken(state(1)), spoken(state(2)), 'It broke off.', ''];
  expect(lastSpoken(log.join('\n'))).toEqual(state(2));
  expect(lastSpoken(spoken(state(1)))).toEqual(state(1));
  expect(lastWords(log.join('\n'))).toBe('It broke off.');
  expect(lastWords(log.slice(0, 3).join('\n'))).toBe('Run 2: begins.');
});

it('is nothing where nothing was said, or not to its end', () => {
  expect(lastSpoken('')).toBeUndefined();
  expect(lastSpoken('Run 2: begins.\nworker of the month\n')).toBeUndefined();
  expect(lastSpoken(`x\n${spoken(state(1)).slice(0, 40)}`)).toBeUndefined();
  expect(lastWords(spoken(state(1)))).toBe('');
});
