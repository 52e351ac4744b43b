/** The screen of the training: the form, what its run would take of memory and of time, and the start. */
import { createContext } from 'svelte';
import type { ApiCalls } from '../../src-main/contract/api.ts';
import { VerseloomError } from '../../src-main/contract/errors.ts';
import type { ModelInfo } from '../../src-main/contract/model.ts';
import type { TwoAtOnce } from '../../src-main/contract/training.ts';
import { Inside } from '../inside/inside.svelte.ts';
import type { Library } from '../library/library.ts';
import { adviseOn, type Advice } from '../library/advice/advice.ts';
import type { LastPace } from '../run/last-pace.svelte.ts';
import type { TrainingRun } from '../run/training-run.svelte.ts';
import type { Navigation } from '../state/navigation.svelte.ts';
import type { Preferences } from '../state/preferences.svelte.ts';
import { blamedField } from '../text/sentences.ts';
import type { QueueEntry } from '../../src-main/contract/runs/queue.ts';
import type { RunRequest } from '../../src-main/contract/runs/run-request.ts';
import type { OnCluster } from './clusters/cluster-choice.svelte.ts';
import { Clusters } from './clusters/clusters.svelte.ts';
import { fillForm } from './queue/fill-form.ts';
import { RunQueue, type QueueAround } from './queue/queue.svelte.ts';
import type { SweepPlan } from './queue/sweep-plan.ts';
import { Forecast, type ForecastQuestion } from './form/forecast.svelte.ts';
import { Memory } from './form/memory.svelte.ts';
import { OwnPresets } from './form/own-presets.svelte.ts';
import type { ShownShare } from './form/share.ts';
import { isFormField, type FormField } from './form/chosen-settings.ts';
import { TrainingForm } from './form/training-form.svelte.ts';
import { Unfolding } from './form/unfolding.svelte.ts';
import { workOf, type Work } from '../run/work.ts';
import { LastRun } from './last-run.svelte.ts';

interface Surroundings extends QueueAround {
  readonly library: Library;
  readonly navigation: Navigation;
  readonly run: TrainingRun;
  readonly pace: LastPace;
  readonly preferences: Preferences;
}

/** Of the beginning of a text, of which a line is taken: as many as are asked for at once. */
const MOST_LINES = 2000;

export class TrainingScreen {
  readonly form: TrainingForm;
  readonly memory: Memory;
  readonly inside: Inside;
  /** The runs that wait for their turn. */
  readonly queue: RunQueue;
  readonly clusters: Clusters;
  readonly forecast: Forecast;
  readonly presets: OwnPresets;
  readonly lastRun: LastRun;
  readonly #unfolding: Unfolding;
  readonly #around: Surroundings;
  readonly #calls: ApiCalls;

  constructor(calls: ApiCalls, around: Surroundings) {
    const { corpora, models } = around.library;
    this.#around = around;
    this.queue = new RunQueue(calls, around);
    this.clusters = new Clusters(calls);
    this.memory = new Memory(calls);
    this.inside = new Inside(calls);
    this.lastRun = new LastRun(around.library, around.run);
    this.#calls = calls;
    this.presets = new OwnPresets(calls);
    this.form = new TrainingForm(
      () => corpora.list,
      () => models.usable,
      () => this.presets.list,
    );
    this.forecast = new Forecast(calls, ({ secondsPerEpoch }, { settings }) => {
      const { base, presetId } = this.form;
      // Only with the taste's own shape it is the taste's time.
      const shape = [
        ...(['cell', 'hiddenSize', 'embeddingSize', 'optimiser', 'timeSteps'] as const),
        ...(['batchSize', 'maxCharacters'] as const),
      ];
      const isTaste = shape.every((field) => settings[field] === base[field]);
      if (presetId === 'taste' && isTaste) this.form.tasteSeconds = secondsPerEpoch;
    });
    this.#unfolding = new Unfolding(around.preferences, around.notices);
  }

  /** Whether all settings are shown. */
  get isOpen(): boolean {
    return this.#unfolding.isOpen;
  }

  open(opens: boolean): void {
    this.#unfolding.choose(opens);
  }

  /** Leads to a field, which may be out of sight. */
  lead(field: FormField): void {
    if (field !== 'corpus') this.#unfolding.reveal();
    this.#around.navigation.toFault('train', [field]);
  }

  /** What is asked of the run of the form; null while a number is missing. */
  get forecastQuestion(): ForecastQuestion | null {
    const { form } = this;
    if (!form.corpus || Object.keys(form.errors).length > 0) return null;
    return {
      ...{ corpusId: form.corpus.id, settings: form.settings },
      engine: this.#around.preferences.choices.engine,
      ...(form.parent && { parentId: form.parent.id }),
    };
  }

  /** How much of the text the run of the form would learn; null while that is not known. */
  get share(): ShownShare | null {
    return this.memory.shareOf(this.form.memoryQuestion) ?? this.form.share;
  }

  /** What one epoch comes to; null while a number is missing. */
  get work(): Work | null {
    const { form, share } = this;
    return share && Object.keys(form.errors).length === 0
      ? workOf(form.settings, share.learnt)
      : null;
  }

  /** What there is to say of the run of the form, but for how much it learns; nothing while a number is missing. */
  get advice(): readonly Advice[] {
    const { form, share } = this;
    if (!form.corpus || !share || Object.keys(form.errors).length > 0) return [];
    const { characters, distinct, songs } = form.corpus;
    return adviseOn({
      settings: form.settings,
      ...{ characters, distinct, songs, learnt: share.learnt },
      ...{ learntSongs: null, figures: null, pace: this.#around.pace.pace },
    }).filter(({ kind }) => kind !== 'cut' && kind !== 'epoch'); // the forecast knows better
  }

  /** The model of a run at rest; a checkpoint where the run broke off. */
  get saved(): ModelInfo | undefined {
    const { library, run } = this.#around;
    return run.active || run.status.unsaved ? undefined : library.models.byId(run.status.modelId);
  }

  /** That model, where its run can be gone on with; one that diverged would do so again. */
  get resumable(): ModelInfo | undefined {
    const { saved } = this;
    const can = saved?.canGoOn && saved.damage === null;
    return can && this.#around.run.status.state !== 'diverged' ? saved : undefined;
  }

  /**
   * @param characters of its beginning, within which the line stands; 0 for the whole text
   * @returns any line of a corpus that is not blank; null where it has none
   */
  async anyLine(id: string, characters: number): Promise<string | null> {
    if (characters > 0) {
      const { lines } = await this.#calls['corpora.lines']({ id, from: 0, count: MOST_LINES });
      let end = -1; // a line break is one of them, too
      const within = lines.filter((line) => (end += Array.from(line).length + 1) <= characters);
      const written = within.filter((line) => line.trim() !== '');
      if (written.length > 0) return written[Math.floor(Math.random() * written.length)]!.trim();
    }
    const { total } = await this.#calls['corpora.lines']({ id, from: 0, count: 1 });
    const from = Math.floor(Math.random() * total);
    // Lines between songs are blank; at the end, one begins anew.
    for (const start of [from, 0]) {
      const { lines } = await this.#calls['corpora.lines']({ id, from: start, count: 50 });
      const line = lines.find((one) => one.trim() !== '');
      if (line !== undefined) return line.trim();
    }
    return null;
  }

  /** What the form asks for; undefined where it cannot be asked, which leads to the field at fault. */
  get #request(): RunRequest | undefined {
    const { form, memory } = this;
    const { preferences } = this.#around;
    form.refusal = null;
    const [wrong] = Object.keys(form.errors) as FormField[];
    if (wrong || !form.corpus) {
      this.lead(wrong ?? 'corpus');
      return undefined;
    }
    return {
      ...{ corpusId: form.corpus.id, settings: form.chosen, withText: form.withText },
      engine: preferences.choices.engine,
      language: preferences.language,
      ...(form.parent && { parentId: form.parent.id }),
      ...(memory.insists && { insist: true }),
    };
  }

  /** Puts the run of the form into the queue, or what was edited of it back to its place. */
  async enqueue(): Promise<void> {
    const request = this.#request;
    if (!request) return;
    const { queue, form } = this;
    await this.#judged(() =>
      queue.editing ? queue.save(request) : queue.add([{ request, values: {} }]),
    );
    form.edited();
  }

  /**
   * Puts a run of each of these into the queue, as one sweep over the run of the form.
   * @param two what two at once gain, where two are to be made at once: the engine that was measured is the one they get
   */
  async enqueueSweep(plan: SweepPlan, two: TwoAtOnce | null): Promise<boolean> {
    const request = this.#request;
    if (!request) return false;
    const runs = plan.runs.map(({ values, settings, engine }) => ({
      request: {
        ...{ ...request, settings: { ...request.settings, ...settings } },
        engine: engine ?? (two && request.engine === 'auto' ? two.engine : request.engine),
      },
      values,
    }));
    const { name, fields } = plan;
    const jobs = two ? 2 : 1;
    return this.#judged(() => this.queue.add(runs, { name, fields: [...fields], jobs }));
  }

  /**
   * Sends a run of each of these to a cluster, as one sweep over the run of the form.
   * @param refused says what the host refuses because of the cluster; @returns whether it does
   */
  async sweepOnCluster(
    plan: SweepPlan,
    { cluster, threads, factor, agreed }: OnCluster,
    refused: (error: unknown) => boolean,
  ): Promise<boolean> {
    const request = this.#request;
    if (!request) return false;
    const { corpusId, settings, withText, insist } = request;
    const runs = plan.runs.map(({ values, settings: own }) => ({ values, settings: own }));
    let isTaken = true;
    const isJudged = await this.#judged(async () => {
      try {
        await this.clusters.begin({
          ...{ cluster, corpusId, settings, fields: [...plan.fields], runs },
          ...{ withText, threads, factor, agreed, ...(insist && { insist }) },
        });
      } catch (error) {
        isTaken = false;
        if (!refused(error)) throw error;
      }
    });
    return isJudged && isTaken;
  }

  /** @returns seconds that the run of the form takes, about; null where nothing tells */
  async secondsOfForm(): Promise<number | null> {
    const run = this.#runOfForm;
    return run ? this.queue.secondsOf(run) : null;
  }

  /** @returns what two such runs at once gain; null where nothing tells */
  async twoAtOnce(): Promise<TwoAtOnce | null> {
    const run = this.#runOfForm;
    return run ? this.queue.twoAtOnce(run) : null;
  }

  get #runOfForm(): RunRequest | null {
    const { corpus, parent, settings } = this.form;
    if (!corpus) return null;
    return {
      ...{ corpusId: corpus.id, settings, withText: true },
      engine: this.#around.preferences.choices.engine,
      ...(parent && { parentId: parent.id }),
    };
  }

  /** Takes a queued run into the form, to change it there. */
  edit(entry: QueueEntry): void {
    const { settings, corpusId, withText, parentId } = entry.request;
    fillForm(this.form, settings, { corpusId, withText, parentId });
    this.queue.editing = entry;
  }

  /** @returns whether the host has taken it; else the field at fault says why, or a notice does */
  async #judged(ask: () => Promise<void>): Promise<boolean> {
    const { form } = this;
    const { notices } = this.#around;
    try {
      await ask();
      return true;
    } catch (error) {
      const field = fieldOf(error);
      if (field) form.refusal = { field, error };
      else notices.error(error);
      if (field) this.lead(field);
      return false;
    }
  }

  /** Starts a run, or leads to the field at fault; an error that blames none is told. */
  async start(): Promise<void> {
    const request = this.#request;
    if (!request) return;
    const { form, memory } = this;
    const { notices, run } = this.#around;
    try {
      await run.start(request);
    } catch (error) {
      const field = fieldOf(error);
      if (!memory.refused(error)) {
        if (field) form.refusal = { field, error };
        else if (!saidByRun(run, error)) notices.error(error);
      }
      if (field) this.lead(field);
    }
  }
}

export const [useTraining, provideTraining] = createContext<TrainingScreen>();

/** A run that failed while it was prepared says so itself. */
function saidByRun({ status }: TrainingRun, error: unknown): boolean {
  return (
    status.state === 'failed' &&
    error instanceof VerseloomError &&
    status.failure?.code === error.code
  );
}

function fieldOf(error: unknown): FormField | undefined {
  const field = blamedField(error);
  if (field && isFormField(field)) return field;
  if (field === 'corpusId') return 'corpus';
  if (!(error instanceof VerseloomError)) return undefined;
  if (error.code.startsWith('corpus.')) return 'corpus';
  return error.code.startsWith('engine.') ? 'engine' : undefined;
}
