/** What was written as one JSON object, and what is said where no lines fit. */
import type { LinesResult, Reading } from '../../../contract/writing/lines.ts';
import type { MetWishes } from '../../../contract/writing/constraint.ts';
import type { Translator } from '../../../messages/translator.ts';

/** From best to worst. */
const degrees = ['met', 'nearly', 'missed'] as const;

export function inJson(
  piece: { prefix: string; continuation: string; leftOut: readonly string[] },
  { text, logProbability, characters, copied, met }: Omit<Reading, 'lines' | 'continuation'>,
): Record<string, unknown> {
  const { prefix, continuation, leftOut } = piece;
  return {
    ...{ prefix, continuation, leftOut, text, logProbability, characters },
    copied: copied?.map(({ start, length, song }) => ({ start, length, song })) ?? null,
    met: ofAll(met),
  };
}

/** @returns of each wish how far it is met by the line that meets it least */
function ofAll(lines: readonly MetWishes[]): MetWishes {
  const all: MetWishes = {};
  for (const line of lines)
    for (const [wish, degree] of Object.entries(line) as [
      keyof MetWishes,
      (typeof degrees)[number],
    ][])
      if (degrees.indexOf(degree) >= degrees.indexOf(all[wish] ?? 'met')) all[wish] = degree;
  return all;
}

/** @returns sentences: that there are none, what is in the way, and the nearest that there is */
export function obstacleNotices(
  { tried, inTheWay, nearest }: LinesResult,
  { t, language }: Translator,
): string[] {
  const sentences = [t('lines.none', { tried })];
  for (const { wish, found, tried: trial } of inTheWay)
    sentences.push(t('lines.inTheWay', { wish: t(`lines.wishes.${wish}`), found, tried: trial }));
  if (inTheWay.length === 0) sentences.push(t('lines.together'));
  const [first] = nearest;
  const between = language === 'zh' ? '／' : ' / ';
  if (first) sentences.push(t('lines.nearest', { text: first.lines.join(between) }));
  return sentences;
}
