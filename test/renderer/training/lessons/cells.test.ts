/** What the form shows of every cell: its own formulas, with all of its gates, and its own picture. */
import { expect, it } from 'vitest';
import {
  bookParameters,
  cellNames,
  stateParts,
} from '../../../../src-main/contract/architecture.ts';
import { defaultSettings } from '../../../../src-main/contract/settings.ts';
import { cellDrawing } from '../../../../src-renderer/training/cells/cell-drawings.ts';
import { lessonOf } from '../../../../src-renderer/training/lessons/lessons.ts';
import { shallow } from '../../../contract/all-cells.ts';

const lesson = (field: 'cell' | 'layers', cell: (typeof cellNames)[number], activation = 'tanh') =>
  lessonOf(field, {
    settings: { ...defaultSettings, cell, activation: activation as 'tanh' | 'relu', layers: 2 },
    ...{ vocabularySize: 9, learnt: 900, steps: 3 },
  });

it.each(cellNames)('has the parameters of every gate and all that is handed on: %s', (cell) => {
  const sizes = { ...shallow, vocabularySize: 9, hiddenSize: 4 };
  const ofGates = bookParameters({ cell, activation: 'tanh', ...sizes })
    .map(({ name }) => name)
    .filter((name) => !name.endsWith('q'));
  const formulas = lesson('cell', cell).formulas.join('\n');
  for (const name of ofGates) expect(formulas).toContain(name);
  const drawn = cellDrawing(cell, 'tanh').symbols.map(({ letter }) => letter);
  for (const part of stateParts(cell)) {
    expect(formulas).toMatch(new RegExp(`^${part}ₜ = `, 'm'));
    expect(lesson('layers', cell).formulas[0]).toContain(`${part}ₜ⁽ˡ⁾`);
    expect(drawn.filter((letter) => letter === part)).toHaveLength(2); // before and after
  }
});

it('has another picture and other formulas for each', () => {
  for (const of of [
    (cell: (typeof cellNames)[number]) => cellDrawing(cell, 'tanh').wires.join(),
    (cell: (typeof cellNames)[number]) => lesson('cell', cell).formulas.join(),
    (cell: (typeof cellNames)[number]) => lesson('layers', cell).formulas[0],
  ])
    expect(new Set(cellNames.map(of)).size).toBe(cellNames.length);
});

it('names what the units of an RNN do, in its layers, too', () => {
  for (const field of ['cell', 'layers'] as const) {
    expect(lesson(field, 'rnn').formulas[0]).toMatch(/= tanh\(.* W_xh/);
    expect(lesson(field, 'rnn', 'relu').formulas[0]).toMatch(/= relu\(.* W_xh/);
  }
});
