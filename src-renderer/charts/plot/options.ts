/** What a person can choose from when the charts of a run are drawn, besides what the contract says. */
/** The slider of the smoothing goes evenly; its weights do not: 0, 0.5, … 0.99 lie ever closer to 1. */
export const SMOOTHING_STEPS: readonly number[] = [0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.99];
