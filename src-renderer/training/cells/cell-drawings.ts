/** The picture of each cell: one time step, from what is handed on to it on the left to what it hands on on the right. */
import type { Activation, CellName } from '../../../src-main/contract/architecture.ts';
import {
  at,
  before,
  handedOn,
  IN,
  layerBox,
  now,
  operatorBox,
  OUT,
  seen,
  type Drawing,
} from './drawing.ts';

const rnn = (activation: Activation): Drawing => ({
  height: 104,
  wires: [`M${IN} 36H${OUT}`, 'M145 80V36'],
  joints: [],
  heads: [handedOn(36)],
  boxes: [layerBox(145, 36, activation)],
  symbols: [
    before('H', 36),
    now('H', 36),
    { x: 145, y: 96, letter: 'X', index: 't', anchor: 'middle' },
    { x: 86, y: 28, letter: 'W', index: 'hh', anchor: 'middle' },
    { x: 151, y: 70, letter: 'W', index: 'xh' },
  ],
});

const gru: Drawing = {
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
  joints: [at(46, 28), at(80, 28), at(86, 156), at(74, 176), at(144, 176), at(138, 56)],
  heads: [handedOn(28)],
  boxes: [
    layerBox(80, 130, 'σ'),
    layerBox(138, 130, 'σ'),
    layerBox(222, 130, 'tanh'),
    operatorBox(80, 86, '⊙'),
    operatorBox(138, 28, '⊙'),
    operatorBox(182, 56, '1−'),
    operatorBox(222, 56, '⊙'),
    operatorBox(222, 28, '+'),
  ],
  symbols: [
    before('H', 28),
    seen('X', 176),
    now('H', 28),
    { x: 75, y: 110, letter: 'R', index: 't', anchor: 'end' },
    { x: 133, y: 110, letter: 'Z', index: 't', anchor: 'end' },
    { x: 228, y: 104, letter: 'H̃', index: 't' },
  ],
};

const lstm: Drawing = {
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
  joints: [at(48, 154), at(66, 154), at(110, 154), at(154, 154), at(236, 28)],
  heads: [handedOn(28), handedOn(130)],
  boxes: [
    layerBox(66, 130, 'σ'),
    layerBox(110, 130, 'σ'),
    layerBox(154, 130, 'tanh'),
    layerBox(198, 130, 'σ'),
    operatorBox(66, 28, '⊙'),
    operatorBox(154, 74, '⊙'),
    operatorBox(154, 28, '+'),
    operatorBox(236, 78, 'tanh'),
    operatorBox(236, 130, '⊙'),
  ],
  symbols: [
    before('C', 28),
    before('H', 154),
    seen('X', 176),
    now('C', 28),
    now('H', 130),
    { x: 61, y: 110, letter: 'F', index: 't', anchor: 'end' },
    { x: 105, y: 110, letter: 'I', index: 't', anchor: 'end' },
    { x: 160, y: 108, letter: 'C̃', index: 't' },
    { x: 198, y: 110, letter: 'O', index: 't', anchor: 'middle' },
  ],
};

/** Of the units of an `rnn`, the drawing names what they do. */
const drawings: Readonly<Record<CellName, (activation: Activation) => Drawing>> = {
  rnn,
  gru: () => gru,
  lstm: () => lstm,
};

/** @param activation of the units of an `rnn` */
export const cellDrawing = (cell: CellName, activation: Activation): Drawing =>
  drawings[cell](activation);
