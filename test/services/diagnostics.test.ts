import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { preferences } from '../../src-main/contract/preferences.ts';
import { idleTraining } from '../../src-main/contract/training.ts';
import { diagnose } from '../../src-main/services/diagnostics.ts';

const lyrics = '分开以后还是春天';
const facts = {
  version: '1.2.3',
  dataFolder: join(homedir(), 'data'),
  engines: [{ name: 'onnx', version: '1.2.0' }],
  missingEngines: [{ name: 'tensorflow', reason: 'library' }],
  preferences: preferences.parse({ threads: 3 }),
  training: {
    ...idleTraining,
    corpusName: lyrics,
    state: 'failed',
    failure: { code: 'compute.crashed', params: { reason: lyrics } },
  },
  hasSandbox: false,
  logs: join(homedir(), 'data', 'logs'),
  problems: ['then: what'],
} as const;

it('tells versions, engines and why one is missing, what is chosen, machine and problems, and nothing that a person wrote', () => {
  const { text } = diagnose(facts);
  expect(text).toMatch(/^Verseloom 1\.2\.3\nRuns on: Node /);
  expect(text).toContain('Engines: onnx 1.2.0\n');
  expect(text).toContain('Missing engines: tensorflow: no native library for this system\n');
  expect(text).toContain('Chosen: engine auto, threads 3\n');
  expect(text).toContain('Training: failed (compute.crashed), 0 epochs\n');
  expect(text).toContain(`Data folder: ${join('~', 'data')}\n`);
  expect(text).toContain(`Logs: ${join('~', 'data', 'logs')}\n`);
  expect(text).toContain('Sandbox of the pages: off (--no-sandbox)\n');
  expect(text).toContain('Last problems:\nthen: what\n');
  expect(text).not.toContain(lyrics);
  expect(text).not.toContain('Browser');
});

it('has the same facts one by one, for the screen, as in the text', () => {
  const told = diagnose({ ...facts, problems: [], hasSandbox: null, browser: 'Chrome 1' });
  for (const { value } of told.facts) expect(told.text).toContain(` ${value}\n`);
  expect(told.facts.map(({ name }) => name)).toContain('browser');
  expect(told.facts.map(({ name }) => name)).not.toContain('sandbox');
  expect(told.text).toMatch(/\nNo problems\.\n$/);
});
