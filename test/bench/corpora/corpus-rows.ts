/** Rows on 20 MB of songs, as they come in and are changed, measured in a host of its own. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { atMost, heading, row } from '../table.ts';

/** Seconds that work took, and the longest time in which the host answered nothing, in milliseconds. */
export interface CorpusFigures {
  readonly songs: string;
  readonly work: string;
  readonly seconds: number;
  readonly gap: number;
}

export async function printCorpora(root: string): Promise<void> {
  heading('20 MB of songs');
  const host = fork(join(import.meta.dirname, 'corpus-work.ts'), [root]);
  host.on('message', (message) => {
    const { songs, work, seconds, gap } = message as CorpusFigures;
    const wanted = work === 'import' ? atMost(seconds, 3, '3 s') : undefined;
    row(`${songs}: ${work}`, `${seconds.toFixed(2)} s`, wanted);
    row(
      `${songs}: ${work}: the host answers nothing for at most`,
      `${gap.toFixed(0)} ms`,
      atMost(gap, 100, '100 ms'),
    );
  });
  await new Promise<void>((resolve, reject) => {
    host.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error('the host of the corpora ended')),
    );
  });
}
