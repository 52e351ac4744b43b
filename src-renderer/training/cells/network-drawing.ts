/** The picture of a whole network: one time step, from the character at the bottom through the layers to the logits at the top. */
import { stateParts, type Architecture } from '../../../src-main/contract/architecture.ts';
import {
  at,
  before,
  handedOn,
  layerBox,
  now,
  operatorBox,
  WIDTH,
  type Drawing,
} from './drawing.ts';

/** A network as it is drawn: a size that is not known is its letter. */
export interface DrawnNetwork extends Pick<Architecture, 'cell' | 'layers' | 'tied'> {
  readonly V: string;
  readonly H: string;
  /** Undefined for one-hot vectors. */
  readonly E: string | undefined;
  readonly hasDropout: boolean;
}

/** What stands on the way up: so high, and drawn around its middle. */
interface Row {
  readonly height: number;
  /** What comes out of it above. */
  readonly out?: string;
  readonly parts: (y: number) => Partial<Drawing>;
}

const MIDDLE = WIDTH / 2 - 2;
/** Where what is handed on comes in and leaves: beside it stands the layer, too. */
const [IN, OUT] = [52, 234];
/** Of the wire between two that have the same weights. */
const TIE = MIDDLE - 46;
/** Half of what is between what is handed on in an LSTM, one above the other. */
const APART = 11;

const weights = (says: string, size: string): Row => ({
  height: 44,
  parts: (y) => ({
    boxes: [layerBox(MIDDLE, y, says)],
    sizes: [{ ...at(MIDDLE + 26, y + 4), says: size }],
  }),
});

/** Dropout: ξ times what comes. */
const masked = (): Row => ({
  height: 32,
  parts: (y) => ({
    wires: [`M${MIDDLE - 28} ${y}H${MIDDLE}`],
    boxes: [operatorBox(MIDDLE, y, '⊙')],
    symbols: [{ ...at(MIDDLE - 32, y + 4), letter: 'ξ', index: '', anchor: 'end' }],
  }),
});

function recurrent({ cell, layers, H }: DrawnNetwork, layer: number): Row {
  const letters = stateParts(cell).toReversed(); // as in the picture of the cell, the memory above
  const above = layers > 1 ? `(${layer + 1})` : '';
  return {
    height: letters.length > 1 ? 70 : 52,
    out: H,
    parts: (y) => {
      const levels = letters.map((letter, i) => ({
        ...{ letter, y: letters.length > 1 ? y + (2 * i - 1) * APART : y },
      }));
      return {
        wires: levels.map((level) => `M${IN} ${level.y}H${OUT}`),
        heads: levels.map((level) => handedOn(level.y, OUT)),
        boxes: [
          {
            ...layerBox(MIDDLE, y, cell.toUpperCase(), 30),
            halfHeight: letters.length > 1 ? 20 : 14,
          },
        ],
        symbols: levels.flatMap((level) => [
          { ...before(level.letter, level.y, IN), above },
          { ...now(level.letter, level.y, OUT), above },
        ]),
      };
    },
  };
}

export function networkDrawing(network: DrawnNetwork): Drawing {
  const { V, H, E, layers, tied, hasDropout } = network;
  const dropout = hasDropout ? [masked()] : [];
  const upwards: Row[] = [
    ...(E === undefined
      ? [
          {
            ...{ height: 40, out: V },
            parts: (y: number) => ({ boxes: [operatorBox(MIDDLE, y, 'one_hot')] }),
          },
        ]
      : [{ ...weights('E', `${V} × ${E}`), out: E }, ...dropout]),
    ...Array.from({ length: layers }, (_, layer) => [recurrent(network, layer), ...dropout]).flat(),
    { ...weights(tied ? 'Eᵀ' : 'W_hq', `${H} × ${V}`), out: V },
  ];
  const [TOP, BOTTOM] = [38, 26];
  const height = TOP + BOTTOM + upwards.reduce((sum, row) => sum + row.height, 0);
  let edge = height - BOTTOM; // the lower one of the row at hand
  const middles: number[] = [];
  const drawn = upwards.map(({ height: own, out, parts }): Partial<Drawing> => {
    const y = edge - own / 2;
    edge -= own;
    middles.push(y);
    const { sizes = [], ...rest } = parts(y);
    const above = out === undefined ? [] : [{ ...at(MIDDLE + 6, edge + 6), says: out }];
    return { ...rest, sizes: [...sizes, ...above] };
  });
  const all = <Part extends 'wires' | 'heads' | 'boxes' | 'symbols' | 'sizes'>(part: Part) =>
    drawn.flatMap((one) => (one[part] ?? []) as NonNullable<Drawing[Part]>[number][]);
  const [lowest, highest] = [middles[0]!, middles.at(-1)!];
  return {
    height,
    ties: tied ? [`M${MIDDLE} ${lowest}H${TIE}V${highest}H${MIDDLE}`] : [],
    wires: [`M${MIDDLE} ${height - BOTTOM}V30`, ...all('wires')],
    joints: [],
    heads: [{ ...at(MIDDLE, 26), to: 'up' }, ...all('heads')],
    boxes: all('boxes'),
    symbols: [
      ...all('symbols'),
      { ...at(MIDDLE, height - 8), letter: 'x', index: 't', anchor: 'middle' },
      { ...at(MIDDLE, 16), letter: 'O', index: 't', anchor: 'middle' },
    ],
    sizes: all('sizes'),
  };
}
