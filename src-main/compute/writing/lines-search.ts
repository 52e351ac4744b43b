/** The call that searches lines that fit a form, with a model that is open. */
import type { Handlers } from '../../contract/api.ts';
import type { ComputeApi } from '../../contract/compute-api.ts';
import type { Gate } from '../../core/gate.ts';
import type { Alphabet } from '../../form/alphabet.ts';
import type { Surroundings } from '../../form/line-automaton.ts';
import { readingChoices } from '../../language/chinese/readings.ts';
import { loadEnglish } from '../../language/english/english.ts';
import type { Turns } from '../turns.ts';
import { searchForm, type FormReading } from './form-search.ts';
import type { OpenModel } from './open-models.ts';

type Search = Handlers<ComputeApi>['search'];

/** @param gate passed between two steps */
export async function searchLines<V>(
  model: OpenModel<V>,
  turns: Turns,
  gate: Gate,
  { form, lineBreak, readings, shown, ...query }: Omit<Parameters<Search>[0], 'key' | 'id'>,
): Promise<Awaited<ReturnType<Search>>> {
  const surroundings = await surroundingsOf(model, { form, lineBreak, readings });
  const { prefix, spared, count: readingCount, noCopy, seed, ...settings } = query;
  const after = await turns.take(() => model.decoder.after(prefix));
  const found = await searchForm(
    {
      ...{ form, settings, prefix, spared, noCopy, seed, index: model.index },
      count: readingCount,
      shown: new Set(shown),
      surroundings,
      gate,
    },
    async (count, temperature, use) => {
      const program = await turns.take(() => model.streams(count));
      return program.begin(after, temperature, (streams) =>
        use({ ...streams, step: (ids, from) => turns.take(() => streams.step(ids, from)) }),
      );
    },
  );
  return {
    ...found,
    readings: found.readings.map(withIds),
    nearest: found.nearest.map(withIds),
  };
}

/** @returns what lines are read by */
export async function surroundingsOf<V>(
  model: OpenModel<V>,
  { form, lineBreak, readings }: Pick<Parameters<Search>[0], 'form' | 'lineBreak' | 'readings'>,
): Promise<Surroundings> {
  const alphabet = await model.alphabet(lineBreak);
  const english = needsEnglish(alphabet, form.lines) ? await loadEnglish() : undefined;
  return { alphabet, english, chosen: readingChoices(readings) };
}

const needsEnglish = (
  { hasHan, letters }: Alphabet,
  lines: readonly { readonly latin?: boolean | undefined }[],
): boolean => letters.some((code) => code > 0) && (!hasHan || lines.some(({ latin }) => latin));

const withIds = ({ text }: FormReading) => ({
  ids: Int32Array.from(text, ({ id }) => id),
  logProbabilities: Float32Array.from(text, ({ logProbability }) => logProbability),
});
