/** Ids as the 64-bit integers that ONNX's look-ups take, by way of their halves: a `BigInt` for each would be a tenth of a millisecond of every step. */

/** All machines that ONNX Runtime runs on have the lower half of each first. */
const halvesOf = ({ buffer, byteOffset, length }: BigInt64Array): Int32Array =>
  new Int32Array(buffer, byteOffset, 2 * length);

/** @param ids none below 0 */
export function toInt64(ids: Int32Array): BigInt64Array {
  const wide = new BigInt64Array(ids.length);
  const halves = halvesOf(wide);
  for (let place = 0; place < ids.length; place++) halves[2 * place] = ids[place]!;
  return wide;
}

/** @param wide what `toInt64` has made */
export function fromInt64(wide: BigInt64Array): Int32Array {
  const ids = new Int32Array(wide.length);
  const halves = halvesOf(wide);
  for (let place = 0; place < ids.length; place++) ids[place] = halves[2 * place]!;
  return ids;
}
