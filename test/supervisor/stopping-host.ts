/** A host that starts a compute process, stops it, says its number, and waits to be killed. */
import { join } from 'node:path';
import { childProcessSpawn } from '../../src-main/supervisor/child-process.ts';
import { Supervisor } from '../../src-main/supervisor/supervisor.ts';

const program = join(import.meta.dirname, '..', '..', 'dist', 'main', 'compute.cjs');
const supervisor = new Supervisor(childProcessSpawn(program), {
  event: () => {},
  change: () => {},
});
const { calls } = await supervisor.use({ engine: 'onnx', threads: 1 });
const { pid } = await calls.info({});
process.kill(pid, 'SIGSTOP');
process.stdout.write(String(pid));
setInterval(() => {}, 1000);
