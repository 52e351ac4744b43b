import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Damage } from '../../../src-main/store/files/damage.ts';
import {
  decodeSafetensors,
  encodeSafetensors,
  largestSafetensors,
  type Tensor,
} from '../../../src-main/store/models/safetensors.ts';

const anyTensor = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }).chain((shape) => {
  const size = shape.reduce((a, b) => a * b, 1);
  const length = { minLength: size, maxLength: size };
  return fc
    .oneof(
      fc.float32Array(length).map((values) => Float32Array.from(values)),
      fc.float64Array(length).map((values) => Float64Array.from(values)),
      fc.int32Array(length).map((values) => Int32Array.from(values)),
      fc.bigInt64Array(length).map((values) => BigInt64Array.from(values)),
    )
    .map((values): Tensor => ({ shape, values }));
});
const names = fc
  .string({ minLength: 1, unit: 'grapheme' })
  // The one is the format's own; the other no object of JavaScript has, and no model either.
  .filter((name) => name !== '__metadata__' && name !== '__proto__');

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
    expect(error).toBeInstanceOf(Damage);
    return (error as Damage).message;
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
          const bytes = Buffer.concat(encodeSafetensors(tensors, { format: 'x' }));
          expect(bytes.length).toBeLessThanOrEqual(
            largestSafetensors(
              list.reduce((sum, [, { values }]) => sum + values.length, 0),
              8,
            ),
          );
          // At an odd place in memory, as in a zip.
          const shifted = new Uint8Array(bytes.length + 3).subarray(3);
          shifted.set(bytes);
          const read = decodeSafetensors(shifted, 'n');
          expect([...read.keys()].sort()).toEqual([...tensors.keys()].sort());
          for (const [name, { shape, values }] of tensors) {
            expect(read.get(name)!.shape).toEqual(shape);
            expect(read.get(name)!.values.constructor).toBe(values.constructor);
            expect(Buffer.from(read.get(name)!.values.buffer)).toEqual(Buffer.from(values.buffer));
          }
        },
      ),
    );
  });

  it('reads a Buffer as any other bytes, and makes copies', () => {
    const values = Float32Array.of(1, 2);
    const tensors = new Map([['a', { shape: [2], values }]]);
    const bytes = Buffer.concat([Buffer.alloc(3), ...encodeSafetensors(tensors)]).subarray(3);
    const read = decodeSafetensors(bytes, 'n').get('a')!.values;
    bytes.fill(0);
    expect(read).toEqual(values);
  });

  it('writes what the format says', () => {
    const values = Float32Array.of(1, -2, 0.5);
    const bytes = Buffer.concat(
      encodeSafetensors(new Map([['b_h', { shape: [3], values }]]), { k: 'v' }),
    );
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const length = Number(view.getBigUint64(0, true));
    expect(length % 8).toBe(0);
    const header = new TextDecoder().decode(bytes.subarray(8, 8 + length));
    expect(header).toMatch(/^\{.*\} *$/);
    expect(JSON.parse(header)).toEqual({ __metadata__: { k: 'v' }, b_h: tensor([3], 0, 12) });
    expect([0, 4, 8].map((at) => view.getFloat32(8 + length + at, true))).toEqual([1, -2, 0.5]);
  });

  it.each([
    ['F32', Float32Array.of(-0.5), '000000bf'],
    ['F64', Float64Array.of(-0.5), '000000000000e0bf'],
    ['I32', Int32Array.of(-2), 'feffffff'],
    ['I64', BigInt64Array.of(-2n), 'feffffffffffffff'],
  ])('writes a scalar of type %s', (dtype, values, bytes) => {
    const written = Buffer.concat(encodeSafetensors(new Map([['a', { shape: [], values }]])));
    const length = Number(written.readBigUInt64LE());
    expect(JSON.parse(written.toString('utf8', 8, 8 + length))).toEqual({
      ...{ __metadata__: {}, a: tensor([], 0, values.byteLength, dtype) },
    });
    expect(written.subarray(8 + length).toString('hex')).toBe(bytes);
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
    ['a type of another width', file({ a: tensor([1], 0, 4, 'F64') }, 4)],
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
