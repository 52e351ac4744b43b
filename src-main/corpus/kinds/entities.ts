/** Characters that are written as pages write them, such as `&nbsp;`, in files of any kind: they were copied out of one. */
import { decodeHTML } from 'entities';
import { Changes } from '../changes.ts';
import type { Read } from '../song.ts';

/** Only with its end: “AT&T” and “R&B; more” are words. */
const ENTITY =
  /&(?:amp;)?(?:amp|lt|gt|quot|apos|nbsp|ensp|emsp|middot|bull|hellip|[mn]dash|[lr][sd]quo|[lr]aquo|times|copy|reg|[a-z](?:acute|grave|circ|uml|tilde|cedil|ring)|szlig|#\d{2,6}|#x[\da-f]{2,5});/gi;

export function withoutEntities(read: Read): Read {
  if (!read.lines.some(({ text }) => text.includes('&'))) return read;
  const changes = new Changes();
  for (const line of read.lines) {
    let count = 0;
    const text = line.text.replace(ENTITY, (entity) => {
      count += 1;
      return decodeHTML(decodeHTML(entity)); // some were written so twice
    });
    changes.keep(count === 0 ? line : changes.become(line, 'markup', text, count));
  }
  const { lines, changes: made } = changes.end();
  return { ...read, lines, changes: [...read.changes, ...made] };
}
