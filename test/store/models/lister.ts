/** A program that lists a library over and over, as another copy of the application may: `node lister.ts FOLDER TIMES`. */
import { ModelLibrary } from '../../../src-main/store/models/model-library.ts';

const [folder, times] = process.argv.slice(2);
const library = await ModelLibrary.open(folder!);
for (let time = 0; time < Number(times); time++) await library.list();
