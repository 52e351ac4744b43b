/** What helps to find out why something does not work on a machine. */
import { z } from 'zod';

export const diagnosticFact = z.enum([
  'version',
  'runtime',
  'browser',
  'system',
  'machine',
  'memory',
  'engines',
  'missing',
  'chosen',
  'run',
  'training',
  'sandbox',
  'data',
  'logs',
]);
export type DiagnosticFact = z.infer<typeof diagnosticFact>;

export const diagnostics = z.object({
  /** In technical English, as the report has them. */
  facts: z.array(z.object({ name: diagnosticFact, value: z.string() })),
  /** The newest errors, oldest first: codes and places in the program, and nothing of a person's text. */
  problems: z.array(z.string()),
  /** All of it as one text, in English, for a report. */
  text: z.string(),
});
export type Diagnostics = z.infer<typeof diagnostics>;
