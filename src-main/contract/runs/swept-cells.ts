/** A sweep over cells: of these, one alone has a choice of activation, and the others take no other than their own. */

/** A run of a sweep. */
export interface Swept {
  /** What sets it apart, by the names that the person has used. */
  readonly values: Readonly<Record<string, number | string>>;
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface SweptCells<Run> {
  readonly runs: Run[];
  /** Of these, runs that take the activation of their cell in place of the one that was asked for. */
  readonly ownActivation: number;
  /** Combinations that would be another one over again, and are no runs. */
  readonly leftOut: number;
}

/**
 * @param runs every combination
 * @param base what all of them have
 * @returns them with an activation that their cell can have, where the cell is what is swept over
 */
export function withOwnActivation<Run extends Swept>(
  runs: readonly Run[],
  base: Readonly<Record<string, unknown>>,
): SweptCells<Run> {
  const own = 'tanh';
  const hasTwin = runs.some(({ values }) => values['activation'] === own);
  const kept: Run[] = [];
  let [ownActivation, leftOut] = [0, 0];
  for (const run of runs) {
    const { values, settings } = run;
    const activation = settings['activation'] ?? base['activation'] ?? own;
    const isSwept = 'activation' in values;
    if (values['cell'] === undefined || values['cell'] === 'rnn' || activation === own)
      kept.push(run);
    else if (isSwept && hasTwin) leftOut += 1;
    else {
      ownActivation += 1;
      kept.push({
        ...run,
        values: { ...values, ...(isSwept && { activation: own }) },
        settings: { ...settings, activation: own },
      });
    }
  }
  return { runs: kept, ownActivation, leftOut };
}
