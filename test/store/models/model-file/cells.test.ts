/** The model file of a GRU and of an LSTM: their weights and states by the names of the book. */
import { shallow } from '../../../contract/all-cells.ts';
import { stateSize } from '../../../../src-main/contract/architecture.ts';
import { describe, expect, it } from 'vitest';
import { decodeModel, encodeModel } from '../../../../src-main/store/models/model-file.ts';
import { decodeSafetensors } from '../../../../src-main/store/models/safetensors.ts';
import { fingerprint } from '../fingerprint.ts';
import {
  sampleFile,
  sampleManifest,
  sampleModel,
  sampleState,
  VOCABULARY,
} from '../sample-model.ts';
import { unzip } from './unzip.ts';

const [V, H] = [VOCABULARY.length, 5];

describe.each([
  ['a GRU', 'gru', 'zrh'],
  ['an LSTM', 'lstm', 'ifoc'],
] as const)('a file of %s', (_, cell, gates) => {
  const kind = { ...shallow, cell, activation: 'tanh' } as const;
  const { settings } = sampleManifest();
  const file = () =>
    sampleFile({
      manifest: sampleManifest({ settings: { ...settings, cell } }),
      ...{ model: sampleModel(V, H, 0, kind), best: sampleModel(V, H, 1000, kind) },
      state: sampleState({
        hiddenState: Float32Array.from(
          { length: 2 * stateSize({ ...kind, hiddenSize: H }) },
          (_, i) => Math.cos(i),
        ),
      }),
    });

  it('is read as it was written', async () => {
    const read = await decodeModel(await encodeModel(file()), 'n');
    expect(fingerprint(read)).toBe(fingerprint(file()));
    expect(read.model.architecture).toEqual({ ...kind, vocabularySize: V, hiddenSize: H });
  });

  it('has the parameters by the names and in the shapes of the book', async () => {
    const parts = await unzip(await encodeModel(file()));
    const tensors = decodeSafetensors(parts.get('weights.safetensors')!, 'n');
    expect([...tensors.keys()]).toEqual([
      ...Array.from(gates).flatMap((gate) => [`W_x${gate}`, `W_h${gate}`, `b_${gate}`]),
      ...['W_hq', 'b_q'],
    ]);
    const { W_x, W_h, b } = file().model.parameters;
    const width = gates.length * H;
    for (const [place, gate] of Array.from(gates).entries()) {
      const of = (name: string) => tensors.get(`${name}${gate}`)!;
      expect([of('W_x'), of('W_h'), of('b_')].map(({ shape }) => shape)).toEqual([
        ...[[V, H], [H, H], [H]],
      ]);
      for (let h = 0; h < H; h++) {
        for (let v = 0; v < V; v++)
          expect(of('W_x').values[v * H + h]).toBe(W_x[v * width + place * H + h]);
        for (let from = 0; from < H; from++)
          expect(of('W_h').values[from * H + h]).toBe(W_h[from * width + place * H + h]);
        expect(of('b_').values[h]).toBe(b[place * H + h]);
      }
    }
  });

  it('has what its steps hand on as the book has it', async () => {
    const parts = await unzip(await encodeModel(file()));
    const tensors = decodeSafetensors(parts.get('training.safetensors')!, 'n');
    const state = file().state!.hiddenState!;
    const width = stateSize({ ...kind, hiddenSize: H });
    const names = cell === 'lstm' ? ['hidden_state', 'memory_cell'] : ['hidden_state'];
    expect(tensors.has('memory_cell')).toBe(cell === 'lstm');
    const endless = file();
    endless.state!.hiddenState![state.length - 1] = Infinity;
    await expect(encodeModel(endless)).rejects.toMatchObject({
      params: { reason: `training.safetensors/${names.at(-1)} is not finite` },
    });
    for (const [place, name] of names.entries())
      for (let row = 0; row < 2; row++)
        for (let h = 0; h < H; h++)
          expect(tensors.get(name)!.values[row * H + h]).toBe(state[row * width + place * H + h]);
  });
});
