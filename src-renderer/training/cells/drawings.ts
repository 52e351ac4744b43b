/** What the picture of each cell is drawn of: one time step, from what is handed on to it on the left to what it hands on on the right. */
import type { Activation, CellName } from '../../../src-main/contract/architecture.ts';

interface Placed {
  readonly x: number;
  readonly y: number;
}

export interface CellDrawing {
  readonly height: number;
  /** Paths, in the order of drawing: where two cross, the later one goes over the earlier. */
  readonly wires: readonly string[];
  /** Where one wire parts from another. */
  readonly joints: readonly Placed[];
  /** How high what is handed on leaves, at the right. */
  readonly exits: readonly number[];
  /** With weights of their own, and what they make of their sum. */
  readonly layers: readonly (Placed & { readonly says: string })[];
  /** Element by element. */
  readonly operators: readonly (Placed & { readonly says: string })[];
  /** The letters of the formulas. */
  readonly symbols: readonly (Placed & {
    readonly letter: string;
    readonly index: string;
    readonly anchor?: 'start' | 'middle' | 'end';
  })[];
}

/** Of each picture, about as many units as the form has pixels for it, so that letters are as large as those beside it. */
export const WIDTH = 290;
/** Where what is handed on comes in and leaves. */
const [IN, OUT] = [34, 252];
const BEFORE = 't−1';
const NOW = 't';
const into = (letter: string, index: string, y: number) =>
  ({ x: IN - 4, y: y + 4, letter, index, anchor: 'end' }) as const;
const before = (letter: string, y: number) => into(letter, BEFORE, y);
const now = (letter: string, y: number) => ({ x: OUT + 8, y: y + 4, letter, index: NOW });

const rnn = (activation: Activation): CellDrawing => ({
  height: 104,
  wires: [`M${IN} 36H${OUT}`, 'M145 80V36'],
  joints: [],
  exits: [36],
  layers: [{ x: 145, y: 36, says: activation }],
  operators: [],
  symbols: [
    before('H', 36),
    now('H', 36),
    { x: 145, y: 96, letter: 'X', index: NOW, anchor: 'middle' },
    { x: 86, y: 28, letter: 'W', index: 'hh', anchor: 'middle' },
    { x: 151, y: 70, letter: 'W', index: 'xh' },
  ],
});

const gru: CellDrawing = {
  height: 190,
  wires: [
    `M${IN} 28H${OUT}`, // the state
    `M${IN} 176H222V142`, // the character goes to all layers
    'M74 176V142',
    'M144 176V142',
    'M46 28V156H132V142', // the state before goes to the gates
    'M86 156V142',
    'M80 28V86', // and to what the reset gate lets through of it
    'M80 118V86H182V130H204',
    'M138 118V28', // the update gate
    'M138 56H222',
    'M222 118V28', // the candidate
  ],
  joints: [
    ...[
      { x: 46, y: 28 },
      { x: 80, y: 28 },
      { x: 86, y: 156 },
    ],
    ...[
      { x: 74, y: 176 },
      { x: 144, y: 176 },
      { x: 138, y: 56 },
    ],
  ],
  exits: [28],
  layers: [
    { x: 80, y: 130, says: 'σ' },
    { x: 138, y: 130, says: 'σ' },
    { x: 222, y: 130, says: 'tanh' },
  ],
  operators: [
    { x: 80, y: 86, says: '⊙' },
    { x: 138, y: 28, says: '⊙' },
    { x: 182, y: 56, says: '1−' },
    { x: 222, y: 56, says: '⊙' },
    { x: 222, y: 28, says: '+' },
  ],
  symbols: [
    ...[before('H', 28), into('X', NOW, 176), now('H', 28)],
    { x: 75, y: 110, letter: 'R', index: NOW, anchor: 'end' },
    { x: 133, y: 110, letter: 'Z', index: NOW, anchor: 'end' },
    { x: 228, y: 104, letter: 'H̃', index: NOW },
  ],
};

const lstm: CellDrawing = {
  height: 190,
  wires: [
    `M${IN} 28H${OUT}`, // the memory
    `M${IN} 154H198V142`, // the state before and the character go to all layers
    `M${IN} 176H48V154`,
    'M66 154V142',
    'M110 154V142',
    'M154 154V142',
    'M66 118V28', // what stays
    'M110 118V74H154', // what comes in
    'M154 118V28',
    'M236 28V130', // what comes out
    `M216 130H${OUT}`,
  ],
  joints: [
    ...[
      { x: 48, y: 154 },
      { x: 66, y: 154 },
      { x: 110, y: 154 },
      { x: 154, y: 154 },
    ],
    { x: 236, y: 28 },
  ],
  exits: [28, 130],
  layers: [
    { x: 66, y: 130, says: 'σ' },
    { x: 110, y: 130, says: 'σ' },
    { x: 154, y: 130, says: 'tanh' },
    { x: 198, y: 130, says: 'σ' },
  ],
  operators: [
    { x: 66, y: 28, says: '⊙' },
    { x: 154, y: 74, says: '⊙' },
    { x: 154, y: 28, says: '+' },
    { x: 236, y: 78, says: 'tanh' },
    { x: 236, y: 130, says: '⊙' },
  ],
  symbols: [
    ...[before('C', 28), before('H', 154), into('X', NOW, 176)],
    ...[now('C', 28), now('H', 130)],
    { x: 61, y: 110, letter: 'F', index: NOW, anchor: 'end' },
    { x: 105, y: 110, letter: 'I', index: NOW, anchor: 'end' },
    { x: 160, y: 108, letter: 'C̃', index: NOW },
    { x: 198, y: 110, letter: 'O', index: NOW, anchor: 'middle' },
  ],
};

/** @param activation of the units of an `rnn` */
export const drawingOf = (cell: CellName, activation: Activation): CellDrawing =>
  cell === 'rnn' ? rnn(activation) : cell === 'gru' ? gru : lstm;
