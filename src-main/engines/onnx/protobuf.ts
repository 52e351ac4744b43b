/** The messages that an ONNX graph is made of: attributes, constants, and what its inputs and outputs are. */
import onnxProto, { type onnx } from 'onnx-proto';
import type { Values } from '../../core/tensors/engine.ts';

const { DataType } = onnxProto.onnx.TensorProto;
const { AttributeType } = onnxProto.onnx.AttributeProto;

export const float = (name: string, f: number): onnx.IAttributeProto => ({
  name,
  f,
  type: AttributeType.FLOAT,
});
export const integer = (name: string, i: number): onnx.IAttributeProto => ({
  name,
  i,
  type: AttributeType.INT,
});
export const integers = (name: string, ints: number[]): onnx.IAttributeProto => ({
  name,
  ints,
  type: AttributeType.INTS,
});

export function initializer(
  name: string,
  values: Values | BigInt64Array,
  dims: readonly number[],
): onnx.ITensorProto {
  const dataType =
    values instanceof Float32Array
      ? DataType.FLOAT
      : values instanceof Int32Array
        ? DataType.INT32
        : DataType.INT64;
  const rawData = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { name, dims: [...dims], dataType, rawData };
}

/** @param shape of which a size that is not known has a name */
export function valueInfo(
  name: string,
  elemType: number,
  shape: readonly (number | string)[],
): onnx.IValueInfoProto {
  const dim = shape.map((size) =>
    typeof size === 'number' ? { dimValue: size } : { dimParam: size },
  );
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}
