/** A program that renames a model over and over, as a person in a window may, until its input ends: `node renamer.ts FOLDER ID`. */
import { ModelLibrary } from '../../../src-main/store/models/model-library.ts';

const [folder, id] = process.argv.slice(2);
const library = await ModelLibrary.open(folder!);
let ends = false;
process.stdin.resume().on('end', () => (ends = true));
let times = 0;
while (!ends) {
  await library.change(id!, { name: `name ${(times += 1)}` });
  if (times === 1) console.log('begun');
}
console.log(times);
