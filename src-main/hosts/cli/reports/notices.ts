/** What is said on stderr about a run and about texts: the engine and why it is that one, what was left out, how to go on. */
import type { EngineInUse } from '../../../contract/engine.ts';
import type { Manifest } from '../../../contract/model.ts';
import { signOf } from '../../../contract/corpus/song-text.ts';
import type { Translator } from '../../../messages/translator.ts';
import { quoted } from '../terminal/shell.ts';
import { passage } from './failures.ts';
import type { Surroundings } from '../surroundings/surroundings.ts';

/** Characters that are listed; a text in another script would fill the terminal. */
const LISTED = 30;

export function engineNotice(engine: EngineInUse, translator: Translator): string {
  const { t } = translator;
  const { name, version, threads, reason, ratio, next, leavesRoom } = engine;
  const said = t(`cli.engine.${next === undefined ? reason : 'measured'}`, {
    engine: t(`train.${name}`),
    version,
    count: threads,
    other: next && t(`train.${next}`),
    ratio: ratio?.toFixed(1),
  });
  return leavesRoom ? passage([said, t('cli.leavesRoom')], translator) : said;
}

/** @param slowdown how many times as long as measured a step takes */
export const slowdownNotice = (slowdown: number, { t }: Translator): string =>
  t('cli.slowdown', { times: slowdown.toFixed(1) });

/** @param recorded the engine that the run was begun with */
export function otherEngineNotice(recorded: Manifest['engine'], { t }: Translator): string {
  const { name, version, threads } = recorded;
  return t('cli.otherEngine', { engine: t(`train.${name}`), version, count: threads });
}

/** @param path of the model */
export const goOnCommand = ({ command }: Surroundings, path: string): string =>
  `${command} resume ${quoted(path)}`;

export const goOnNotice = (around: Surroundings, path: string): string =>
  around.translator.t('cli.goOn', { command: goOnCommand(around, path) });

export function leftOutNotice(characters: readonly string[], { t }: Translator): string {
  return t('cli.leftOut', { characters: list(characters) });
}

/** @returns the characters one after the other, the first of them when they are many */
export function list(characters: readonly string[]): string {
  const shown = characters.slice(0, LISTED).map(signOf);
  return shown.join('') + (characters.length > LISTED ? '…' : '');
}
