/** Commander's help in the person's language, laid out for characters that take two columns. */
import type { HelpConfiguration } from 'commander';
import type { Translator } from '../../../messages/translator.ts';
import { displayWidth, wrapToWidth } from './display-width.ts';

export function helpIn({ t }: Translator): HelpConfiguration {
  const titles: Record<string, string> = {
    'Usage:': t('cli.help.usage'),
    'Arguments:': t('cli.help.arguments'),
    'Options:': t('cli.help.options'),
    'Global Options:': t('cli.help.globalOptions'),
    'Commands:': t('cli.help.commands'),
  };
  const placeholders = (text: string): string =>
    text
      .replace('[options]', `[${t('cli.help.option')}]`)
      .replace('[command]', `[${t('cli.help.command')}]`);
  return {
    showGlobalOptions: true,
    styleTitle: (title) => titles[title] ?? title,
    styleUsage: placeholders,
    styleSubcommandTerm: placeholders,
    displayWidth,
    boxWrap: wrapToWidth,
  };
}
