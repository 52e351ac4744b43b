/** What is said on stderr about a run and about texts: the engine and why it is that one, and what was left out. */
import type { EngineInUse, EngineName } from '../../contract/engine.ts';
import type { Translator } from '../../messages/translator.ts';

const other: Record<EngineName, EngineName> = { onnx: 'tensorflow', tensorflow: 'onnx' };
/** Characters that are listed; a text in another script would fill the terminal. */
const LISTED = 30;

export function engineNotice(engine: EngineInUse, { t }: Translator): string {
  const { name, version, threads, reason, ratio } = engine;
  return t(`cli.engine.${ratio === undefined ? reason : 'measured'}`, {
    engine: t(`train.${name}`),
    version,
    threads,
    other: t(`train.${other[name]}`),
    ratio: ratio?.toFixed(1),
  });
}

export function leftOutNotice(characters: readonly string[], { t }: Translator): string {
  return t('cli.leftOut', { characters: list(characters) });
}

/** @returns the characters one after the other, the first of them when they are many */
export function list(characters: readonly string[]): string {
  const shown = characters
    .slice(0, LISTED)
    .map((character) => (character.trim() ? character : '␣'));
  return shown.join('') + (characters.length > LISTED ? '…' : '');
}
