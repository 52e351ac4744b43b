/** A forecast in words: how long, when it will be over, and how large the model is. */
import { count, day, moment, size } from '../../text/format.ts';
import { passage, t } from '../../text/messages.svelte.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** @returns about how long: in two units at most, since nobody knows more */
export function duration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 1.5 * MINUTE) return t('form.seconds', { seconds: count(whole) });
  if (whole < 1.5 * HOUR) return t('form.minutes', { minutes: count(whole / MINUTE) });
  if (whole < 2 * DAY) {
    const minutes = Math.round(whole / MINUTE / 5) * 5;
    const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
    const facts = { hours: count(hours), minutes: count(rest) };
    return rest === 0 ? t('form.hours', facts) : t('form.hoursMinutes', facts);
  }
  const hours = Math.round(whole / HOUR);
  const [days, rest] = [Math.floor(hours / 24), hours % 24];
  const facts = { days: count(days), hours: count(rest) };
  return rest === 0 ? t('form.days', facts) : t('form.daysHours', facts);
}

/** Below, it is the next minute already. */
const SOON = 50; // seconds

export interface Told {
  readonly seconds: number;
  /** Of the run under way, which comes first. */
  readonly before: number;
  readonly fileBytes: number | undefined;
  /** It may end earlier by itself. */
  readonly atMost: boolean;
  readonly isRough: boolean;
  readonly now: Date;
}

/** @returns sentences */
export function forecastSentence(told: Told): string {
  const { seconds, before, fileBytes, atMost, isRough, now } = told;
  const end = new Date(now.getTime() + (before + seconds) * 1000);
  const isToday = end.toDateString() === now.toDateString();
  const at = isToday ? day(end.toISOString(), now) : moment(end.toISOString());
  const facts = { time: duration(seconds), at };
  const isOverSoon = before === 0 && seconds < SOON;
  const when = isOverSoon
    ? t(atMost ? 'form.shortAtMost' : 'form.short', facts)
    : before > 0
      ? t(atMost ? 'form.afterAtMost' : 'form.after', facts)
      : t(atMost ? 'form.longAtMost' : 'form.long', facts);
  return passage(
    when,
    fileBytes === undefined ? '' : t('form.modelSize', { size: size(fileBytes) }),
    isRough ? t('form.rough') : '',
  );
}
