import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  decodeSafetensors,
  encodeSafetensors,
  largestSafetensors,
  type Tensor,
} from '../../src-main/store/safetensors.ts';

const anyTensor = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }).chain((shape) =>
  fc
    .float32Array({
      minLength: shape.reduce((a, b) => a * b, 1),
      maxLength: shape.reduce((a, b) => a * b, 1),
    })
    .map((values): Tensor => ({ shape, values: Float32Array.from(values) })),
);
const names = fc
  .string({ minLength: 1, unit: 'grapheme' })
  .filter((name) => name !== '__metadata__');

/** A file with this header and so many bytes of data. */
function file(header: unknown, dataBytes: number): Uint8Array {
  const json = new TextEncoder().encode(
    typeof header === 'string' ? header : JSON.stringify(header),
  );
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}
const tensor = (shape: unknown, from: number, to: number, dtype = 'F32') => ({
  dtype,
  shape,
  data_offsets: [from, to],
});
const reasonFor = (bytes: Uint8Array): unknown => {
  try {
    decodeSafetensors(bytes, 'n');
  } catch (error) {
    expect(error).toMatchObject({ code: 'model.damaged', params: { name: 'n' } });
    return (error as { params: { reason: string } }).params.reason;
  }
  return undefined;
};

describe('safetensors', () => {
  it('gives back any tensors bit for bit', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(names, anyTensor), { selector: ([name]) => name }),
        (list) => {
          const tensors = new Map(list);
          const bytes = encodeSafetensors(tensors, { format: 'x' });
          expect(bytes.length).toBeLessThanOrEqual(
            largestSafetensors(list.map(([, { shape }]) => shape)),
          );
          // At an odd place in memory, as in a zip.
          const shifted = new Uint8Array(bytes.length + 3).subarray(3);
          shifted.set(bytes);
          const read = decodeSafetensors(shifted, 'n');
          expect([...read.keys()].sort()).toEqual([...tensors.keys()].sort());
          for (const [name, { shape, values }] of tensors) {
            expect(read.get(name)!.shape).toEqual(shape);
            expect(Buffer.from(read.get(name)!.values.buffer)).toEqual(Buffer.from(values.buffer));
          }
        },
      ),
    );
  });

  it('writes what the format says', () => {
    const values = Float32Array.of(1, -2, 0.5);
    const bytes = encodeSafetensors(new Map([['b_h', { shape: [3], values }]]), { k: 'v' });
    const view = new DataView(bytes.buffer);
    const length = Number(view.getBigUint64(0, true));
    expect(length % 8).toBe(0);
    const header = new TextDecoder().decode(bytes.subarray(8, 8 + length));
    expect(header).toMatch(/^\{.*\} *$/);
    expect(JSON.parse(header)).toEqual({ __metadata__: { k: 'v' }, b_h: tensor([3], 0, 12) });
    expect([0, 4, 8].map((at) => view.getFloat32(8 + length + at, true))).toEqual([1, -2, 0.5]);
  });

  it('refuses to write a shape that does not fit', () => {
    const wrong = new Map([['a', { shape: [2, 2], values: new Float32Array(3) }]]);
    expect(() => encodeSafetensors(wrong)).toThrow(RangeError);
  });

  it('takes tensors in any order of the header', () => {
    const read = decodeSafetensors(file({ b: tensor([1], 4, 8), a: tensor([1], 0, 4) }, 8), 'n');
    expect([...read.keys()]).toEqual(['a', 'b']);
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['less than a length', new Uint8Array(7)],
    ['a header beyond the end', file({}, 0).subarray(0, 9)],
    ['an enormous header', new Uint8Array(16).fill(0xff)],
    ['no JSON', file('{"a":', 0)],
    ['bytes that are no UTF-8', file('{}', 0).map((byte, i) => (i === 8 ? 0xff : byte))],
    ['an array', file([], 0)],
    ['another type of number', file({ a: tensor([2], 0, 4, 'F16') }, 4)],
    ['a shape that does not fit', file({ a: tensor([2], 0, 4) }, 4)],
    ['a negative side', file({ a: tensor([-1, -1], 0, 4) }, 4)],
    ['half a side', file({ a: tensor([0.5, 2], 0, 4) }, 4)],
    ['a shape beyond counting', file({ a: tensor([1e15, 1e15], 0, 4) }, 4)],
    ['data beyond the end', file({ a: tensor([2], 0, 8) }, 4)],
    ['a gap', file({ a: tensor([1], 0, 4), b: tensor([1], 8, 12) }, 12)],
    ['a gap at the beginning', file({ a: tensor([1], 4, 8) }, 8)],
    ['an overlap', file({ a: tensor([2], 0, 8), b: tensor([1], 4, 8) }, 8)],
    ['backward offsets', file({ a: tensor([1], 4, 0) }, 4)],
    ['data left over', file({ a: tensor([1], 0, 4) }, 5)],
    ['metadata that are no strings', file({ __metadata__: { a: 1 } }, 0)],
    ['a field missing', file({ a: { dtype: 'F32', shape: [1] } }, 4)],
  ])('refuses %s', (_, bytes) => {
    expect(reasonFor(bytes)).toEqual(expect.any(String));
  });

  it('never fails otherwise, whatever the bytes', () => {
    const good = file({ a: tensor([2], 0, 8), b: tensor([1], 8, 12) }, 12);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), (at, byte, length) => {
        const bytes = good.slice(0, length);
        if (at < length) bytes[at] = byte;
        reasonFor(bytes);
      }),
    );
  });
});
