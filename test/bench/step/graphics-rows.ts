/** The graphics processor beside the processor: whether they agree, and what a step takes on each, in turn. */
import { AGREED } from '../../../src-main/contract/engine.ts';
import { defaultSettings } from '../../../src-main/contract/settings.ts';
import { childProcessSpawn } from '../../../src-main/supervisor/child-process.ts';
import { ComputeLink } from '../../../src-main/supervisor/link.ts';
import { threadsOf } from '../../../src-main/services/engines/engines.ts';
import { GRAPHICS_SECONDS } from '../../../src-main/supervisor/patience.ts';
import { atMost, heading, row } from '../table.ts';
import { toFailure } from '../../../src-main/contract/errors.ts';

const ROUNDS = 5;
const shapes = [
  ["the book's size", { hiddenSize: 256, vocabularySize: 1075 }],
  ['H 512, V 6,000', { hiddenSize: 512, vocabularySize: 6000 }],
] as const;

/** @param program path of the built compute entry */
export async function printGraphics(program: string): Promise<void> {
  heading('the graphics processor');
  const start = (engine: 'onnx' | 'webgpu'): ComputeLink =>
    new ComputeLink(
      childProcessSpawn(program)({ engine, threads: threadsOf(engine), measures: true }),
      () => {},
      () => {},
      GRAPHICS_SECONDS,
    );
  const tried = start('webgpu');
  const { outcome, furthest, reason } = await tried.calls.agreement({}).catch((error: unknown) => ({
    ...{ outcome: 'crashed', furthest: null, reason: toFailure(error).code },
  }));
  await tried.end();
  if (outcome !== 'agrees' || furthest === null) {
    row(`skipped: ${outcome}`, reason ?? '');
    return;
  }
  row('as far apart as', furthest.toExponential(1), atMost(furthest, AGREED, String(AGREED)));
  for (const [name, sizes] of shapes) {
    const shape = { ...defaultSettings, ...sizes };
    const [one, other] = [start('webgpu'), start('onnx')];
    const seconds = { webgpu: Infinity, onnx: Infinity };
    // The first turn of each makes ready.
    for (const link of [one, other]) await link.calls.measure(shape);
    for (let round = 0; round < ROUNDS; round++) {
      seconds.webgpu = Math.min(seconds.webgpu, (await one.calls.measure(shape)).seconds);
      seconds.onnx = Math.min(seconds.onnx, (await other.calls.measure(shape)).seconds);
    }
    await Promise.all([one.end(), other.end()]);
    const ms = (value: number): string => `${(1000 * value).toFixed(1)} ms`;
    row(
      `${name}: a step there, and on the processor`,
      `${ms(seconds.webgpu)}, ${ms(seconds.onnx)} (${(seconds.onnx / seconds.webgpu).toFixed(2)} ×)`,
    );
  }
}
