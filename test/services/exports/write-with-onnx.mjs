// Writes greedily with an exported model, several texts at once, knowing nothing but its file and two public packages.
//
//   node write-with-onnx.mjs FILE LENGTH PREFIX…     prefixes of as many characters each; prints a JSON array of texts

import { readFileSync } from 'node:fs';
import onnxProto from 'onnx-proto';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const [path, length, ...prefixes] = process.argv.slice(2);
const { metadataProps } = onnxProto.onnx.ModelProto.decode(readFileSync(path));
const vocabulary = JSON.parse(metadataProps.find(({ key }) => key === 'vocabulary').value);

const session = await InferenceSession.create(path);
const [batch, V] = [prefixes.length, vocabulary.length];
const H = session.inputMetadata.find(({ name }) => name === 'state').shape[1];
let state = new Tensor('float32', new Float32Array(batch * H), [batch, H]);

/** @returns of each text, the most probable character after the one that it is given */
async function read(characters) {
  const ids = BigInt64Array.from(characters, (character) => BigInt(vocabulary.indexOf(character)));
  const { logits, next_state } = await session.run({
    ids: new Tensor('int64', ids, [batch]),
    state,
  });
  state = next_state;
  return characters.map((_, row) => {
    const ofRow = logits.data.subarray(row * V, (row + 1) * V);
    return vocabulary[ofRow.indexOf(Math.max(...ofRow))];
  });
}

const given = prefixes.map((prefix) => [...prefix]);
let next;
for (let place = 0; place < given[0].length; place++)
  next = await read(given.map((characters) => characters[place]));
const texts = given.map(() => '');
for (let written = 0; written < Number(length); written++) {
  next.forEach((character, row) => (texts[row] += character));
  next = await read(next);
}
console.log(JSON.stringify(texts));
