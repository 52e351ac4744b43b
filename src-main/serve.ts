/** Plain-Node entry of the application: the same services as in the window, for a browser on this machine. */
import { parseArgs } from 'node:util';
import { presentEngines } from './engines/presence.ts';
import { openBrowser } from './hosts/web/browser.ts';
import { startWebHost } from './hosts/web/server.ts';
import { installation } from './installation.ts';
import { createTranslator, systemLanguage } from './messages/translator.ts';
import { toFailure } from './contract/errors.ts';
import { openProduct } from './services/product.ts';
import { dataFolder } from './store/data-folder.ts';
import { childProcessSpawn } from './supervisor/child-process.ts';

const translator = createTranslator(systemLanguage());
const { t } = translator;

/** @returns what was asked for; ends the program when that makes no sense */
function readOptions(): { port: number; opens: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '0' },
        'no-open': { type: 'boolean', default: false },
      },
    });
    if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535)
      throw new RangeError(`--port ${values.port}`);
    return { port: Number(values.port), opens: !values['no-open'] };
  } catch (error) {
    console.error(t('serve.usage', { message: (error as Error).message }));
    process.exit(2);
  }
}

async function main(): Promise<void> {
  const options = readOptions();
  const product = await openProduct({
    version: installation.version,
    data: dataFolder(),
    builtInCorpora: installation.builtInCorpora,
    engines: presentEngines(),
    spawn: childProcessSpawn(installation.compute),
    language: () => translator.language,
    emit: (name, data) => host.emit(name, data),
  });
  const log = (error: unknown, name: string): void => console.error(`${name}:`, error);
  const host = await startWebHost(installation.screens, product.handlers, log, options.port);

  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    console.log(t('serve.ending'));
    await product.close();
    const { state, modelId } = product.training.status();
    if (state === 'stopped' && modelId) console.log(t('serve.saved', { name: modelId }));
    await host.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void end());

  console.log(t('serve.address', { address: host.address }));
  if (options.opens) openBrowser(host.address);
}

main().catch((error: unknown) => {
  console.error(translator.sentence(toFailure(error)));
  process.exit(1);
});
