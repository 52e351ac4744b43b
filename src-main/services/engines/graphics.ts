/** Whether the graphics processor of this machine can be an engine: tried when somebody asks for it, and remembered. */
import type {
  EngineAgreement,
  GraphicsTrial,
  OfferedEngines,
  PresentEngine,
} from '../../contract/engine.ts';
import { toFailure, VerseloomError } from '../../contract/errors.ts';
import type { Supervisor } from '../../supervisor/supervisor.ts';
import { driverOf } from './driver.ts';
import type { Remembered } from './remembered.ts';

/** A driver that makes its programs for the first time takes many seconds; one that hangs takes for ever. Milliseconds. */
const LIMIT = 180_000;

interface Surroundings {
  /** Left out: as `driverOf` tells it. */
  readonly driver?: () => Promise<string>;
  /** For which it may take to be tried, in milliseconds. */
  readonly limit?: number;
  /** Told when it begins to be tried, and when that is done. */
  readonly changed?: () => void;
}

export class Graphics {
  readonly #remembered: Remembered;
  readonly #driver: () => Promise<string>;
  readonly #limit: number;
  readonly #changed: () => void;
  /** That of ONNX Runtime, which it is a part of. */
  readonly #version: string | undefined;
  /** What came of it; null where nobody has tried it with this driver and this version of the product. */
  #trial: GraphicsTrial | null = null;
  #trying: Promise<GraphicsTrial> | undefined;

  /** @param installed engines. @returns it, as it was found with the driver of now; nothing is tried */
  static async open(
    remembered: Remembered,
    installed: readonly PresentEngine[],
    surroundings: Surroundings = {},
  ): Promise<Graphics> {
    const graphics = new Graphics(remembered, installed, surroundings);
    graphics.#trial = await graphics.#kept();
    return graphics;
  }

  /** Looks whether a command, which works beside the application, has found out more. @returns what is known then */
  async recall(): Promise<Omit<OfferedEngines, 'engines'>> {
    const kept = await this.#kept();
    if (kept && !(this.#trial && this.#trial.at >= kept.at)) {
      this.#trial = kept;
      this.#changed();
    }
    return this.told;
  }

  async #kept(): Promise<GraphicsTrial | null> {
    const kept = await this.#remembered.graphics();
    return kept && kept.driver === (await this.#driver()) ? trialOf(kept) : null;
  }

  private constructor(
    remembered: Remembered,
    installed: readonly PresentEngine[],
    { driver = driverOf, limit = LIMIT, changed = () => {} }: Surroundings,
  ) {
    this.#remembered = remembered;
    this.#version = installed.find(({ name }) => name === 'onnx')?.version;
    this.#driver = driver;
    this.#limit = limit;
    this.#changed = changed;
  }

  /** What windows are told of it. */
  get told(): Omit<OfferedEngines, 'engines'> {
    return { graphics: this.#trial, isTrying: this.#trying !== undefined };
  }

  /** There where it agreed. */
  get engine(): PresentEngine | null {
    return this.#version !== undefined && this.#trial?.outcome === 'agrees'
      ? { name: 'webgpu', version: this.#version }
      : null;
  }

  /**
   * In a process that is thrown away, and may end as it likes; whoever asks meanwhile has the same answer.
   * @throws VerseloomError `engine.unavailable` without ONNX Runtime
   */
  tryOut(supervisor: Supervisor): Promise<GraphicsTrial> {
    if (this.#trying) return this.#trying;
    this.#trying = this.#tryOut(supervisor).finally(() => {
      this.#trying = undefined;
      this.#changed();
    });
    this.#changed();
    return this.#trying;
  }

  async #tryOut(supervisor: Supervisor): Promise<GraphicsTrial> {
    if (this.#version === undefined)
      throw new VerseloomError('engine.unavailable', { engine: 'onnx', reason: 'not installed' });
    const driver = await this.#driver();
    const trial = { ...(await findOut(supervisor, this.#limit)), at: new Date().toISOString() };
    this.#trial = trial;
    await this.#remembered.keepGraphics({ ...trial, driver });
    return trial;
  }
}

type Found = EngineAgreement | Omit<GraphicsTrial, 'at'>;

async function findOut(supervisor: Supervisor, milliseconds: number): Promise<Found> {
  const link = supervisor.beside({ engine: 'webgpu', threads: 1, measures: true });
  let isLate = false;
  const limit = setTimeout(() => {
    isLate = true;
    void link.end();
  }, milliseconds);
  try {
    return await link.calls.agreement({});
  } catch (error) {
    const { code, params } = toFailure(error);
    const reason = String(params['reason'] ?? params['message'] ?? '');
    // One that says nothing for too long is ended by its supervisor.
    if (isLate || code === 'compute.ended')
      return { outcome: 'late', furthest: null, reason: null };
    // The product is closed, and nothing was found out.
    if (code === 'compute.stopped') throw error;
    const outcome = code === 'compute.crashed' ? 'crashed' : 'failed';
    return { outcome, furthest: null, reason };
  } finally {
    clearTimeout(limit);
    await link.end();
  }
}

const trialOf = ({ outcome, furthest, reason, at }: GraphicsTrial): GraphicsTrial => ({
  ...{ outcome, furthest, reason, at },
});
