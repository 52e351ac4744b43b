// A reporter of vitest: the ten files that took longest, with what was done before and after their tests, once all are through.

const HOW_MANY = 10;

export default class SlowestFiles {
  /** Pairs of a path and its seconds. */
  #files = [];

  onTestModuleEnd(module) {
    const { duration, collectDuration, setupDuration, prepareDuration } = module.diagnostic();
    const all = duration + collectDuration + setupDuration + prepareDuration;
    this.#files.push([module.relativeModuleId, all / 1000]);
  }

  onTestRunEnd() {
    if (this.#files.length <= HOW_MANY) return;
    this.#files.sort(([, a], [, b]) => b - a);
    console.log('The slowest files:');
    for (const [path, seconds] of this.#files.slice(0, HOW_MANY))
      console.log(`${seconds.toFixed(1).padStart(7)} s  ${path}`);
    console.log();
  }
}
