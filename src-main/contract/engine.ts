/** Which engines there are, and what is known of the one that runs. */
import { z } from 'zod';

/** Those that an installation has or has not. */
export const installedEngine = z.enum(['onnx', 'tensorflow']);
export type InstalledEngine = z.infer<typeof installedEngine>;
/** `webgpu` is ONNX Runtime on the graphics processor: there where it was tried, and agreed. */
export const engineName = z.enum([...installedEngine.options, 'webgpu']);
export type EngineName = z.infer<typeof engineName>;

/** Of one operation: more than any machine has. */
export const MAX_THREADS = 1024;

/** @param most of the machine. @returns as many threads, or one fewer where that would be all of them: then other programs have one */
export const leavingRoom = (threads: number, most: number): number =>
  Math.max(1, Math.min(threads, most - 1));

/**
 * Of the way in which a training step is reckoned: raised whenever the same step comes to other bits, which has happened once. From 2 on,
 * rows of one id are added up eight at a time.
 */
export const STEP_VERSION = 2;

/** An engine that this installation has; the version is that of its npm package, as model files name it. */
export const presentEngine = z.object({ name: engineName, version: z.string() });
export type PresentEngine = Readonly<z.infer<typeof presentEngine>>;

/** An engine that this installation has not: its package is missing, or in it the native library for this system. */
export const missingEngine = z.object({
  name: installedEngine,
  reason: z.enum(['package', 'library']),
});
export type MissingEngine = Readonly<z.infer<typeof missingEngine>>;

/** How far apart two engines may be: of the greatest number of a kind, such as a parameter's gradient. */
export const AGREED = 1e-3;

/** What came of trying the graphics processor, which is done when somebody asks for it. */
export const graphicsTrial = z.object({
  /**
   * It `agrees` with the processor or `disagrees`; there is none that could be used: `absent`; it could not do all of it, `failed`, or
   * has taken its process along, `crashed`, or was not done in time, `late`.
   */
  outcome: z.enum(['agrees', 'disagrees', 'absent', 'failed', 'crashed', 'late']),
  /** How far apart the two were at most, as `AGREED` is told; null where it did not come to that. */
  furthest: z.number().nullable(),
  /** What the library says where it did not work; null otherwise. */
  reason: z.string().nullable(),
  /** ISO 8601. */
  at: z.string(),
});
export type GraphicsTrial = Readonly<z.infer<typeof graphicsTrial>>;

/** What a run can have by now: it changes when the graphics processor is tried. */
export const offeredEngines = z.object({
  engines: z.array(presentEngine),
  /** What came of trying the graphics processor, with the driver and the version of now; null where nobody has tried it. */
  graphics: graphicsTrial.nullable(),
  /** Whether it is being tried. */
  isTrying: z.boolean(),
});
export type OfferedEngines = Readonly<z.infer<typeof offeredEngines>>;

/** Nearer than that is as near as 32-bit floats tell. */
const NEAREST = 1e-9;

/** What is told of a trial. */
export interface GraphicsFinding {
  /** Which sentence. */
  readonly what: GraphicsTrial['outcome'] | 'disagreesAltogether';
  /** How far apart the two were: one part in so many, and in hundredths, and how many of these are accepted. */
  readonly parts: number;
  readonly percent: number;
  readonly most: number;
  readonly reason: string;
}

export function findingOf({ outcome, furthest, reason }: GraphicsTrial): GraphicsFinding {
  const share = Math.max(furthest ?? NEAREST, NEAREST);
  return {
    what: outcome === 'disagrees' && furthest === null ? 'disagreesAltogether' : outcome,
    parts: Math.floor(1 / share),
    percent: Number((100 * share).toPrecision(2)),
    most: 100 * AGREED,
    reason: reason ?? '',
  };
}

/** What the process that tries it can tell. */
export const engineAgreement = graphicsTrial.omit({ at: true });
export type EngineAgreement = Readonly<z.infer<typeof engineAgreement>>;

export const engineChoice = z.enum(['auto', ...engineName.options]);
export type EngineChoice = z.infer<typeof engineChoice>;

/** The engine of a run, and why it is that one. */
export const engineInUse = z.object({
  name: engineName,
  version: z.string(),
  threads: z.int(),
  /**
   * `chosen` by hand, `fastest` as measured, `assumed` to be the faster one where no measurement was clear, the `smaller` one where
   * there is memory for it alone, the `only` one that this machine has, or the one that began the run: `recorded`.
   */
  reason: z.enum(['chosen', 'fastest', 'assumed', 'smaller', 'only', 'recorded']),
  /** Whether it works at a low priority, so that other programs are served first. */
  leavesRoom: z.boolean().optional(),
  /** How many times as long the next engine takes for a step of this shape, and which that is; there when it was measured. */
  ratio: z.number().optional(),
  next: engineName.optional(),
});
export type EngineInUse = z.infer<typeof engineInUse>;
