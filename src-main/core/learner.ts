/** A model while it learns: it keeps parameters and state on the engine and makes one step at a time. */
import { sizeOf } from '../contract/architecture.ts';
import type { TrainingSettings } from '../contract/settings.ts';
import type { Mark } from '../contract/compute-api.ts';
import { momentsOf } from '../contract/optimisers/optimisers.ts';
import type { Shape } from './bptt.ts';
import { NO_EPOCH } from './course.ts';
import { drawMasks } from './layers/masks.ts';
import type { Engine, Executable, TensorSpec, Values } from './tensors/engine.ts';
import { optimisers } from './optimisers/optimisers.ts';
import { mapParameters, type LanguageModel, type ParameterMap } from './parameters.ts';
import {
  maskSpecs,
  momentSpecs,
  parameterSpecs,
  stateSpec,
  trainingStep,
  type MaskName,
  type MomentName,
  type StepSettings,
  type UpdateInput,
  type UpdateOutput,
} from './programs.ts';
import type { Batch } from './sampler.ts';

export interface StepReport {
  /** Mean cross-entropy of the batch, before the update. */
  readonly loss: number;
  /** Norm of all gradients together, before clipping. */
  readonly norm: number;
  /** The sum of the squares of what was cut off of them; where clipping is by value alone. */
  readonly cut?: number | undefined;
}

/** Weights, and the epoch that left them: 0 for those that a run began with. */
interface Kept<V> extends Mark {
  readonly parameters: ParameterMap<V>;
}

/** Weights of a run on their way out of it, which stay as they are while it goes on. */
export interface Held {
  /** @returns them, good until they are let go of: where the engine can do so, views of its own memory, which no step waits for */
  view(): LanguageModel;
  /** Likewise what is kept of the gradients, as `moments` of a learner; of weights as they are now alone. */
  moments(): LanguageModel[];
  release(): void;
}

/** What a learner goes on from, besides its weights. */
export interface Before {
  /** What was kept of the gradients, as `moments` of a learner; zeros without. */
  readonly moments?: readonly LanguageModel[] | undefined;
  /** Steps of the run that are made already, since that was zeros. */
  readonly steps?: number;
  /** Of each of the B examples a row; zeros without. */
  readonly hiddenState?: Float32Array | null | undefined;
  /** The best epoch so far, and its weights, where these are others than those it goes on from. */
  readonly best?: (Mark & { readonly model: LanguageModel | null }) | undefined;
  /** Those it goes on from, where they are marked. */
  readonly marked?: Mark | undefined;
}

/** Room for the masks of a step, none without dropout; and what they are. */
interface Dropout {
  readonly specs: readonly (readonly [MaskName, TensorSpec])[];
  readonly masks: readonly Float32Array[];
}

type Rate = Pick<TrainingSettings, 'learningRate' | 'clippingThreshold'>;
type Tensors<V> = Readonly<Partial<Record<string, V>>>;

export type LearnerSettings = StepSettings &
  Pick<TrainingSettings, 'timeSteps' | 'batchSize' | 'learningRate'> &
  Partial<Pick<TrainingSettings, 'dropout' | 'seed'>> &
  Pick<Shape, 'batches'>;

export class Learner<V> {
  readonly #engine: Engine<V>;
  #settings: LearnerSettings;
  #program: Executable<V, UpdateInput, UpdateOutput> | undefined;
  readonly #architecture: LanguageModel['architecture'];
  readonly #dropout: Dropout;
  /** The state before anything was read, uploaded once: made anew at every reset it would be most of a step's garbage. */
  readonly #zeros: V; // [B, ·]
  #parameters: ParameterMap<V>;
  /** What is kept of the gradients. */
  #moments: Readonly<Partial<Record<MomentName, V>>>;
  /** Steps that were made since that was zeros. */
  #steps: number;
  /** Those that are to be had again, and those that may be: nothing is copied, only not released. */
  #kept: Kept<V>;
  #marked: Kept<V> | undefined;
  /** Those that somebody holds, and how many do. */
  readonly #held = new Map<Tensors<V>, number>();
  #isOver = false;
  #state: V;

  static async create<V>(
    engine: Engine<V>,
    model: LanguageModel,
    settings: LearnerSettings,
    before: Before = {},
  ): Promise<Learner<V>> {
    const learner = new Learner(engine, model, settings, before);
    await learner.#compile();
    return learner;
  }

  private constructor(
    engine: Engine<V>,
    { architecture, parameters }: LanguageModel,
    settings: LearnerSettings,
    { moments, steps = 0, hiddenState, best, marked }: Before,
  ) {
    this.#engine = engine;
    this.#settings = settings;
    this.#steps = steps;
    this.#architecture = architecture;
    const masks = maskSpecs(this.#shape);
    this.#dropout = {
      specs: masks,
      masks: masks.map(([, { shape }]) => new Float32Array(sizeOf(shape))),
    };
    const specs = parameterSpecs(architecture);
    const upload = (values: LanguageModel['parameters']): ParameterMap<V> =>
      mapParameters(values, (value, name) => engine.upload(value, specs[name]));
    this.#parameters = upload(parameters);
    const { model, ...mark } = best ?? { ...NO_EPOCH, model: null };
    this.#kept = { ...mark, parameters: model ? upload(model.parameters) : this.#parameters };
    if (marked) this.#marked = { ...marked, parameters: this.#parameters };
    this.#moments = this.#uploadMoments(moments);
    const state = stateSpec(architecture, settings.batchSize);
    this.#zeros = engine.upload(new Float32Array(sizeOf(state.shape)), state);
    this.#state = hiddenState ? engine.upload(hiddenState, state) : this.#zeros;
  }

  /** Whether it has this θ, with which its program is made. */
  has({ clippingThreshold }: Rate): boolean {
    return clippingThreshold === this.#settings.clippingThreshold;
  }

  /** Takes another η, which a step is told, and another θ, which is part of the program that makes it. */
  async change({ learningRate, clippingThreshold }: Rate): Promise<void> {
    const isProgramGood = this.has({ learningRate, clippingThreshold });
    this.#settings = { ...this.#settings, learningRate, clippingThreshold };
    if (!isProgramGood) await this.#compile();
  }

  async #compile(): Promise<void> {
    const before = this.#program;
    this.#program = undefined;
    await before?.dispose(); // first, since both at once would take twice the memory
    this.#program = await this.#engine.compile(trainingStep(this.#shape, this.#settings));
  }

  get #shape(): Shape {
    const { timeSteps, batchSize, batches = 1, dropout = 0 } = this.#settings;
    return { ...this.#architecture, timeSteps, batchSize, batches, dropout };
  }

  #uploadMoments(moments: readonly LanguageModel[] | undefined) {
    const { optimiser } = this.#settings;
    const specs = momentSpecs(this.#architecture, { optimiser });
    const given = momentsOf(optimiser).flatMap((moment, i) =>
      Object.entries(moments?.[i]?.parameters ?? {}).map(
        ([name, values]) => [`${moment}_${name}`, values] as const,
      ),
    );
    const known = new Map<string, Float32Array>(given);
    const upload = (name: string, spec: TensorSpec): V =>
      this.#engine.upload(known.get(name) ?? new Float32Array(sizeOf(spec.shape)), spec);
    return Object.fromEntries(
      Object.entries(specs).map(([name, spec]) => [name, upload(name, spec)]),
    ) as Partial<Record<MomentName, V>>;
  }

  /** Forgets what was read: the next step begins from a hidden state of zeros. */
  resetState(): void {
    this.#release(this.#state);
    this.#state = this.#zeros;
  }

  /** Makes one step, unless its loss or norm is not finite: then parameters, what is kept of the gradients, and state stay as they were. */
  async learn(batch: Batch): Promise<StepReport> {
    const { report, parameters, moments, state } = await this.#step(batch, this.#masks());
    const made = Number.isFinite(report.loss) && Number.isFinite(report.norm);
    this.#release(made ? this.#state : state);
    const unused = made ? [this.#parameters, this.#moments] : [parameters, moments];
    if (made) {
      this.#parameters = parameters;
      this.#moments = moments;
      this.#state = state;
      this.#steps += 1;
    }
    for (const tensors of unused) this.#releaseUnused(tensors);
    return report;
  }

  /** @returns what a step on the batch would report, which is not made and leaves nothing out */
  async trial(batch: Batch): Promise<StepReport> {
    const { report, parameters, moments, state } = await this.#step(batch, this.#nothingLeftOut());
    this.#release(state);
    this.#releaseUnused(parameters);
    this.#releaseUnused(moments);
    return report;
  }

  /** Those of the next step. */
  #masks(): Record<MaskName, V> {
    const { dropout = 0, seed = 0 } = this.#settings;
    drawMasks(this.#dropout.masks, dropout, seed, this.#steps);
    return this.#uploaded();
  }

  #nothingLeftOut(): Record<MaskName, V> {
    for (const mask of this.#dropout.masks) mask.fill(1);
    return this.#uploaded();
  }

  #uploaded(): Record<MaskName, V> {
    const { specs, masks } = this.#dropout;
    return Object.fromEntries(
      specs.map(([name, spec], place) => [name, this.#engine.upload(masks[place]!, spec)]),
    );
  }

  async #step({ x, y, predicted }: Batch, masks: Record<MaskName, V>) {
    const ids = (values: Values): V =>
      this.#engine.upload(values, { shape: [values.length], type: 'int32' });
    const scalar = (value: number): V =>
      this.#engine.upload(Float32Array.of(value), { shape: [], type: 'float32' });
    const { optimiser, learningRate } = this.#settings;
    const numbers = optimisers[optimiser].numbers(this.#settings, learningRate, this.#steps + 1);
    const told = {
      ...{ x: ids(x), y: ids(y) },
      ...(predicted && { predicted: ids(predicted) }),
      ...masks,
      ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, scalar(value)])),
    };
    const results = await this.#program!.run({
      ...this.#parameters,
      ...this.#moments,
      ...told,
      state: this.#state,
    } as Record<UpdateInput, V>);
    const { loss, norm, state } = results;
    const cut: V | undefined = results.cut; // where clipping is by value
    const read = (tensor: V): number => this.#engine.read(tensor)[0]!;
    const report: StepReport = {
      ...{ loss: read(loss), norm: read(norm) },
      ...(cut !== undefined && { cut: read(cut) }),
    };
    const seen = [...Object.values(told), loss, norm, ...(cut === undefined ? [] : [cut])];
    for (const tensor of seen) this.#release(tensor);
    const parameters = mapParameters(this.#parameters, (_, name) => results[name]);
    const moments = Object.fromEntries(
      Object.keys(this.#moments).map((name) => [name, results[name as MomentName]]),
    ) as Partial<Record<MomentName, V>>;
    return { report, parameters, moments, state };
  }

  /** Marks the weights as an epoch has left them, in place of those that were marked before: no step has shown yet what they are worth. */
  mark(mark: Mark): void {
    const before = this.#marked;
    this.#marked = { ...mark, parameters: this.#parameters };
    if (before) this.#releaseUnused(before.parameters);
  }

  get isMarked(): boolean {
    return this.#marked !== undefined;
  }

  /** Keeps the weights that are marked, in place of those that were kept before: at first, those that it began with. */
  keepMarked(): void {
    if (!this.#marked) return;
    const before = this.#kept;
    this.#kept = this.#marked;
    this.#marked = undefined;
    this.#releaseUnused(before.parameters);
  }

  /** They are worth nothing. */
  dropMarked(): void {
    const before = this.#marked;
    this.#marked = undefined;
    if (before) this.#releaseUnused(before.parameters);
  }

  /** The epoch whose weights are kept; 0 for those that it began with. */
  get best(): Mark {
    const { epoch, perplexity } = this.#kept;
    return { epoch, perplexity };
  }

  /** Whether the weights as they are now are those that are kept. */
  get isBest(): boolean {
    return this.#kept.parameters === this.#parameters;
  }

  /** @returns a copy of the model that is kept */
  kept(): LanguageModel {
    return this.#copyOf(this.#kept.parameters);
  }

  /** @param which the model as it is now, or the one that is kept now. @returns it, whatever becomes of the run; to be released, once */
  hold(which: 'now' | 'kept'): Held {
    const parameters = which === 'now' ? this.#parameters : this.#kept.parameters;
    const moments = which === 'now' ? this.#moments : {};
    for (const tensors of [parameters, moments])
      this.#held.set(tensors, (this.#held.get(tensors) ?? 0) + 1);
    const view = (tensor: V): Float32Array => this.#engine.view(tensor);
    return {
      view: () => this.#modelOf(parameters, view),
      moments: () => this.#momentsOf(moments, view),
      release: () => {
        for (const tensors of [parameters, moments]) {
          const others = this.#held.get(tensors)! - 1;
          if (others > 0) this.#held.set(tensors, others);
          else this.#held.delete(tensors);
          this.#releaseUnused(tensors);
        }
      },
    };
  }

  /** @returns a copy of the model as it is now */
  model(): LanguageModel {
    return this.#copyOf(this.#parameters);
  }

  /** @returns a copy of what is kept of the gradients: of each of `momentsOf` the numbers of every parameter; none of an optimiser that keeps nothing */
  moments(): LanguageModel[] {
    return this.#momentsOf(this.#moments, (tensor) => this.#engine.read(tensor));
  }

  /** The parameters as they are now, for another program: until the next step. */
  get parameters(): Readonly<ParameterMap<V>> {
    return this.#parameters;
  }

  /** @returns a copy of the state that the next step begins from, of each of the B examples a row */
  hiddenState(): Float32Array {
    return this.#engine.read(this.#state);
  }

  /** What somebody holds is let go of by them. */
  async dispose(): Promise<void> {
    this.#isOver = true;
    for (const tensors of new Set([this.#parameters, this.#moments, ...this.#others]))
      this.#releaseUnused(tensors);
    this.#release(this.#state);
    this.#engine.release(this.#zeros);
    await this.#program?.dispose();
  }

  #copyOf(parameters: Readonly<ParameterMap<V>>): LanguageModel {
    return this.#modelOf(parameters, (tensor) => this.#engine.read(tensor));
  }

  #modelOf(parameters: Readonly<ParameterMap<V>>, take: (tensor: V) => Float32Array) {
    return {
      architecture: this.#architecture,
      parameters: mapParameters(parameters, take),
    };
  }

  #momentsOf(
    moments: Readonly<Partial<Record<MomentName, V>>>,
    take: (tensor: V) => Float32Array,
  ): LanguageModel[] {
    if (Object.keys(moments).length === 0) return [];
    return momentsOf(this.#settings.optimiser).map((moment) => ({
      architecture: this.#architecture,
      parameters: mapParameters(this.#parameters, (_, name) => take(moments[`${moment}_${name}`]!)),
    }));
  }

  /** Weights that are needed besides those as they are now. */
  get #others(): ParameterMap<V>[] {
    return [this.#kept.parameters, ...(this.#marked ? [this.#marked.parameters] : [])];
  }

  #releaseUnused(tensors: Tensors<V>): void {
    if (this.#held.has(tensors)) return;
    const needed: Tensors<V>[] = [this.#parameters, this.#moments, ...this.#others];
    if (needed.includes(tensors) && !this.#isOver) return;
    for (const tensor of Object.values(tensors)) this.#engine.release(tensor!);
  }

  #release(tensor: V): void {
    if (tensor !== this.#zeros) this.#engine.release(tensor);
  }
}
