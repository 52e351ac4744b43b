/** What a picture of a network is drawn of: boxes, the wires between them, and the letters of the formulas. */

export interface Placed {
  readonly x: number;
  readonly y: number;
}

/** Around what is done with what comes in. */
export interface Box extends Placed {
  readonly says: string;
  readonly halfWidth: number;
  readonly halfHeight: number;
  /** The radius of its corners. */
  readonly corner: number;
}

/** A letter of the formulas, such as H with t below and (2) above. */
export interface Symbol extends Placed {
  readonly letter: string;
  readonly index: string;
  /** The layer that it is of, where there are several. */
  readonly above?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
}

export interface Drawing {
  readonly height: number;
  /** Paths, in the order of drawing: where two cross, the later one goes over the earlier. */
  readonly wires: readonly string[];
  /** Between what has the same weights. */
  readonly ties?: readonly string[];
  /** Where one wire parts from another. */
  readonly joints: readonly Placed[];
  /** Where a wire ends, and which way it goes. */
  readonly heads: readonly (Placed & { readonly to: 'right' | 'up' })[];
  readonly boxes: readonly Box[];
  readonly symbols: readonly Symbol[];
  /** How many numbers go along a wire, or how large the weights of a box are. */
  readonly sizes?: readonly (Placed & { readonly says: string })[];
}

/** Of each picture, about as many units as the form has pixels for it, so that letters are as large as those beside it. */
export const WIDTH = 290;
/** Where what is handed on from step to step comes in and leaves. */
export const [IN, OUT] = [34, 252];
const [BEFORE, NOW] = ['t−1', 't'];

export const at = (x: number, y: number): Placed => ({ x, y });

/** Weights of their own, and what is made of their sum. */
export const layerBox = (x: number, y: number, says: string, halfWidth = 18): Box => ({
  ...{ x, y, says, halfWidth },
  ...{ halfHeight: 12, corner: 3 },
});

/** What is done element by element, without weights. */
export const operatorBox = (x: number, y: number, says: string): Box => ({
  ...{ x, y, says },
  halfWidth: 9 + 3 * (says.length - 1), // a word takes more than a sign
  ...{ halfHeight: 9, corner: 9 },
});

/** What comes in from the step before, and what of the step at hand, beside the beginning of its wire. */
export const before = (letter: string, y: number, x = IN): Symbol => comesIn(letter, BEFORE, y, x);
export const seen = (letter: string, y: number): Symbol => comesIn(letter, NOW, y, IN);
const comesIn = (letter: string, index: string, y: number, x: number): Symbol => ({
  ...{ x: x - 4, y: y + 4, letter, index, anchor: 'end' },
});
/** What is handed on, beside the head of its wire. */
export const now = (letter: string, y: number, x = OUT): Symbol => ({
  ...{ x: x + 8, y: y + 4, letter, index: NOW },
});
export const handedOn = (y: number, x = OUT): Drawing['heads'][number] => ({
  ...{ x: x + 4, y, to: 'right' },
});
