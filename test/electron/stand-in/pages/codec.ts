/**
 * Structured clones as text, since that is all that crosses the DevTools protocol. Both ends run this one function, which
 * therefore refers to nothing outside itself.
 */

export interface Base64 {
  encode(bytes: Uint8Array): string;
  decode(text: string): Uint8Array<ArrayBuffer>;
}

export interface Codec {
  /** @throws Error as Electron's, for what cannot be cloned. Cycles are not kept: the contract has none. */
  encode(value: unknown): string;
  decode(text: string): unknown;
}

export const nodeBase64: Base64 = {
  encode: (bytes) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  decode: (text) => new Uint8Array(Buffer.from(text, 'base64')),
};

export function createCodec(base64: Base64): Codec {
  const views = {
    ...{
      Int8Array,
      Uint8Array,
      Uint8ClampedArray,
      Int16Array,
      Uint16Array,
      Int32Array,
      Uint32Array,
    },
    ...{ BigInt64Array, BigUint64Array, Float32Array, Float64Array, DataView },
  };
  type Tagged = [tag: string, content: unknown];

  const clone = (value: unknown): unknown => {
    try {
      return structuredClone(value);
    } catch {
      throw new Error('An object could not be cloned.');
    }
  };

  /** @returns what JSON can say as it is, and everything else as a pair of its kind and its content. */
  const wrap = (value: unknown): unknown => {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number' && Number.isFinite(value) && !Object.is(value, -0)) return value;
    if (typeof value === 'number') return ['number', Object.is(value, -0) ? '-0' : String(value)];
    if (typeof value === 'bigint') return ['bigint', String(value)];
    if (typeof value !== 'object') return ['undefined'];
    if (Array.isArray(value)) return ['Array', Array.from(value, wrap)];
    if (value instanceof Map) return ['Map', Array.from(value, (pair) => pair.map(wrap))];
    if (value instanceof Set) return ['Set', Array.from(value, wrap)];
    if (value instanceof Date) return ['Date', wrap(value.getTime())];
    if (value instanceof Error) return ['Error', value.message];
    if (value instanceof ArrayBuffer) return ['ArrayBuffer', base64.encode(new Uint8Array(value))];
    if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      return [Object.prototype.toString.call(value).slice(8, -1), base64.encode(bytes)];
    }
    if (Object.getPrototypeOf(value) !== Object.prototype)
      throw new Error('An object could not be cloned.');
    return ['Object', Object.entries(value).map(([key, inner]) => [key, wrap(inner)])];
  };

  const unwrap = (wrapped: unknown): unknown => {
    if (!Array.isArray(wrapped)) return wrapped;
    const [tag, content] = wrapped as Tagged;
    const pairs = (): [unknown, unknown][] =>
      (content as [unknown, unknown][]).map(([key, value]) => [unwrap(key), unwrap(value)]);
    switch (tag) {
      case 'undefined':
        return undefined;
      case 'number':
        return Number(content);
      case 'bigint':
        return BigInt(content as string);
      case 'Array':
        return (content as unknown[]).map(unwrap);
      case 'Map':
        return new Map(pairs());
      case 'Set':
        return new Set((content as unknown[]).map(unwrap));
      case 'Date':
        return new Date(unwrap(content) as number);
      case 'Error':
        return new Error(content as string);
      case 'ArrayBuffer':
        return base64.decode(content as string).buffer;
      case 'Object':
        return Object.fromEntries(pairs());
      default:
        return new (views[tag as keyof typeof views] as Uint8ArrayConstructor)(
          base64.decode(content as string).buffer,
        );
    }
  };

  return {
    encode: (value) => JSON.stringify(wrap(clone(value))),
    decode: (text) => unwrap(JSON.parse(text)),
  };
}
