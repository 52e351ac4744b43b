// A reporter of vitest: what each file came to, and how many errors there were outside of all tests, as a file for the one who has run it.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * @typedef {object} FileResult
 * @property {string} path from the root of the project
 * @property {boolean} hasFailed also where it could not be loaded, or its set-up failed
 * @property {{ passed: number, failed: number, skipped: number }} counts of its tests
 */

/** Where it is written, given by who runs vitest. */
export const RESULTS = 'VERSELOOM_TEST_RESULTS';

export default class Results {
  /** @param {readonly import('vitest/node').TestModule[]} modules */
  onTestRunEnd(modules, errors) {
    /** @type {FileResult[]} */
    const files = modules.map((module) => {
      const counts = { passed: 0, failed: 0, skipped: 0 };
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        counts[state === 'passed' || state === 'failed' ? state : 'skipped'] += 1;
      }
      return { path: module.relativeModuleId, hasFailed: !module.ok(), counts };
    });
    const path = process.env[RESULTS];
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify({ files, errors: errors.length }));
  }
}
