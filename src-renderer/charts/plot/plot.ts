/** A chart before it is drawn: its axes, its curves in as many points as are seen, and what else stands in it, without a colour or a word. */
import type { Across } from '../series/across.ts';
import type { Point, Range } from '../series/decimation.ts';

/** What a curve is drawn in: the run that it is about, what is held out of that, what is merely compared with, or the colour of another run. */
export type Ink = 'line' | 'validation' | 'quiet' | number;

export interface Curve {
  /** The run that it is of. */
  readonly run: string;
  readonly points: Point[];
  readonly ink: Ink;
  readonly width: number; // px
  readonly dash: readonly number[]; // px
  /** Share of its ink. */
  readonly opacity: number;
  /** A value holds until the next. */
  readonly stepped?: boolean;
  /** Each point is seen. */
  readonly dots?: boolean;
}

/** A level right across, or a moment from top to bottom, with its name. */
export interface Named {
  readonly at: number;
  readonly label: string;
}

/** A stretch that is shaded, by a share from 0 to 1. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly share: number;
}

/** What lies along the lower axis: a sample was written, or the run was saved. */
export interface Tick {
  readonly at: number;
  readonly kind: 'sample' | 'checkpoint';
}

export interface Plot {
  readonly x: Range & {
    readonly over: Across;
    /** All that there is. */
    readonly isWhole: boolean;
    /** It says what it is of: not where another chart stands right below. */
    readonly isNamed: boolean;
  };
  readonly y: Range & { readonly log: boolean };
  readonly curves: readonly Curve[];
  readonly levels: readonly Named[];
  readonly moments: readonly Named[];
  readonly bands: readonly Band[];
  readonly ticks: readonly Tick[];
}
