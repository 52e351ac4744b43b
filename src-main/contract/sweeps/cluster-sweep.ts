/** A sweep that is made on a cluster, as a window shows it: how far it is in all, and its runs. */
import { z } from 'zod';
import { namedIn } from '../arguments.ts';
import { MAX_THREADS } from '../engine.ts';
import { failure } from '../errors.ts';
import { sweptValues } from '../runs/queue.ts';
import { FACTORS } from './halving.ts';

/** Runs of one sweep on a cluster. */
export const MAX_CLUSTER_RUNS = 10_000;
/** Sweeps that are shown. */
export const MAX_SHOWN_SWEEPS = 50;
/** Rows of one answer. */
export const ROWS_AT_ONCE = 500;

/**
 * `finding`: its folder is being read; `following`; `stopping`: what works ends and saves; `stopped`: some runs are left; `over`: every run is
 * a row; `lost`: nobody follows it any more, and `failure` says why.
 */
export const clusterSweepState = z.enum([
  'finding',
  'following',
  'stopping',
  'stopped',
  'over',
  'lost',
]);
export type ClusterSweepState = z.infer<typeof clusterSweepState>;

export const clusterSweep = z.object({
  id: z.string(),
  name: z.string(),
  /** As the person calls it. */
  cluster: z.string(),
  folder: z.string(),
  /** The settings that its runs differ in, by their names; none while it is not found. */
  fields: z.array(z.string()),
  runs: z.int(),
  /** Runs that are over, those among them that could not be made, and those that are made now. */
  over: z.int(),
  refused: z.int(),
  atWork: z.int(),
  /** Jobs that wait for room on the cluster. */
  waiting: z.int(),
  /** The lowest perplexity of a run that is over, on what is held out where there is such a thing. */
  best: z.number().nullable(),
  /** Until all are over, about; null where nothing tells. */
  secondsLeft: z.number().nullable(),
  /** Of one that is halved: which rung its runs climb, from 1 on; runs on it, and those that have come to it. */
  rung: z.object({ at: z.int(), of: z.int(), alive: z.int(), reported: z.int() }).nullable(),
  state: clusterSweepState,
  /** The program is being sent, which takes a while. */
  isSending: z.boolean(),
  /** What is in the way now, or why nobody follows it any more. */
  failure: failure.nullable(),
});
export type ClusterSweep = Readonly<z.infer<typeof clusterSweep>>;

/** A sweep in the folder of a cluster that is not shown, whoever began it. */
export const lyingSweep = z.object({
  folder: z.string(),
  name: z.string(),
  /** As the person calls it. */
  cluster: z.string(),
  createdAt: z.string(),
});
export type LyingSweep = Readonly<z.infer<typeof lyingSweep>>;

export const sweepRow = z.object({
  /** From 1 on. */
  run: z.int(),
  values: sweptValues,
  /** `halved`: others of its rung were better; `failed`: what made it broke off again and again. */
  state: z.enum(['waiting', 'underWay', 'finished', 'diverged', 'refused', 'halved', 'failed']),
  perplexity: z.number().nullable(),
  validationPerplexity: z.number().nullable(),
  /** That it has made, and of one that is being made, that it is to make. */
  epochs: z.int(),
  epochsInAll: z.int().nullable(),
  seconds: z.number(),
  /** Machines that made it, and the kinds of their processors: another kind may round otherwise. */
  machines: z.array(z.string()),
  processors: z.array(z.string()),
  /** There is a model of it in the sweep's folder. */
  hasModel: z.boolean(),
  /** Of one that was refused, halved or failed. */
  reason: failure.nullable(),
});
export type SweepRow = Readonly<z.infer<typeof sweepRow>>;

export const clusterSweepRequest = z.object({
  /** By its name. */
  cluster: z.string(),
  corpusId: z.string(),
  language: namedIn,
  /** What all runs have; checked by the service, so that an error names the field. */
  settings: z.record(z.string(), z.unknown()),
  /** The names of the settings that they differ in. */
  fields: z.array(z.string().max(40)).max(3),
  runs: z
    .array(
      z.object({
        values: sweptValues,
        /** Those that differ from what all have. */
        settings: z.record(z.string(), z.unknown()),
      }),
    )
    .min(1)
    .max(MAX_CLUSTER_RUNS),
  withText: z.boolean().default(true),
  /** Of each run. */
  threads: z.int().min(1).max(MAX_THREADS).default(1),
  /** One run in so many is kept at each rung; null: each run makes all its epochs. */
  factor: z.int().min(FACTORS.min).max(FACTORS.max).nullable().default(null),
  insist: z.boolean().optional(),
  /** The person agrees to what is sent, which is asked once for a cluster. */
  agreed: z.boolean(),
});
export type ClusterSweepRequest = z.infer<typeof clusterSweepRequest>;

/** What is sent to a cluster, as it is told before. */
export const sentToCluster = z.object({
  isAgreed: z.boolean(),
  address: z.string(),
  /** Of the sweep, which is made in it. */
  folder: z.string(),
  text: z.object({ name: z.string(), characters: z.int() }),
});
export type SentToCluster = Readonly<z.infer<typeof sentToCluster>>;
