// A reporter of vitest: what each file came to, and how many errors there were outside of all tests, as a file for the one who has run it.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * @typedef {object} FileResult
 * @property {string} path from the root of the project
 * @property {boolean} hasFailed also where it could not be loaded, or its set-up failed
 * @property {{ passed: number, failed: number, skipped: number, leftOut: number }} counts of its tests; those that a tag left
 *   out are not counted as skipped
 */

/** The tag of tests that take long, or repeat what another one shows at once: `npm test` leaves them out, `npm test -- all` does not. */
export const LONG = 'long';

/** Where it is written, given by who runs vitest. */
export const RESULTS = 'VERSELOOM_TEST_RESULTS';

export default class Results {
  /** As vitest was called with. @type {readonly string[]} */
  #tagsFilter = [];

  onInit(vitest) {
    this.#tagsFilter = vitest.config.tagsFilter ?? [];
  }

  /** @param {import('vitest/node').TestCase} test */
  #isLeftOut({ tags }) {
    return (
      (this.#tagsFilter.includes(`!${LONG}`) && tags.includes(LONG)) ||
      (this.#tagsFilter.includes(LONG) && !tags.includes(LONG))
    );
  }

  /** @param {readonly import('vitest/node').TestModule[]} modules */
  onTestRunEnd(modules, errors) {
    /** @type {FileResult[]} */
    const files = modules.map((module) => {
      const counts = { passed: 0, failed: 0, skipped: 0, leftOut: 0 };
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed' || state === 'failed') counts[state] += 1;
        else counts[this.#isLeftOut(test) ? 'leftOut' : 'skipped'] += 1;
      }
      return { path: module.relativeModuleId, hasFailed: !module.ok(), counts };
    });
    const path = process.env[RESULTS];
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify({ files, errors: errors.length }));
  }
}
