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
  /** Of a run among others; left out, it is quiet. */
  readonly ink?: Ink;
  /** Share of its ink; left out, all of it. */
  readonly opacity?: number;
}

/** A stretch that is shaded in the ink of its run, by a share from 0 to 1. */
export interface Shade {
  readonly from: number;
  readonly to: number;
  readonly share: number;
  readonly ink: Ink;
}

/** What lies between the lowest and the highest of many values, at each of its places. */
export interface Band {
  readonly points: readonly { readonly x: number; readonly low: number; readonly high: number }[];
}

/** A name at a point of a curve: at the end of a run, or of what the book tells. */
export interface EndName extends Point {
  readonly label: string;
  readonly ink: Ink;
  readonly opacity: number;
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
  readonly shades: readonly Shade[];
  readonly bands: readonly Band[];
  readonly ends: readonly EndName[];
  readonly ticks: readonly Tick[];
}
