/** Rows on a text of the largest size, measured in a host of its own. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { atMost, heading, row } from './table.ts';

/** Gaps are the longest times in which the host answered nothing, in milliseconds; what is held is in bytes. */
export interface LargeTextFigures {
  readonly importGap: number;
  readonly importSeconds: number;
  readonly textGap: number;
  readonly startGap: number;
  readonly startSeconds: number;
  readonly saveGap: number;
  readonly saveSeconds: number;
  readonly stopSeconds: number;
  readonly shuffleStopSeconds: number;
  readonly goOnGap: number;
  readonly goOnSeconds: number;
  readonly held: number;
}

export async function measureLargeText(root: string): Promise<LargeTextFigures> {
  const host = fork(join(import.meta.dirname, 'large-text.ts'), [root], {
    execArgv: ['--expose-gc'],
  });
  return new Promise((resolve, reject) => {
    host.once('message', (figures) => resolve(figures as LargeTextFigures));
    host.once('exit', () => reject(new Error('the host of the large text ended')));
  });
}

export async function printLargeText(root: string): Promise<void> {
  heading('a text of 64 MB, 67 million characters');
  const figures = await measureLargeText(root);
  const gap = (name: string, milliseconds: number, seconds?: number): void =>
    row(
      `${name}: the host answers nothing for at most`,
      `${milliseconds.toFixed(0)} ms${seconds === undefined ? '' : ` of ${seconds.toFixed(1)} s`}`,
      atMost(milliseconds, 100, '100 ms'),
    );
  gap('import', figures.importGap, figures.importSeconds);
  gap('a look at its beginning', figures.textGap);
  gap('start of a run', figures.startGap, figures.startSeconds);
  gap('first save with the text', figures.saveGap, figures.saveSeconds);
  gap('going on with that model', figures.goOnGap, figures.goOnSeconds);
  row('stop with the text saved before: on disk after', `${figures.stopSeconds.toFixed(2)} s`);
  const { shuffleStopSeconds: stop, held } = figures;
  row(
    'stop in the shuffle of 67 million examples: on disk after',
    `${(stop * 1000).toFixed(0)} ms`,
    atMost(stop, 0.2, '200 ms'),
  );
  row('held by the host afterwards', `${(held / 1e6).toFixed(0)} MB`, atMost(held, 10e6, '10 MB'));
}
