/** Worker thread of the application: reads, cleans and searches the texts of corpora, so that the window never waits for that. */
import { parentPort } from 'node:worker_threads';
import type { Request } from './services/corpora/work/jobs.ts';
import { createWork, doJob } from './services/corpora/work/work.ts';

const host = parentPort!;
const work = createWork();

// One is asked for at a time.
host.on('message', (request: Request) => {
  void doJob(work, request, (answer, moved) => host.postMessage(answer, moved));
});
