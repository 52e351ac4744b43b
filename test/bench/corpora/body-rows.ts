/** Rows on a body of text at its real size: how soon it shows progress, how fast it goes, what it takes of memory, and how soon it stops. */
import { rm } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { defaultSettings, type TrainingSettings } from '../../../src-main/contract/settings.ts';
import type { TrainingStatus } from '../../../src-main/contract/training.ts';
import { peakBytes } from '../../compute/peak-bytes.ts';
import { computePid, connectTo, startApplication } from '../../e2e/support/application.ts';
import { importText } from '../../e2e/support/import-text.ts';
import { largeCorpus } from '../sizes.ts';
import { atMost, heading, row } from '../table.ts';

const CHARACTERS = 2_000_000;
const VOCABULARY = 6000;
const LINE = 20;
/** Of a run, from its first progress on: long enough for two saves on the way. */
const SECONDS = 25;
const FIRST_HAN = 0x4e00;

const text = (): string => {
  const ids = largeCorpus(CHARACTERS, VOCABULARY);
  let all = '';
  for (let at = 0; at < ids.length; at += LINE)
    all += `${String.fromCharCode(...ids.subarray(at, at + LINE).map((id) => FIRST_HAN + id))}\n`;
  return all;
};

/** @param name of the run, and what is other than in the book's chapter */
export async function printBody(
  runs: readonly (readonly [name: string, settings: Partial<TrainingSettings>])[],
): Promise<void> {
  heading(`a body of ${CHARACTERS.toLocaleString('en')} characters, V ${VOCABULARY}`);
  const application = await startApplication();
  const { calls, socket } = await connectTo(application);
  try {
    await importText(calls, 'body.txt', text());
    const corpora = await calls['corpora.list']({});
    const corpusId = corpora.find(({ name }) => name === 'body')!.id;
    for (const [name, settings] of runs) {
      const status = () => calls['training.status']({});
      const clicked = performance.now();
      await calls['training.start']({
        ...{ corpusId, engine: 'onnx' },
        settings: { ...defaultSettings, maxCharacters: 0, prefixes: [], ...settings },
      });
      let now: TrainingStatus;
      while ((now = await status()).underWay === null && now.epochs === 0) await setTimeout(20);
      const first = (performance.now() - clicked) / 1000;
      row(
        `${name}: from the start to the first progress`,
        `${first.toFixed(1)} s`,
        atMost(first, 3, '3 s'),
      );
      const from = now.underWay!;
      await setTimeout(1000 * SECONDS);
      const { underWay, savedAt, saveFailure, secondsPerEpoch } = await status();
      const predictions =
        (underWay!.steps - from.steps) * defaultSettings.timeSteps * defaultSettings.batchSize;
      const rate = predictions / (underWay!.seconds - from.seconds);
      row(
        `${name}: an epoch`,
        `${(secondsPerEpoch / 60).toFixed(1)} min, ${Math.round(rate).toLocaleString('en')}/s`,
      );
      if (savedAt === null || saveFailure) throw new Error('it was not saved on the way');
      const asked = performance.now();
      const peak = peakBytes(await computePid(application)) ?? NaN;
      await calls['training.stop']({});
      row(
        `${name}: the largest resident size`,
        `${Math.round(peak / 1e6)} MB`,
        atMost(peak, 700e6, '700 MB'),
      );
      row(
        `${name}: a stop, until the model is on disk`,
        `${((performance.now() - asked) / 1000).toFixed(1)} s`,
      );
    }
  } finally {
    socket.close();
    await application.end();
    await rm(application.data, { recursive: true, force: true });
  }
}
