/** How the parameters are changed by their gradients: the optimisers, schedules and kinds of clipping by their names, and the numbers that suit each. */

export const optimiserNames = ['sgd', 'momentum', 'adam', 'adamw'] as const;
export type OptimiserName = (typeof optimiserNames)[number];
/** How the learning rate goes over the epochs of a run, once it has warmed up. */
export const schedules = ['constant', 'cosine', 'step'] as const;
export type ScheduleName = (typeof schedules)[number];
/** What θ is a threshold of: the norm of all gradients together, each number of them by itself, or nothing. */
export const clippings = ['norm', 'value', 'off'] as const;
export type Clipping = (typeof clippings)[number];

/** What is kept of the gradients so far, of every parameter one in its shape, by the book's names (7.4, 7.8): their leaky average, and that of their squares. */
export const moments = ['v', 's'] as const;
export type Moment = (typeof moments)[number];

interface Kind {
  readonly moments: readonly Moment[];
  /** The η that suits it at the book's size, and the highest that makes sense. */
  readonly usualRate: number;
  readonly highestRate: number;
}

/** Any η up to the end of its range makes sense for steps that are as long as the gradient. */
const ANY = Infinity;
/** A step of Adam moves every weight by about η, whatever its gradient, and the first weights are about 0.01. */
const ADAM = { moments: ['v', 's'], usualRate: 0.001, highestRate: 1 } as const;

const KINDS: Readonly<Record<OptimiserName, Kind>> = {
  sgd: { moments: [], usualRate: 100, highestRate: ANY },
  // Its steps add up to 1/(1 − β) as much.
  momentum: { moments: ['v'], usualRate: 10, highestRate: ANY },
  adam: ADAM,
  adamw: ADAM,
};

/** @returns what an optimiser keeps, in the order in which it is kept everywhere */
export const momentsOf = (optimiser: OptimiserName): readonly Moment[] => KINDS[optimiser].moments;

export const usualRate = (optimiser: OptimiserName): number => KINDS[optimiser].usualRate;
export const highestRate = (optimiser: OptimiserName): number => KINDS[optimiser].highestRate;

/** Settings that belong to some optimisers, or to some schedules, and to no other. */
const OWN = {
  momentum: ['momentum', 'adam', 'adamw'],
  weightDecay: ['adamw'],
  stepPeriod: ['step'],
  stepFactor: ['step'],
} as const satisfies Record<string, readonly (OptimiserName | ScheduleName)[]>;
export type OwnSetting = keyof typeof OWN;
export const ownSettings = Object.keys(OWN) as readonly OwnSetting[];

/** @returns whether a setting has a part in a run; true of those that every run has */
export function hasPart(
  setting: string,
  { optimiser, schedule }: { optimiser: OptimiserName; schedule: ScheduleName },
): boolean {
  const owners: readonly string[] | undefined = (OWN as Partial<Record<string, readonly string[]>>)[
    setting
  ];
  return owners === undefined || owners.includes(optimiser) || owners.includes(schedule);
}
