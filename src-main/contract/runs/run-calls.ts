/** What a window can ask about runs, whether they have a model or not. */
import { z } from 'zod';
import { byId, file, nothing } from '../arguments.ts';
import { labelChanges } from '../model.ts';
import { runHistory, runInfo, runsExport } from './run.ts';

export const runCalls = {
  /** The newest first; models that come with the product are not among them. */
  'runs.list': { input: nothing, output: z.array(runInfo) },
  /** As `models.history`. */
  'runs.history': {
    input: byId.extend({ samplesBefore: z.int().min(0).optional() }),
    output: runHistory,
  },
  /** What the person calls it by. */
  'runs.change': {
    input: byId.extend(labelChanges.shape),
    output: runInfo,
  },
  /** Of a run with a model, its record stays. */
  'runs.remove': { input: byId, output: nothing },
  /** Takes back a removal. */
  'runs.restore': { input: byId, output: runInfo },
  /** All of them, a line each: how they were made and what they came to. */
  'runs.export': { input: z.object({ kind: runsExport }), output: file },
} as const;
