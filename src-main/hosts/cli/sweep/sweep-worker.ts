/** `sweep-worker`: a job of a sweep on a cluster, which is started there and not by a person. Its lines are for the log of the job. */
import { randomUUID } from 'node:crypto';
import { describeText } from '../../../services/corpora/facts.ts';
import { NOT_SEEN } from '../../../services/sweeps/cluster/jobs.ts';
import { Storage } from '../../../services/sweeps/cluster/storage.ts';
import { Worker } from '../../../services/sweeps/cluster/worker.ts';
import { SweepFolder } from '../../../services/sweeps/sweep-folder.ts';
import { DONE } from '../reports/exit-codes.ts';
import { onInterruption } from '../surroundings/interruption.ts';
import { withProduct, type Surroundings } from '../surroundings/surroundings.ts';

/**
 * @param path of the sweep's folder, as this machine calls it
 * @param id of the sweep that is to lie there
 * @param job as the cluster calls this one
 * @throws VerseloomError `file.*`, `engine.*`, `compute.*`: why it could not go on
 */
export async function workOnSweep(
  around: Surroundings,
  path: string,
  { id, job }: { readonly id: string; readonly job: string },
): Promise<number> {
  const { output } = around;
  const storage = new Storage(path);
  const plan = await storage.plan().catch(() => undefined);
  if (plan?.id !== id) {
    output.notice(around.translator.sentence({ code: 'sweep.notSeen', params: { path } }));
    return NOT_SEEN;
  }
  const { folder, description } = await SweepFolder.existing(path);
  const runs = await storage.runs(description.settings);
  const utf8 = await storage.text();
  const text = { ...(await describeText(utf8)), ...{ id: path, name: plan.text.name, text: utf8 } };
  const power = { threads: description.threads, leavesRoom: false };
  return withProduct(
    around,
    () => {},
    async (product, takeSignalsOver) => {
      const worker = new Worker({
        ...{ storage, folder, description, plan, runs, text, training: product.training },
        ...{ job, id: randomUUID() },
        say: (line) => output.line(line),
      });
      const release = onInterruption(output, (how) => {
        if (how === 'insists') product.lanes.kill();
        else void worker.stop();
      });
      takeSignalsOver();
      try {
        await worker.work();
        return DONE;
      } finally {
        release();
      }
    },
    power,
  );
}
