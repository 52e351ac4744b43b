/** What may follow what is written: an automaton over ids. States are immutable and small. */
export interface Constraint<State> {
  readonly start: State;
  /** [V] of 0/1; shared, never changed by the reader; equal states give the same array. */
  allowed(state: State): Uint8Array;
  /** Ids that must not come although `allowed` has them (what differs from stream to stream: repeats, copies). */
  banned?(state: State): readonly number[];
  after(state: State, id: number): State;
  /** The line (the form) is whole. */
  ended(state: State): boolean;
}

/** One of several constraints, and a state of it. */
export interface OneOf<State> {
  readonly of: Constraint<State>;
  readonly state: State;
}

/** @returns the constraint under which each text fits the one that it begins under, by `startOf` */
export const eachOf = <State>(first: Constraint<State>): Constraint<OneOf<State>> => ({
  start: startOf(first),
  allowed: ({ of, state }) => of.allowed(state),
  banned: ({ of, state }) => of.banned?.(state) ?? [],
  after: ({ of, state }, id) => ({ of, state: of.after(state, id) }),
  ended: ({ of, state }) => of.ended(state),
});

/** @returns where a text under `eachOf` begins that is to fit this one */
export const startOf = <State>(of: Constraint<State>): OneOf<State> => ({ of, state: of.start });

/** @returns the same constraint on what goes on from a state */
export const goingOnFrom = <State>(
  constraint: Constraint<State>,
  start: State,
): Constraint<State> => ({
  start,
  allowed: (state) => constraint.allowed(state),
  banned: (state) => constraint.banned?.(state) ?? [],
  after: (state, id) => constraint.after(state, id),
  ended: (state) => constraint.ended(state),
});
