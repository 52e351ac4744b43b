/** Plain-Node entry of the application: the same services as in the window, for a browser on this machine. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBrowser } from './hosts/web/browser.ts';
import { isPortRefused, startWebHost, type WebHost } from './hosts/web/server.ts';
import { bringsLines, onEnter } from './hosts/web/terminal-input.ts';
import { holdInstallation, installation } from './installation.ts';
import { InstalledProduct } from './installed-product.ts';
import { createTranslator, systemLanguage } from './messages/translator.ts';
import { toFailure } from './contract/errors.ts';
import { isResting, type TrainingStatus } from './contract/training.ts';
import { lastSaveSentence, waitSentence } from './messages/ending.ts';
import { onEndSignals } from './services/end-signals.ts';
import { platformPlace } from './store/data/data-folder.ts';
import { openData } from './store/data/open-data.ts';
import { describeError, Problems } from './services/problems.ts';
import { childProcessSpawn } from './supervisor/child-process.ts';

const translator = createTranslator(systemLanguage());
const { t } = translator;

/** Preferred where none is asked for: a browser keeps what it has stored by address, and the port is part of that. */
const USUAL_PORT = 47_470;
/** How long the address is good that a browser is started with: others see it, too, among the arguments of programs. */
const BROWSER_LIMIT_MS = 60_000;
/** What a fault of ours is given to save in. */
const SAVE_LIMIT_MS = 30_000;

interface Options {
  /** In order of preference. */
  readonly ports: readonly number[];
  readonly opens: boolean;
}

/** @returns what was asked for; ends the program when that makes no sense */
function readOptions(): Options {
  const options = { port: { type: 'string' }, 'no-open': { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ options, strict: false, allowPositionals: true });
  const { port, 'no-open': staysClosed, ...others } = values;
  const [other] = [...Object.keys(others).map((name) => `--${name}`), ...positionals];
  if (other !== undefined) refuse(t('serve.noOption', { option: other }));
  if (port === undefined) return { ports: [USUAL_PORT, 0], opens: !staysClosed };
  const isPort = typeof port === 'string' && /^\d{1,5}$/.test(port) && Number(port) <= 65_535;
  if (!isPort) refuse(port === true ? '--port' : `--port ${port}`);
  return { ports: [Number(port)], opens: !staysClosed };
}

function refuse(message: string): never {
  console.error(t('serve.usage', { message }));
  process.exit(2);
}

async function openHost(ports: readonly number[], product: InstalledProduct): Promise<WebHost> {
  try {
    return await startWebHost(installation.screens, product.handlers, logFault, ports);
  } catch (error) {
    if (!isPortRefused(error)) throw error;
    console.error(t('serve.portTaken', { port: ports[0] }));
    process.exit(2);
  }
}

/** Saves what runs and says what became of it. @returns the exit code */
async function closeProduct(product: InstalledProduct): Promise<number> {
  const { training } = product.current;
  const before = training.status();
  await product.close();
  const { state, modelId, savedAt, failure } = training.status();
  const isLost = state === 'failed' && !isResting(before.state); // what its process had not told by then
  if (isLost) tellLastSave(product);
  else if (modelId && savedAt !== before.savedAt)
    console.log(t('serve.saved', { path: join(product.data.models, `${modelId}.verse`) }));
  if (state !== 'failed' || !failure) return 0; // what could not be saved has failed, too
  console.error(translator.sentence(failure));
  return 1;
}

const problems = new Problems();

/** A fault of ours, with where in the program it came from. */
function logFault(error: unknown, name: string): void {
  problems.add(`${name}: ${describeError(error)}`);
  console.error(`${name}:`, error);
}

/**
 * What escapes from everywhere else. After a promise that nobody waited for, what it did not do is all that is missing, so the host
 * goes on, with what was learnt saved. After an exception that nobody caught, anything may be half done, and Node says that going on
 * is not safe: then it ends in its usual way, which saves as well.
 */
function outliveFaults(product: InstalledProduct, end: (code: number) => Promise<void>): void {
  process.on('unhandledRejection', (error) => {
    logFault(error, 'unhandledRejection');
    console.error(t('serve.faultGoesOn'));
    void product.current.lanes.save();
  });
  process.on('uncaughtException', (error) => {
    logFault(error, 'uncaughtException');
    console.error(t('serve.faultEnds'));
    setTimeout(() => process.exit(1), SAVE_LIMIT_MS).unref();
    void end(1).catch(fail);
  });
}

function printAddress(host: WebHost): void {
  console.log(t('serve.address', { address: host.newAddress() }));
}

/** Says what is left of runs that are broken off. */
function tellLastSave({ current, data }: InstalledProduct): void {
  for (const status of current.lanes.statuses) {
    const path = join(data.models, `${status.modelId}.verse`);
    console.log(lastSaveSentence(status, path, translator));
  }
}

function endAtOnce(product: InstalledProduct): never {
  product.current.lanes.kill(); // it may be one that hears nothing
  console.log(t('train.ending.atOnce'));
  if (product.current.lanes.isTraining) tellLastSave(product);
  process.exit(1);
}

async function main(): Promise<void> {
  const { ports, opens } = readOptions();
  holdInstallation();
  let isWaitTold = false;
  const tellWait = (status: TrainingStatus): void => {
    const sentence = waitSentence(status, translator);
    if (sentence === undefined || isWaitTold) return;
    isWaitTold = true;
    console.log(sentence);
  };
  let ending = false;
  let told: WebHost | undefined; // what happens before it is there, nobody could hear
  // Whoever finds the data in use is told.
  const opening = openData(process.env, platformPlace(), { answersEnter: bringsLines() });
  const product = await InstalledProduct.open(
    {
      host: 'browser',
      spawn: childProcessSpawn(installation.compute, (why) =>
        problems.add(`the compute process ended: ${why}`),
      ),
      language: () => translator.language,
      hostState: () => ({ hasSandbox: null, logs: null, problems: problems.newest }),
      emit: (name, data) => {
        told?.emit(name, data);
        if (ending && name === 'training') tellWait(data as TrainingStatus);
      },
    },
    opening,
  );
  const host = (told = await openHost(ports, product));

  const end = async (fault = 0): Promise<void> => {
    if (ending) return;
    ending = true;
    console.log(t('serve.ending'));
    const code = await closeProduct(product);
    await host.close();
    process.exit(fault || code);
  };
  onEndSignals((insists) => (insists ? endAtOnce(product) : void end().catch(fail)));
  outliveFaults(product, end);

  printAddress(host);
  const heard = onEnter(() => printAddress(host));
  console.log(t(heard ? 'serve.onceEnter' : 'serve.once'));
  if (opens) openBrowser(host.newAddress(BROWSER_LIMIT_MS));
}

function fail(error: unknown): never {
  console.error(translator.sentence(toFailure(error)));
  process.exit(1);
}

main().catch(fail);
