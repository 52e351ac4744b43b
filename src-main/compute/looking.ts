/** Looks inside a model: everything but the engine's own work is done in slices, so that a step of a run is never late for it. */
import { setImmediate } from 'node:timers/promises';
import { bookParameters, gateOf } from '../contract/architecture.ts';
import type { ComputeApi } from '../contract/compute-api.ts';
import type { Handlers } from '../contract/api.ts';
import { LIKELY } from '../contract/inside.ts';
import type { Shape } from '../core/bptt.ts';
import { GradientReader } from '../core/inside/gradient.ts';
import { histogramOf } from '../core/inside/histogram.ts';
import { Reader, type ReadText } from '../core/inside/reading.ts';
import { leastOf, unitsOf } from '../core/inside/units.ts';
import type { LanguageModel } from '../core/parameters.ts';
import type { Batch } from '../core/sampler.ts';
import type { Engine } from '../core/tensors/engine.ts';
import type { Turns } from './turns.ts';

type Asked = Parameters<Handlers<ComputeApi>['lookAtRun']>[0];
type Seen = Awaited<ReturnType<Handlers<ComputeApi>['lookAt']>>;
type SeenOfMoment = Awaited<ReturnType<Handlers<ComputeApi>['lookAtMoment']>>;
type SeenOfRun = Awaited<ReturnType<Handlers<ComputeApi>['lookAtRun']>>;

/** A run between two steps, in copies of its own. */
export interface Moment {
  readonly model: LanguageModel;
  readonly epochs: number;
  readonly steps: number;
  /** Of the run's batches. */
  readonly shape: Shape;
  /** The batch at hand, and the state that it goes on from [B, H], null for zeros; undefined before the first one. */
  readonly batch: { readonly ids: Batch; readonly state: Float32Array | null } | undefined;
}

/** What a model makes of a text, by programs that are compiled once. */
export class Looking<V> {
  readonly #engine: Engine<V>;
  readonly #turns: Turns;
  #reader: Promise<Reader<V>> | undefined;
  #gradient: Promise<GradientReader<V>> | undefined;

  constructor(engine: Engine<V>, turns: Turns) {
    this.#engine = engine;
    this.#turns = turns;
  }

  /** @param model always one of the same architecture */
  async at(model: LanguageModel, { ids, lineBreak, layer }: Asked): Promise<Seen> {
    const { states, surprises, likely, probabilities } = await this.#read(model, ids, layer);
    await setImmediate();
    const units = unitsOf(states, ids, surprises, lineBreak);
    return {
      ...{ surprises, likely, probabilities, states, least: leastOf(ids.length) },
      histograms: await histogramsOf(model),
      units: units.map(({ unit, follows, r }) => ({
        ...{ unit, what: follows.what, r },
        id: 'id' in follows ? follows.id : null,
      })),
    };
  }

  /** As `at`, of which a moment is asked no more than this. */
  async atMoment(model: LanguageModel, ids: Int32Array): Promise<SeenOfMoment> {
    const { surprises } = await this.#read(model, ids);
    return { surprises, histograms: await histogramsOf(model) };
  }

  /** @param layer from 0 on; the highest without */
  async #read(
    model: LanguageModel,
    ids: Int32Array,
    layer = model.architecture.layers - 1,
  ): Promise<ReadText> {
    const inTurn = <Result>(work: () => Promise<Result>) => this.#turns.take(work);
    this.#reader ??= inTurn(() => Reader.create(this.#engine, model.architecture));
    return (await this.#reader).read(model, ids, LIKELY, layer, inTurn);
  }

  /** @param moment always of one run */
  async atRun(moment: Moment, asked: Asked): Promise<SeenOfRun> {
    const { model, epochs, steps, shape, batch } = moment;
    const seen = await this.at(model, asked);
    if (!batch) return { ...seen, epochs, steps, gradient: null };
    this.#gradient ??= this.#turns.take(() => GradientReader.create(this.#engine, shape));
    const reader = await this.#gradient;
    const { ofAll, ofLast } = await this.#turns.take(() =>
      reader.read(model, batch.ids, batch.state),
    );
    return { ...seen, epochs, steps, gradient: { ofAll: [...ofAll], ofLast: [...ofLast] } };
  }

  async dispose(): Promise<void> {
    await (await this.#reader)?.dispose();
    await (await this.#gradient)?.dispose();
  }
}

async function histogramsOf({
  architecture,
  parameters,
}: LanguageModel): Promise<Seen['histograms']> {
  const histograms: Seen['histograms'] = [];
  for (const parameter of bookParameters(architecture)) {
    await setImmediate();
    const { name, shape } = parameter;
    const { counts, ...spread } = histogramOf(gateOf(parameters[parameter.in], parameter));
    histograms.push({ name, shape: [...shape], counts: [...counts], ...spread });
  }
  return histograms;
}
