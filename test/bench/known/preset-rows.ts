/** Rows on the presets of *Train*: the lowest perplexity that each comes to on the last tenth of a text, three seeds, beside what counting alone reaches there. */
import { readFile, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { ApiCalls } from '../../../src-main/contract/api.ts';
import type { CorpusInfo } from '../../../src-main/contract/corpus/corpus.ts';
import type { EngineName } from '../../../src-main/contract/engine.ts';
import { countedPerplexity, isResting } from '../../../src-main/contract/training.ts';
import { builtInSettings } from '../../../src-renderer/training/form/presets.ts';
import { connectTo, startApplication } from '../../e2e/support/application.ts';
import { importText } from '../../e2e/support/import-text.ts';
import { heading, row } from '../table.ts';
import { each, figure, meanOf, SEEDS, type Lowest } from './known-figures.ts';

const presets = { careful: 'Careful', songs: 'A body of songs', small: 'Small and quick' } as const;
type Preset = keyof typeof presets;

const CHINESE = 'verseloom-songs-zh';
/** Of the Chinese songbook, so many characters are learnt besides all: what is shorter than a body of songs. */
const FEW = 20_000;

interface Text {
  readonly name: string;
  readonly corpus: CorpusInfo;
  /** 0 for all. */
  readonly maxCharacters: number;
}

/**
 * On the songbooks that come with the product, and on texts of other kinds.
 * @param paths of such texts
 */
export async function printPresets(engine: EngineName, paths: readonly string[]): Promise<void> {
  const application = await startApplication();
  const { calls, socket } = await connectTo(application);
  try {
    for (const text of await textsOf(calls, paths)) await printText(calls, engine, text);
  } finally {
    socket.close();
    await application.end();
    await rm(application.data, { recursive: true, force: true });
  }
}

async function textsOf(calls: ApiCalls, paths: readonly string[]): Promise<Text[]> {
  const books = (await calls['corpora.list']({})).filter((one) => one.builtIn && one.songs > 1);
  const own: CorpusInfo[] = [];
  for (const path of paths) own.push(await importText(calls, basename(path), await readFile(path)));
  const texts = [...books, ...own].map((corpus) => ({
    ...{ name: corpus.names?.en ?? corpus.name, corpus, maxCharacters: 0 },
  }));
  const chinese = texts.find(({ corpus }) => corpus.id === CHINESE)!;
  const few = { ...chinese.corpus, characters: FEW };
  const name = `${chinese.name}, its first ${FEW} characters`;
  return [...texts, { name, corpus: few, maxCharacters: FEW }];
}

async function printText(calls: ApiCalls, engine: EngineName, text: Text): Promise<void> {
  heading(`presets: ${text.name}, ${text.corpus.characters} characters, ${SEEDS.length} seeds`);
  for (const [i, id] of (Object.keys(presets) as Preset[]).entries()) {
    const found: Found[] = [];
    for (const seed of SEEDS) found.push(await lowest(calls, engine, text, id, seed));
    if (i === 0) row('counting alone', figure(found[0]!.counting));
    row(
      `${presets[id]}: lowest on what is held out (epoch)`,
      `${figure(meanOf(found))} (${each(found)})`,
    );
  }
}

interface Found extends Lowest {
  readonly counting: number;
}

/** Makes a run as a person does who chooses the preset in the form. */
async function lowest(
  calls: ApiCalls,
  engine: EngineName,
  { corpus, maxCharacters }: Text,
  preset: Preset,
  seed: number,
): Promise<Found> {
  const settings = builtInSettings(preset, corpus, null);
  await calls['training.start']({
    ...{ corpusId: corpus.id, engine },
    settings: { ...settings, maxCharacters, prefixes: [], seed },
  });
  let status = await calls['training.status']({});
  while (!isResting(status.state)) {
    await setTimeout(100);
    status = await calls['training.status']({});
  }
  const { state, best, counting, failure } = status;
  if (state !== 'finished' || best === null || counting === null)
    throw new Error(`the run has ${state}: ${JSON.stringify(failure)}`);
  return { ...best, counting: countedPerplexity(counting) };
}
