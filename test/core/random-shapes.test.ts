/** The hand-written gradients at random shapes, in doubles: along a random direction of all parameters together, the loss falls as they say. */
import { describe, expect, it } from 'vitest';
import { lossAndGradients, type Shape } from '../../src-main/core/bptt.ts';
import {
  mapParameters,
  type ParameterMap,
  type ParameterName,
} from '../../src-main/core/parameters.ts';
import { Random } from '../../src-main/core/random.ts';
import { allCells } from '../contract/all-cells.ts';
import { referenceOps, tensor, type Tensor64 } from './reference-engine.ts';
import { batchTensors, doubles, masksOf, normals } from './tiny-network.ts';

const SHAPES = 12;

/** Each side is 1 now and then. */
const side = (random: Random, most: number): number =>
  random.below(4) === 0 ? 1 : 1 + random.below(most);

function randomShape(random: Random, kind: (typeof allCells)[number][1]): Shape {
  const [V, H] = [side(random, 9), side(random, 5)];
  const tied = random.below(3) === 0;
  return {
    ...{ ...kind, tied, layers: 1 + random.below(4), vocabularySize: V, hiddenSize: H },
    embeddingSize: tied ? H : random.below(2) * side(random, V),
    ...{ timeSteps: side(random, 6), batchSize: side(random, 3) },
  };
}

describe.each(allCells)('%s', (_, kind) => {
  it.each([0, 0.4])('has the slope that its gradients tell, with a dropout of %d', (p) => {
    const random = new Random(71);
    // ReLU has to stay on one side of its kink; the error of the difference goes with the fourth power of the distance.
    const h = kind.activation === 'relu' ? 1e-6 : 1e-3;
    const depths = new Set<number>();
    for (let time = 0; time < SHAPES; time++) {
      const shape = randomShape(random, kind);
      depths.add(shape.layers);
      const drawn = doubles(shape, random, 0.5);
      // What goes into a unit of ReLU is far from zero, above or below.
      const parameters = mapParameters(drawn, (values, name) =>
        /^b(_\d)?$/.test(name) && kind.activation === 'relu'
          ? tensor(
              values.shape,
              values.data.map((value) => value + 0.5),
            )
          : values,
      );
      const batch = { ...batchTensors(shape, random), masks: masksOf(shape, p, random) };
      const { gradients } = lossAndGradients(referenceOps, parameters, batch, shape);
      const direction = mapParameters(parameters, ({ data }) =>
        Float64Array.from(normals(random, data.length, 1)),
      );
      const lossAt = (by: number): number => {
        const moved: ParameterMap<Tensor64> = mapParameters(parameters, ({ shape, data }, name) =>
          tensor(
            shape,
            data.map((value, i) => value + by * direction[name][i]!),
          ),
        );
        return lossAndGradients(referenceOps, moved, batch, shape).loss.data[0]!;
      };
      const difference = (by: number): number => (lossAt(by) - lossAt(-by)) / (2 * by);
      const numeric = (4 * difference(h) - difference(2 * h)) / 3;
      const told = (Object.keys(gradients) as ParameterName[]).reduce(
        (sum, name) =>
          sum + gradients[name].data.reduce((a, g, i) => a + g * direction[name][i]!, 0),
        0,
      );
      const size = Math.hypot(...Object.values(gradients).map(({ data }) => Math.hypot(...data)));
      // Of a single character there is nothing to learn.
      if (shape.vocabularySize === 1)
        expect([size, told, numeric].map(Math.abs)).toEqual([0, 0, 0]);
      else {
        expect(size).toBeGreaterThan(1e-6);
        expect(Math.abs(told - numeric) / size, JSON.stringify(shape)).toBeLessThan(1e-6);
      }
    }
    expect(depths.size).toBeGreaterThan(2);
  });
});
